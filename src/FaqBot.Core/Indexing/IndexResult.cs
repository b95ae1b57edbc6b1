using FaqBot.Core.Storage;

namespace FaqBot.Core.Indexing;

/// <summary>What an indexing run did.</summary>
/// <param name="Version">The version that answers now.</param>
/// <param name="Changed">False when the published version already was the same.</param>
/// <param name="Entries">Entries of the knowledge base.</param>
/// <param name="Questions">Questions of the knowledge base.</param>
/// <param name="Encoded">Questions that were encoded; the vectors of the others were already there.</param>
/// <param name="Elapsed">Time of the run.</param>
public sealed record IndexResult(VersionIdentity Version, bool Changed, int Entries, int Questions, int Encoded, TimeSpan Elapsed);

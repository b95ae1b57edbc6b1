using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Core.Indexing;

/// <summary>What a run of indexing tells beside its results.</summary>
public abstract record IndexNote;

/// <summary>What an encoder says of itself when it is loaded.</summary>
/// <param name="Text">The notice.</param>
public sealed record EncoderNotice(string Text) : IndexNote;

/// <summary>A knowledge base is indexed with the encoder that was asked for, not with the one that was chosen for it.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Folder">The encoder that was asked for.</param>
/// <param name="Chosen">The one that was chosen.</param>
public sealed record ChoiceOverridden(string KnowledgeBaseId, string Folder, string Chosen) : IndexNote;

/// <summary>A version of another encoder is not encoded anew, as its model is installed: it may be the default one of a service.</summary>
/// <param name="Version">The version.</param>
public sealed record VersionLeftAlone(OutdatedVersion Version) : IndexNote;

/// <summary>A version cannot be encoded anew.</summary>
/// <param name="Version">The version.</param>
/// <param name="Reason">Why.</param>
public sealed record VersionNotRenewed(OutdatedVersion Version, ModelException Reason) : IndexNote;

/// <summary>The confidence that was fitted for a knowledge base does not apply to its renewed version.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
public sealed record FitLapsed(string KnowledgeBaseId) : IndexNote;

namespace FaqBot.Core.Storage;

/// <summary>A process that answers from the store, as it has announced itself.</summary>
/// <param name="Id">Tells it apart from others; new at each start.</param>
/// <param name="Build">Version of the program.</param>
/// <param name="Schema">The schema that it knows.</param>
/// <param name="Normalizer">Its normalisation before encoding.</param>
/// <param name="Encoder">Fingerprint of its default encoder.</param>
public sealed record Replica(string Id, string Build, int Schema, string Normalizer, string Encoder);

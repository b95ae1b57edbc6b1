using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Storage;

/// <summary>What a version of a knowledge base was built from; vectors are of use only to a reader that agrees with it.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Number">Number of the version, growing from 1, never used twice.</param>
/// <param name="Model">The encoder of its vectors.</param>
/// <param name="Normalizer">Version of the normalisation before encoding: see <see cref="TextNormalizer.Version"/>.</param>
/// <param name="Format">How its vectors are written.</param>
/// <param name="ContentHash">SHA-256 of the knowledge base's content, in hexadecimal.</param>
/// <param name="BuiltAt">When it was built.</param>
public sealed record VersionIdentity(
    string KnowledgeBaseId,
    int Number,
    EncoderIdentity Model,
    string Normalizer,
    VectorFormat Format,
    string ContentHash,
    DateTimeOffset BuiltAt)
{
    /// <summary>What its questions taught the ranking, as JSON; null for a version of a build that was not taught by them.</summary>
    public string? Taught { get; init; }
}

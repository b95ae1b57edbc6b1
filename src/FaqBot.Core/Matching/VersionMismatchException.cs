using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Matching;

/// <summary>A version was built with another model or normalisation than questions are encoded with.</summary>
public sealed class VersionMismatchException : Exception
{
    /// <summary>Reports what was found and what is expected.</summary>
    /// <param name="found">The version.</param>
    /// <param name="expected">The encoder in use.</param>
    /// <param name="loading">Why the model that was chosen for the knowledge base is not in use, or null.</param>
    public VersionMismatchException(VersionIdentity found, EncoderIdentity expected, Exception? loading = null)
        : base(Describe(found, expected)
            + (loading is null ? "" : $"\nThe model that was chosen for it is not in use. {loading.Message}"), loading)
    {
    }

    private static string Describe(VersionIdentity found, EncoderIdentity expected) =>
        $"Version {found.Number} of '{found.KnowledgeBaseId}' cannot be searched: "
        + $"found vectors of model {found.Model.Display} with {found.Model.Dimensions} dimensions and normalisation {found.Normalizer}, "
        + $"expected model {expected.Display} with {expected.Dimensions} dimensions and normalisation {TextNormalizer.Version}. "
        + "Run: dotnet run --project src/FaqBot.Indexer -- index";
}

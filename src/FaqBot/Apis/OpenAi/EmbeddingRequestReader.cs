using System.Text.Json;
using FaqBot.Apis.Embedding;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Apis.OpenAi;

/// <summary>What to encode, and how to reply.</summary>
/// <param name="Inputs">The texts.</param>
/// <param name="Model">The name that the caller gave.</param>
/// <param name="IsBase64">How vectors are spelt.</param>
/// <param name="Dimensions">Components to keep; null for all.</param>
/// <param name="Truncate">Whether texts that are too long are cut; null where the caller does not say.</param>
internal sealed record EmbeddingOrder(IReadOnlyList<TextInput> Inputs, string? Model, bool IsBase64, int? Dimensions, bool? Truncate);

/// <summary>Reads the body of a request for vectors and reports all faults together. Members it does not know are left alone, as clients
/// send many.</summary>
internal static class EmbeddingRequestReader
{
    private const int ModelName = 256;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The object.</param>
    /// <param name="engine">What will encode.</param>
    /// <returns>What was ordered.</returns>
    /// <exception cref="InvalidRequestException">It has faults.</exception>
    public static EmbeddingOrder Read(JsonElement body, LoadedEngine engine)
    {
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        IReadOnlyList<TextInput> inputs = TextInput.Read(fields, "input", engine.VocabularySize, faults);
        string? name = fields.Text("model", ModelName);
        string? format = fields.Text("encoding_format");
        if (format is not (null or "float" or "base64"))
        {
            faults.Add("encoding_format", "Found another word, expected float or base64.");
        }

        double? dimensions = fields.Number("dimensions", 1, engine.Identity.Dimensions, whole: true);
        bool? truncate = fields.Flag("truncate");
        faults.ThrowIfAny();
        return new EmbeddingOrder(inputs, name, format == "base64", (int?)dimensions, truncate);
    }
}

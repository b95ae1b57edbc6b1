using System.Text.Json;
using FaqBot.Apis.Embedding;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Apis.Tei;

/// <summary>How texts are prepared.</summary>
/// <param name="Truncate">Whether texts that are too long are cut.</param>
/// <param name="KeepEnd">Whether they lose their beginning instead of their end.</param>
/// <param name="Prompt">Text put before each; null for the model's own.</param>
internal sealed record TeiOptions(bool Truncate, bool KeepEnd, string? Prompt);

/// <summary>Texts to encode.</summary>
/// <param name="Inputs">The texts.</param>
/// <param name="Options">How they are prepared.</param>
/// <param name="Normalize">Whether vectors have unit length; otherwise they come as the model gave them.</param>
/// <param name="Dimensions">Components to keep; null for all.</param>
internal sealed record TeiEmbedOrder(IReadOnlyList<TextInput> Inputs, TeiOptions Options, bool Normalize, int? Dimensions);

/// <summary>Reads the bodies of Text Embeddings Inference and reports all faults together. Members it does not know are left
/// alone.</summary>
internal static class TeiRequestReader
{
    private const int PromptName = 256;

    /// <summary>Reads the body of <c>/embed</c>.</summary>
    public static TeiEmbedOrder Embed(JsonElement body, LoadedEngine engine)
    {
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        IReadOnlyList<TextInput> inputs = TextInput.Read(fields, "inputs", engine.VocabularySize, faults);
        TeiOptions options = Options(fields, engine, "", faults);
        bool normalize = fields.Flag("normalize") ?? true;
        double? dimensions = fields.Number("dimensions", 1, engine.Identity.Dimensions, whole: true);
        faults.ThrowIfAny();
        return new TeiEmbedOrder(inputs, options, normalize, (int?)dimensions);
    }

    /// <summary>Reads the body of <c>/rerank</c>.</summary>
    public static TeiRerankRequest Rerank(JsonElement body)
    {
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        string query = RequiredText(fields, "query", "", faults);
        IReadOnlyList<string> texts = TextInput.ReadTexts(fields, "texts", faults);
        bool rawScores = fields.Flag("raw_scores") ?? false;
        bool returnText = fields.Flag("return_text") ?? false;
        bool? truncate = fields.Flag("truncate");
        faults.ThrowIfAny();
        return new TeiRerankRequest(query, texts, rawScores, returnText, truncate);
    }

    /// <summary>Reads the body of <c>/tokenize</c>: the texts with their prompt, and whether to frame them.</summary>
    public static (IReadOnlyList<string> Texts, bool AddSpecialTokens) Tokenize(JsonElement body, LoadedEngine engine)
    {
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        IReadOnlyList<TextInput> inputs = TextInput.Read(fields, "inputs", 0, faults);
        bool frame = fields.Flag("add_special_tokens") ?? true;
        string? prompt = Prompt(fields, engine, "", faults);
        faults.ThrowIfAny();
        return ([.. inputs.Select(input => prompt + input.Text)], frame);
    }

    /// <summary>Reads the body of <c>/decode</c>.</summary>
    public static (IReadOnlyList<int[]> Ids, bool SkipSpecialTokens) Decode(JsonElement body, int vocabularySize)
    {
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        IReadOnlyList<TextInput> inputs = TextInput.Read(fields, "ids", vocabularySize, faults);
        bool skip = fields.Flag("skip_special_tokens") ?? true;
        if (inputs.Any(input => input.Ids is null))
        {
            faults.Add("ids", "Found a text, expected lists of tokens.");
        }

        faults.ThrowIfAny();
        return ([.. inputs.Select(input => input.Ids!)], skip);
    }

    /// <summary>Reads how texts are to be prepared.</summary>
    public static TeiOptions Options(JsonMembers fields, LoadedEngine engine, string path, RequestFaults faults)
    {
        // Absent, a server that cuts by default (/info: auto_truncate) cuts.
        bool truncate = fields.Flag("truncate") ?? true;
        string? direction = fields.Text("truncation_direction");
        if (direction is not (null or "Right" or "right" or "Left" or "left"))
        {
            faults.Add(path + "truncation_direction", "Found another word, expected Left or Right.");
        }

        return new TeiOptions(truncate, direction is "Left" or "left", Prompt(fields, engine, path, faults));
    }

    /// <summary>Reads a text that must be there.</summary>
    public static string RequiredText(JsonMembers fields, string name, string path, RequestFaults faults)
    {
        if (fields.Element(name) is not { } value || value.ValueKind == JsonValueKind.String && value.ValueEquals(""))
        {
            faults.Add(path + name, "Missing or empty; expected a text.", FaultCode.EmptyInput);
            return "";
        }

        return fields.Text(name, EmbeddingLimits.TextLength) ?? "";
    }

    private static string? Prompt(JsonMembers fields, LoadedEngine engine, string path, RequestFaults faults)
    {
        if (fields.Text("prompt_name", PromptName) is not { } name)
        {
            return null;
        }

        if (engine.Prompts.TryGetValue(name, out string? prompt))
        {
            return prompt;
        }

        string known = engine.Prompts.Count == 0
            ? "this model has none" : $"known are {string.Join(", ", engine.Prompts.Keys.Order(StringComparer.Ordinal))}";
        faults.Add(path + "prompt_name", $"Found an unknown prompt; {known}.");
        return null;
    }
}

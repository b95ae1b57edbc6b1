using System.Text.Json;
using FaqBot.Encoding.Json;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>What <c>tokenizer_config.json</c> and the small files beside it say.</summary>
internal sealed class TokenizerSettings
{
    /// <summary>Name of the file.</summary>
    public const string File = "tokenizer_config.json";

    // Files that state no limit state 10³⁰.
    private const double MostTokens = 1_000_000;

    private readonly JsonPart? _config;
    private readonly JsonPart? _specials;

    private TokenizerSettings(JsonPart? config, JsonPart? specials)
    {
        _config = config;
        _specials = specials;
    }

    /// <summary>The folder that holds the files.</summary>
    public required string Folder { get; init; }

    /// <summary>The class of the reference implementation, without "Fast"; null when the files name none.</summary>
    public string? Family { get; private init; }

    /// <summary>The class that <c>config.json</c> lets expect by its kind of model; null when it does not.</summary>
    public string? ModelFamily { get; private init; }

    /// <summary>Tokens that the files add to the vocabulary or describe further.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; private init; } = [];

    /// <summary>Most ids of a text, special ones included, when the file states a limit.</summary>
    public int? MaxLength { get; private init; }

    /// <summary>Reads the files of a folder; those that are absent say nothing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>What they say.</returns>
    public static TokenizerSettings Read(string folder, FaultList faults)
    {
        JsonPart? config = ReadFile(folder, File, faults);
        JsonPart? specials = ReadFile(folder, "special_tokens_map.json", faults);
        JsonPart? added = ReadFile(folder, "added_tokens.json", faults);
        List<AddedToken> tokens = faults.Read(File, () => config?.Find("added_tokens_decoder") is { } byId
            ? AddedTokenReader.ReadById(byId)
            : []) ?? [];
        if (tokens.Count == 0 && added is { } names)
        {
            tokens = faults.Read("added_tokens.json", () => AddedTokenReader.ReadIds(names)) ?? [];
        }

        return new TokenizerSettings(config, specials)
        {
            Folder = folder,
            Family = faults.Read(File, () => WithoutFast(config?.Find("tokenizer_class")?.Text())),
            ModelFamily =
                faults.Read("config.json", () => FamilyOf(ReadFile(folder, "config.json", new FaultList())?.Find("model_type")?.Text())),
            AddedTokens = tokens,
            MaxLength = faults.Read(File, () => ReadMaxLength(config?.Find("model_max_length"))),
        };
    }

    /// <summary>A truth value of the file.</summary>
    /// <param name="name">Name of the member.</param>
    /// <returns>Its value, or null when it is absent or null.</returns>
    /// <exception cref="FormatException">It is of another kind.</exception>
    public bool? Flag(string name) => _config?.Find(name)?.Flag();

    /// <summary>A special token.</summary>
    /// <param name="name">Name of the member, such as <c>unk_token</c>.</param>
    /// <returns>Its text, or null when no file names it.</returns>
    /// <exception cref="FormatException">It is of another kind.</exception>
    public string? Token(string name) => (_config?.Find(name) ?? _specials?.Find(name)) is { } token
        ? token.IsObject ? token["content"].Text() : token.Text()
        : null;

    private static int? ReadMaxLength(JsonPart? limit) =>
        limit?.Number() is >= ModelFolder.FewestTokens and <= MostTokens and var number ? (int)number : null;

    private static JsonPart? ReadFile(string folder, string name, FaultList faults)
    {
        string path = Path.Combine(folder, name);
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        return faults.Read<JsonPart?>(name, () =>
        {
            using JsonDocument document = StrictJson.Parse(FileLimits.ReadAll(path, FileLimits.Settings));
            JsonPart root = new(document.RootElement.Clone(), "");
            return root.IsObject ? root : throw root.Unexpected("an object");
        });
    }

    private static string? WithoutFast(string? family) =>
        family is not null && family.EndsWith("Fast", StringComparison.Ordinal) ? family[..^4] : family;

    private static string? FamilyOf(string? modelType) => modelType switch
    {
        "mpnet" => "MPNetTokenizer",
        "roberta" => "RobertaTokenizer",
        "gpt2" => "GPT2Tokenizer",
        "qwen2" or "qwen3" => "Qwen2Tokenizer",
        _ => null,
    };
}

using System.Text;
using System.Text.Json;
using FaqBot.Encoding.Json;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing.Normalizing;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads a byte-level BPE tokenizer from <c>vocab.json</c>, <c>merges.txt</c> and <c>tokenizer_config.json</c>.</summary>
/// <remarks>
/// Splitting and defaults are those of the class that the settings name:
/// https://github.com/huggingface/transformers/blob/v4.48.0/src/transformers/models/roberta/tokenization_roberta.py and
/// https://github.com/huggingface/transformers/blob/v4.48.0/src/transformers/models/qwen2/tokenization_qwen2.py.
/// </remarks>
internal static class BytePairFiles
{
    /// <summary>Name of the vocabulary.</summary>
    public const string Vocabulary = "vocab.json";

    /// <summary>Name of the list of merges.</summary>
    public const string MergeList = "merges.txt";

    private const string QwenPattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly string[] Families = ["RobertaTokenizer", "GPT2Tokenizer", "Qwen2Tokenizer"];

    private static readonly string[] Roles = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    /// <summary>Reads the files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">What the small files say.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>The tokenizer, or null when something is wrong.</returns>
    public static ModelTokenizer? Read(string folder, TokenizerSettings settings, FaultList faults)
    {
        string? family = settings.Family ?? settings.ModelFamily;
        if (!Families.Contains(family))
        {
            faults.Add(
                TokenizerSettings.File,
                $"tokenizer_class is {(family is null ? "missing" : $"'{family}'")}, expected one of {string.Join(", ", Families)} with "
                + $"{Vocabulary}");
        }

        IReadOnlyList<string?>? pieces = faults.Read(Vocabulary, () => ReadPieces(Path.Combine(folder, Vocabulary)));
        List<(string, string)>? merges = faults.Read(MergeList, () => ReadMerges(Path.Combine(folder, MergeList)));
        if (family is null || pieces is null || merges is null || faults.Lines.Count > 0)
        {
            return null;
        }

        ModelPart? model = faults.Read(
            MergeList, () => ModelReader.BytePair(pieces, new BytePairModel(pieces, merges, unknownId: null, ignoreMerges: false)));
        return model is null ? null : faults.Read(TokenizerSettings.File, () => model.Make(Specification(family, settings, pieces)));
    }

    private static TokenizerSpecification Specification(string family, TokenizerSettings settings, IReadOnlyList<string?> pieces)
    {
        Dictionary<string, AddedToken> specials = Roles.Select(role => Name(role, family, settings)).OfType<string>().Distinct()
            .ToDictionary(content => content, content => Special(content, settings, pieces), StringComparer.Ordinal);
        int IdOf(string role) =>
            Name(role, family, settings) is { } content ? specials[content].Id : throw new FormatException($"{role} is missing");
        Templates templates = family == "RobertaTokenizer" ? Templates.Roberta(IdOf("cls_token"), IdOf("sep_token")) : Ends(settings, IdOf);
        bool addsBlank = settings.Flag("add_prefix_space") ?? false;
        return new TokenizerSpecification
        {
            Folder = settings.Folder,
            Tokens = pieces,
            AddedTokens =
                [.. specials.Values.ExceptBy(settings.AddedTokens.Select(token => token.Id), token => token.Id), .. settings.AddedTokens],
            Normalizers = family == "Qwen2Tokenizer" ? [new UnicodeForm(NormalizationForm.FormC)] : [],
            Splits = family == "Qwen2Tokenizer"
                ? [SplitReader.Isolating(QwenPattern), .. SplitReader.ByteLevel(addsBlank, usesPattern: false)]
                : [.. SplitReader.ByteLevel(addsBlank, usesPattern: true)],
            Single = templates.Single,
            Pair = templates.Pair,
            PaddingId = Name("pad_token", family, settings) is { } padding ? specials[padding].Id : 0,
            MaxLength = settings.MaxLength,
        };
    }

    private static Templates Ends(TokenizerSettings settings, Func<string, int> idOf)
    {
        TemplatePart[] start = settings.Flag("add_bos_token") == true ? [TemplatePart.Special(idOf("bos_token"))] : [];
        TemplatePart[] end = settings.Flag("add_eos_token") == true ? [TemplatePart.Special(idOf("eos_token"))] : [];
        return new Templates(
            new TokenTemplate([.. start, TemplatePart.First(), .. end]),
            new TokenTemplate([.. start, TemplatePart.First(), .. end, .. start, TemplatePart.Second(1), .. end]));
    }

    /// <summary>The text of a special token: RoBERTa has usual ones, the others only those that files name.</summary>
    private static string? Name(string role, string family, TokenizerSettings settings) => settings.Token(role) ?? (family, role) switch
    {
        ("RobertaTokenizer", "bos_token" or "cls_token") => "<s>",
        ("RobertaTokenizer", "eos_token" or "sep_token") => "</s>",
        ("RobertaTokenizer", "unk_token") => "<unk>",
        ("RobertaTokenizer", "pad_token") => "<pad>",
        ("RobertaTokenizer", "mask_token") => "<mask>",
        _ => null,
    };

    private static AddedToken Special(string content, TokenizerSettings settings, IReadOnlyList<string?> pieces) =>
        settings.AddedTokens.FirstOrDefault(token => token.Content == content)
        ?? new AddedToken(ModelPart.IdOf(pieces, content, "a special token"), content) { IsSpecial = true, EatsLeft = content == "<mask>" };

    private static IReadOnlyList<string?> ReadPieces(string path)
    {
        using JsonDocument document = StrictJson.Parse(FileLimits.ReadAll(path, FileLimits.Tokenizer));
        return ModelPart.PiecesById(new JsonPart(document.RootElement, ""));
    }

    private static List<(string Left, string Right)> ReadMerges(string path)
    {
        byte[] utf8 = FileLimits.ReadAll(path, FileLimits.Tokenizer);
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            throw new FormatException("it is not UTF-8");
        }

        TokenizerLimits.RequireMerges(utf8.AsSpan().Count((byte)'\n') - 1, "the file");
        List<(string, string)> merges = [];
        string[] lines = System.Text.Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0 || (i == 0 && line.StartsWith("#version", StringComparison.Ordinal)))
            {
                continue;
            }

            merges.Add(line.Split(' ', 3) is [{ Length: > 0 } left, { Length: > 0 } right]
                ? (left, right)
                : throw new FormatException($"line {i + 1} is '{line}', expected two pieces and a blank between them"));
        }

        return merges;
    }
}

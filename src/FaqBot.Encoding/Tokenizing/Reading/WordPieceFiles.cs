using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing.Normalizing;
using FaqBot.Encoding.Tokenizing.Splitting;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads a BERT tokenizer from <c>vocab.txt</c> and <c>tokenizer_config.json</c>.</summary>
/// <remarks>
/// Defaults are those of the class that the settings name:
/// https://github.com/huggingface/transformers/blob/v4.48.0/src/transformers/models/bert/tokenization_bert_fast.py.
/// </remarks>
internal static class WordPieceFiles
{
    /// <summary>Name of the vocabulary.</summary>
    public const string Vocabulary = "vocab.txt";

    private const int MostRunes = 100;

    private static readonly string[] Families =
        ["BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer", "MPNetTokenizer"];

    /// <summary>Reads the files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">What the small files say.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>The tokenizer, or null when something is wrong.</returns>
    public static ModelTokenizer? Read(string folder, TokenizerSettings settings, FaultList faults)
    {
        if (settings.Family is { } family && !Families.Contains(family))
        {
            faults.Add(
                TokenizerSettings.File, $"tokenizer_class is '{family}', expected one of {string.Join(", ", Families)} with {Vocabulary}");
            return null;
        }

        string?[]? pieces = faults.Read(Vocabulary, () => ReadPieces(Path.Combine(folder, Vocabulary)));
        BertCleaning? cleaning = faults.Read(TokenizerSettings.File, () => Cleaning(settings));
        bool likeRoberta = (settings.Family ?? settings.ModelFamily) == "MPNetTokenizer";
        (string Role, string Default)[] roles = likeRoberta
            ? [("unk_token", "[UNK]"), ("cls_token", "<s>"), ("sep_token", "</s>"), ("pad_token", "<pad>"), ("mask_token", "<mask>")]
            : [("unk_token", "[UNK]"), ("cls_token", "[CLS]"), ("sep_token", "[SEP]"), ("pad_token", "[PAD]"), ("mask_token", "[MASK]")];
        AddedToken[]? specials = pieces is null ? null : Specials(pieces, roles, settings, faults);
        if (pieces is null || cleaning is null || specials is null)
        {
            return null;
        }

        (int start, int separator) = (specials[1].Id, specials[2].Id);
        Templates templates = likeRoberta ? Templates.Roberta(start, separator) : Templates.Bert(start, separator);
        TokenizerSpecification specification = new()
        {
            Folder = settings.Folder,
            Tokens = pieces,
            AddedTokens =
            [
                .. specials.Where(token => token.Id >= 0).ExceptBy(settings.AddedTokens.Select(token => token.Id), token => token.Id),
                .. settings.AddedTokens,
            ],
            Normalizers = [cleaning],
            Splits = [new BertSplit()],
            Single = templates.Single,
            Pair = templates.Pair,
            PaddingId = specials[3].Id,
            MaxLength = settings.MaxLength,
        };
        return faults.Read(
            Vocabulary, () => ModelReader.WordPiece(pieces, specials[0].Id, "##", MostRunes, tidies: true).Make(specification));
    }

    private static string?[] ReadPieces(string path)
    {
        byte[] utf8 = FileLimits.ReadAll(path, FileLimits.Tokenizer);
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            throw new FormatException("it is not UTF-8");
        }

        // One piece a line; what follows the last line end is none, and an empty line uses up an id.
        TokenizerLimits.RequirePieces(utf8.AsSpan().Count((byte)'\n'), "the file");
        string[] lines = System.Text.Encoding.UTF8.GetString(utf8).Split('\n');
        int count = lines.Length > 0 && lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        string?[] pieces = [.. lines.Take(count).Select(line => line.TrimEnd('\r')).Select(line => line.Length == 0 ? null : line)];
        TokenizerLimits.RequireVocabulary(pieces, "");
        return Array.Exists(pieces, piece => piece is not null) ? pieces : throw new FormatException("it has no pieces");
    }

    private static BertCleaning Cleaning(TokenizerSettings settings)
    {
        bool lowercase = settings.Flag("do_lower_case") ?? true;
        return new BertCleaning(
            clean: true,
            settings.Flag("tokenize_chinese_chars") ?? true,
            settings.Flag("strip_accents") ?? lowercase,
            lowercase);
    }

    private static AddedToken[]? Specials(
        string?[] pieces, (string Role, string Default)[] roles, TokenizerSettings settings, FaultList faults)
    {
        AddedToken[] tokens =
        [
            .. roles.Select(role => faults.Read(Vocabulary, () => Special(pieces, role.Role, role.Default, settings))).OfType<AddedToken>(),
        ];
        return tokens.Length == roles.Length ? tokens : null;
    }

    private static AddedToken Special(string?[] pieces, string role, string usual, TokenizerSettings settings)
    {
        string content = settings.Token(role) ?? usual;
        if (settings.AddedTokens.FirstOrDefault(token => token.Content == content) is { } added)
        {
            return added;
        }

        // No text holds a mask.
        int id = role == "mask_token" ? Array.IndexOf(pieces, content) : ModelPart.IdOf(pieces, content, role);
        return new AddedToken(id, content) { IsSpecial = true, EatsLeft = content == "<mask>" };
    }
}

using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing.Normalizing;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads an XLM-RoBERTa tokenizer from <c>sentencepiece.bpe.model</c> alone, and does what the SentencePiece library
/// does.</summary>
/// <remarks>
/// Ids follow the layout of fairseq: four special tokens, then the pieces by their index plus one, then the mask:
/// https://github.com/huggingface/transformers/blob/v4.48.0/src/transformers/models/xlm_roberta/tokenization_xlm_roberta.py.
/// </remarks>
internal static class SentencePieceFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "sentencepiece.bpe.model";

    private const string Family = "XLMRobertaTokenizer";
    private const float UnknownPenalty = 10;
    private const int Start = 0, Padding = 1, End = 2, Unknown = 3;

    // The library starts its search for the highest score there.
    private const float LeastHighest = 1.17549435e-38f;

    private static readonly string[] FirstPieces = ["<unk>", "<s>", "</s>"];

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What the files beside it say.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>The tokenizer, or null when something is wrong.</returns>
    public static ModelTokenizer? Read(string path, TokenizerSettings settings, FaultList faults)
    {
        if (settings.Family is { } family && family != Family)
        {
            faults.Add(TokenizerSettings.File, $"tokenizer_class is '{family}', expected {Family} with {Name}");
        }

        return faults.Read(Name, () => Make(SentencePieceModel.Read(FileLimits.ReadAll(path, FileLimits.Tokenizer)), settings));
    }

    private static UnigramTokenizer Make(SentencePieceModel model, TokenizerSettings settings)
    {
        string[] first = [.. model.Pieces.Take(FirstPieces.Length).Select(piece => piece.Text)];
        if (!first.SequenceEqual(FirstPieces))
        {
            throw new FormatException($"its first pieces are {string.Join(' ', first)}, expected {string.Join(' ', FirstPieces)}");
        }

        UnigramVocabulary vocabulary = Vocabulary(model);
        TokenizerLimits.RequireVocabulary(vocabulary.Tokens, "");
        int mask = vocabulary.Tokens.Count;
        Templates templates = Templates.Roberta(Start, End);
        TokenizerSpecification specification = new()
        {
            Folder = settings.Folder,
            Tokens = [.. vocabulary.Tokens, "<mask>"],
            AddedTokens =
            [
                new AddedToken(Start, "<s>") { IsSpecial = true },
                new AddedToken(Padding, "<pad>") { IsSpecial = true },
                new AddedToken(End, "</s>") { IsSpecial = true },
                new AddedToken(Unknown, "<unk>") { IsSpecial = true },
                new AddedToken(mask, "<mask>") { IsSpecial = true, EatsLeft = true },
                .. settings.AddedTokens.Where(token => token.Id > Unknown && token.Id != mask),
            ],
            Normalizers = [Cleaning(model)],
            Splits = [],
            Single = templates.Single,
            Pair = templates.Pair,
            PaddingId = Padding,
            MaxLength = settings.MaxLength,
        };
        return new UnigramTokenizer(specification, vocabulary, model.EscapesBlanks ? '\u2581' : ' ');
    }

    private static SentencePieceCleaning Cleaning(SentencePieceModel model)
    {
        SentencePiece[] userDefined = [.. model.Pieces.Where(piece => piece.Kind == PieceKind.UserDefined)];
        return new SentencePieceCleaning
        {
            CharsMap = model.CharsMap.Length == 0 ? null : PrecompiledCharsMap.Read(model.CharsMap),
            Protected = userDefined.Length == 0 ? null : PieceTrie.Build(userDefined.Select((piece, index) => (piece.Text, index))),
            RemovesBlanks = model.RemovesBlanks,
            AddsBlank = model.AddsBlank,
            AddsAtEnd = model.AddsAtEnd,
            EscapesBlanks = model.EscapesBlanks,
        };
    }

    private static UnigramVocabulary Vocabulary(SentencePieceModel model)
    {
        string?[] tokens = new string?[model.Pieces.Count + 1];
        double[] scores = new double[tokens.Length];
        PieceKind[] kinds = new PieceKind[tokens.Length];
        (tokens[Start], tokens[Padding], tokens[End], tokens[Unknown]) = ("<s>", "<pad>", "</s>", "<unk>");
        kinds.AsSpan(0, Unknown + 1).Fill(PieceKind.Control);
        float[] normal = [.. model.Pieces.Where(piece => piece.Kind == PieceKind.Normal).Select(piece => piece.Score)];
        float highest = normal.Append(LeastHighest).Max();
        for (int i = FirstPieces.Length; i < model.Pieces.Count; i++)
        {
            SentencePiece piece = model.Pieces[i];
            tokens[i + 1] = piece.Text;
            kinds[i + 1] = piece.Kind;
            scores[i + 1] = piece.Kind == PieceKind.UserDefined
                ? (System.Text.Encoding.UTF8.GetByteCount(piece.Text) * highest) - 0.1
                : piece.Score;
        }

        return new UnigramVocabulary
        {
            Tokens = tokens,
            Scores = scores,
            IsUnused = id => kinds[id] is not (PieceKind.Normal or PieceKind.UserDefined),
            UnknownId = Unknown,
            UnknownScore = normal.DefaultIfEmpty(0).Min() - UnknownPenalty,
            ByteIds = model.HasByteFallback ? ByteIds(tokens) : null,
            IsSinglePrecision = true,
        };
    }

    private static int[] ByteIds(string?[] tokens) =>
        [.. Enumerable.Range(0, 256).Select(value => ModelPart.IdOf(tokens, $"<0x{value:X2}>", $"the piece of byte {value}"))];
}

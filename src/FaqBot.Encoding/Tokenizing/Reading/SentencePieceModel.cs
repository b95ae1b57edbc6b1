namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>The kinds of pieces of a SentencePiece model.</summary>
internal enum PieceKind
{
    /// <summary>Learnt.</summary>
    Normal = 1,

    /// <summary>What no other piece covers.</summary>
    Unknown = 2,

    /// <summary>Never found in a text.</summary>
    Control = 3,

    /// <summary>Always chosen where it stands.</summary>
    UserDefined = 4,

    /// <summary>Never chosen.</summary>
    Unused = 5,

    /// <summary>A byte.</summary>
    Byte = 6,
}

/// <summary>A piece of a SentencePiece model.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Score">Its log probability.</param>
/// <param name="Kind">Its kind.</param>
internal readonly record struct SentencePiece(string Text, float Score, PieceKind Kind);

/// <summary>The content of a SentencePiece model file.</summary>
/// <remarks>Fields and defaults: https://github.com/google/sentencepiece/blob/v0.2.0/src/sentencepiece_model.proto.</remarks>
internal sealed class SentencePieceModel
{
    private const int Unigram = 1;

    private SentencePieceModel()
    {
    }

    /// <summary>The pieces; the id of one is its index.</summary>
    public List<SentencePiece> Pieces { get; } = [];

    /// <summary>The normalisation table; empty when there is none.</summary>
    public byte[] CharsMap { get; private set; } = [];

    /// <summary>Whether a text gets a blank.</summary>
    public bool AddsBlank { get; private set; } = true;

    /// <summary>Whether that blank stands at the end.</summary>
    public bool AddsAtEnd { get; private set; }

    /// <summary>Whether blanks at the ends and repeated ones go.</summary>
    public bool RemovesBlanks { get; private set; } = true;

    /// <summary>Whether blanks are written as U+2581.</summary>
    public bool EscapesBlanks { get; private set; } = true;

    /// <summary>Whether what no piece covers is spelled in bytes.</summary>
    public bool HasByteFallback { get; private set; }

    private int Type { get; set; } = Unigram;

    /// <summary>Reads a model.</summary>
    /// <param name="file">Content of the file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="FormatException">It is cut off, damaged, or not a Unigram model.</exception>
    public static SentencePieceModel Read(ReadOnlySpan<byte> file)
    {
        SentencePieceModel model = new();
        ProtobufReader reader = new(file);
        while (reader.TryReadTag(out int field))
        {
            switch (field)
            {
                case 1:
                    model.Pieces.Add(ReadPiece(reader.ReadBytes()));
                    TokenizerLimits.RequirePieces(model.Pieces.Count, "the file");
                    break;
                case 2:
                    model.ReadTrainer(reader.ReadBytes());
                    break;
                case 3:
                    model.ReadNormalizer(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return model.Type != Unigram
            ? throw new FormatException($"its model_type is {model.Type}, expected {Unigram} (Unigram)")
            : model.Pieces.Count == 0 ? throw new FormatException("it has no pieces") : model;
    }

    private static SentencePiece ReadPiece(ReadOnlySpan<byte> message)
    {
        SentencePiece piece = new("", 0, PieceKind.Normal);
        ProtobufReader reader = new(message);
        while (reader.TryReadTag(out int field))
        {
            switch (field)
            {
                case 1:
                    piece = piece with { Text = ReadText(reader.ReadBytes()) };
                    break;
                case 2:
                    piece = piece with { Score = reader.ReadFloat() };
                    break;
                case 3:
                    piece = piece with { Kind = (PieceKind)reader.ReadInt() };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return piece.Text.Length == 0 ? throw new FormatException("a piece has no text")
            : !float.IsFinite(piece.Score) ? throw new FormatException($"the score of the piece '{piece.Text}' is {piece.Score}, "
                + $"expected a number")
            : piece;
    }

    private static string ReadText(ReadOnlySpan<byte> utf8) => System.Text.Unicode.Utf8.IsValid(utf8)
        ? System.Text.Encoding.UTF8.GetString(utf8)
        : throw new FormatException($"a piece of {utf8.Length} bytes is no UTF-8, expected text in UTF-8");

    private void ReadTrainer(ReadOnlySpan<byte> message)
    {
        ProtobufReader reader = new(message);
        while (reader.TryReadTag(out int field))
        {
            switch (field)
            {
                case 3:
                    Type = reader.ReadInt();
                    break;
                case 24:
                    AddsAtEnd = reader.ReadInt() != 0;
                    break;
                case 35:
                    HasByteFallback = reader.ReadInt() != 0;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> message)
    {
        ProtobufReader reader = new(message);
        while (reader.TryReadTag(out int field))
        {
            switch (field)
            {
                case 2:
                    CharsMap = reader.ReadBytes().ToArray();
                    break;
                case 3:
                    AddsBlank = reader.ReadInt() != 0;
                    break;
                case 4:
                    RemovesBlanks = reader.ReadInt() != 0;
                    break;
                case 5:
                    EscapesBlanks = reader.ReadInt() != 0;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}

using System.Buffers;
using System.Globalization;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>A SentencePiece Unigram tokenizer, with the ids that the reference gives.</summary>
internal sealed class UnigramTokenizer : ModelTokenizer
{
    private readonly UnigramModel _model;
    private readonly char _blank;
    private readonly bool _hasBytes;

    /// <summary>Builds the tokenizer.</summary>
    /// <param name="specification">What the files say.</param>
    /// <param name="vocabulary">The pieces of the model.</param>
    /// <param name="blank">How pieces write a blank.</param>
    internal UnigramTokenizer(TokenizerSpecification specification, UnigramVocabulary vocabulary, char blank)
        : base(specification)
    {
        _model = new UnigramModel(vocabulary);
        _blank = blank;
        _hasBytes = vocabulary.ByteIds is not null;
    }

    /// <inheritdoc />
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        idsConsumed = 0;
        charsWritten = 0;
        List<byte> bytes = [];
        int consumed = 0;
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)VocabularySize)
            {
                return OperationStatus.InvalidData;
            }

            consumed++;
            if (Added.IsSpecial(id))
            {
                continue;
            }

            string piece = TokenOf(id);
            if (_hasBytes && TryReadByte(piece, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            if (!TryWrite(BytesAsText(bytes), destination, ref charsWritten) || !TryWrite(piece, destination, ref charsWritten))
            {
                return OperationStatus.DestinationTooSmall;
            }

            idsConsumed = consumed;
        }

        if (!TryWrite(BytesAsText(bytes), destination, ref charsWritten))
        {
            return OperationStatus.DestinationTooSmall;
        }

        idsConsumed = consumed;
        return OperationStatus.Done;
    }

    private protected override void Segment(ReadOnlySpan<char> word, int offset, Workspace workspace) =>
        _model.Segment(word, offset, workspace);

    private static bool TryReadByte(string piece, out byte value)
    {
        value = 0;
        return piece.Length == 6 && piece.StartsWith("<0x", StringComparison.Ordinal) && piece[^1] == '>'
            && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Gives a run of bytes as text, each a replacement character when together they are none.</summary>
    private static string BytesAsText(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            return "";
        }

        byte[] run = [.. bytes];
        bytes.Clear();
        return System.Text.Unicode.Utf8.IsValid(run) ? System.Text.Encoding.UTF8.GetString(run) : new string('\uFFFD', run.Length);
    }

    private bool TryWrite(ReadOnlySpan<char> piece, Span<char> destination, ref int charsWritten)
    {
        if (charsWritten == 0 && piece.StartsWith(_blank))
        {
            piece = piece[1..];
        }

        if (piece.Length > destination.Length - charsWritten)
        {
            return false;
        }

        piece.Replace(destination[charsWritten..], _blank, ' ');
        charsWritten += piece.Length;
        return true;
    }
}

using System.Buffers;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>A byte-level BPE tokenizer, with the ids that the reference gives.</summary>
/// <param name="specification">What the files say.</param>
/// <param name="model">The model.</param>
internal sealed class BytePairTokenizer(TokenizerSpecification specification, BytePairModel model) : ModelTokenizer(specification)
{
    /// <inheritdoc />
    /// <remarks>A character may be spread over tokens: a destination that is too small receives nothing.</remarks>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        idsConsumed = 0;
        charsWritten = 0;
        ArrayBufferWriter<byte> bytes = new();
        int count = 0;
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)VocabularySize)
            {
                return OperationStatus.InvalidData;
            }

            if (!Added.IsSpecial(id))
            {
                bytes.Write(ByteCharacters.Spelled(TokenOf(id)));
            }

            count++;
        }

        if (!System.Text.Encoding.UTF8.TryGetChars(bytes.WrittenSpan, destination, out charsWritten))
        {
            charsWritten = 0;
            return OperationStatus.DestinationTooSmall;
        }

        idsConsumed = count;
        return OperationStatus.Done;
    }

    private protected override void Segment(ReadOnlySpan<char> word, int offset, Workspace workspace) =>
        model.Segment(word, offset, workspace);
}

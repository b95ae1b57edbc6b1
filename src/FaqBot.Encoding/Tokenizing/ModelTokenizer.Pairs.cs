using System.Runtime.InteropServices;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <content>Pairs of texts.</content>
public abstract partial class ModelTokenizer
{
    /// <summary>Encodes two texts that a model reads together, special tokens included.</summary>
    /// <param name="first">The first text, of any length.</param>
    /// <param name="second">The second text, of any length.</param>
    /// <param name="ids">Receives the ids; its length is the limit: the longer text is cut first.</param>
    /// <param name="typeIds">Receives which text each id belongs to, as the files number it; as long as <paramref name="ids"/>.</param>
    /// <param name="cancellationToken">Ends the work, inside the texts as well.</param>
    /// <returns>How many ids were written, at least the number of special tokens.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="ids"/> is too short for the special tokens, or <paramref name="typeIds"/> is shorter.
    /// </exception>
    /// <exception cref="ModelException">The tokenizer makes too much of a text, or takes too long for it.</exception>
    public int EncodePairForModel(
        ReadOnlySpan<char> first, ReadOnlySpan<char> second, Span<int> ids, Span<int> typeIds,
            CancellationToken cancellationToken = default)
    {
        if (typeIds.Length < ids.Length)
        {
            throw new ArgumentException(
                $"Room for {typeIds.Length} types, expected as many as there are ids, {ids.Length}.", nameof(typeIds));
        }

        int room = RoomIn(ids, _specification.Pair);
        Workspace workspace = Workspace.Rent(Math.Max(first.Length, second.Length), cancellationToken);
        Tokenize(second, room + 1, workspace);
        workspace.SwapTokens();
        Tokenize(first, room + 1, workspace);
        Span<TokenSpan> firstTokens = CollectionsMarshal.AsSpan(workspace.Tokens);
        Span<TokenSpan> secondTokens = CollectionsMarshal.AsSpan(workspace.SecondTokens);
        (int firstCount, int secondCount) = LongestFirst(firstTokens.Length, secondTokens.Length, room);
        int count = _specification.Pair.Write(firstTokens[..firstCount], secondTokens[..secondCount], ids, typeIds[..ids.Length]);
        workspace.Return();
        return count;
    }

    /// <summary>Cuts the longer text to the shorter one's length before both are cut.</summary>
    /// <remarks>https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/utils/truncation.rs</remarks>
    private static (int First, int Second) LongestFirst(int first, int second, int room)
    {
        if (first + second <= room)
        {
            return (first, second);
        }

        int shorter = Math.Min(first, second);
        int longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + (room % 2);
        }

        return first > second ? (longer, shorter) : (shorter, longer);
    }
}

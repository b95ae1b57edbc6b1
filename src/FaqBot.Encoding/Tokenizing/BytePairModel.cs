using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>Merges the bytes of a word, the pair of the lowest rank first. Immutable and thread-safe.</summary>
/// <remarks>
/// Equal to <c>merge_all</c> of Hugging Face tokenizers:
/// https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/models/bpe/word.rs.
/// </remarks>
internal sealed class BytePairModel
{
    private readonly int[] _byteIds = new int[256];
    private readonly Dictionary<ulong, Merge> _merges;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _wholeWords;

    /// <summary>Builds the model.</summary>
    /// <param name="pieces">The vocabulary by id, spelled in <see cref="ByteCharacters"/>; null ones are not pieces.</param>
    /// <param name="merges">The pairs, best first.</param>
    /// <param name="unknownId">Id of a byte that the vocabulary lacks; null drops it.</param>
    /// <param name="ignoreMerges">Whether a word that is a piece is that piece, whatever the merges say.</param>
    /// <exception cref="FormatException">A merge names what the vocabulary lacks; the message says which.</exception>
    public BytePairModel(
        IReadOnlyList<string?> pieces, IReadOnlyList<(string Left, string Right)> merges, int? unknownId, bool ignoreMerges)
    {
        Dictionary<string, int> ids = new(pieces.Count, StringComparer.Ordinal);
        for (int id = 0; id < pieces.Count; id++)
        {
            if (pieces[id] is { } piece)
            {
                ids[piece] = id;
            }
        }

        for (int value = 0; value < _byteIds.Length; value++)
        {
            _byteIds[value] = ids.TryGetValue(ByteCharacters.Of((byte)value).ToString(), out int id) ? id : unknownId ?? -1;
        }

        _merges = new Dictionary<ulong, Merge>(merges.Count);
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string left, string right) = merges[rank];
            _merges[Pair(IdOf(left, rank, ids), IdOf(right, rank, ids))] = new Merge(rank, IdOf(left + right, rank, ids));
        }

        if (ignoreMerges)
        {
            _wholeWords = WholeWords(pieces).GetAlternateLookup<ReadOnlySpan<char>>();
        }
    }

    /// <summary>Appends the tokens of a word.</summary>
    /// <param name="word">The word, not empty, without half surrogates.</param>
    /// <param name="offset">Where the word starts in the normalised text.</param>
    /// <param name="workspace">Where the tokens go, and room to work in.</param>
    public void Segment(ReadOnlySpan<char> word, int offset, Workspace workspace)
    {
        List<TokenSpan> tokens = workspace.Tokens;
        MergeSpace space = workspace.Merging;
        if (_wholeWords is { } words && words.TryGetValue(word, out int whole))
        {
            tokens.Add(new TokenSpan(whole, offset, offset + word.Length));
            return;
        }

        int count = Spell(word, space);
        if (count == 0)
        {
            return;
        }

        MergeAll(count, space, workspace);
        for (int symbol = 0; symbol >= 0; symbol = space.Next[symbol])
        {
            int end = space.Next[symbol] < 0 ? count : space.Next[symbol];
            tokens.Add(new TokenSpan(space.Ids[symbol], offset + space.Starts[symbol], offset + space.Starts[end]));
        }
    }

    private static int IdOf(string piece, int rank, Dictionary<string, int> ids) => ids.TryGetValue(piece, out int id)
        ? id
        : throw new FormatException($"merge {rank + 1} needs the piece '{piece}', which the vocabulary lacks");

    private static Dictionary<string, int> WholeWords(IReadOnlyList<string?> pieces)
    {
        System.Text.UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        Dictionary<string, int> words = new(StringComparer.Ordinal);
        for (int id = 0; id < pieces.Count; id++)
        {
            byte[] bytes = ByteCharacters.Spelled(pieces[id] ?? "");
            if (System.Text.Unicode.Utf8.IsValid(bytes))
            {
                words.TryAdd(strict.GetString(bytes), id);
            }
        }

        return words;
    }

    private static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>Makes each byte a symbol.</summary>
    private int Spell(ReadOnlySpan<char> word, MergeSpace space)
    {
        space.Reserve(word.Length * 3);
        int bytes = System.Text.Encoding.UTF8.GetBytes(word, space.Bytes);
        int count = 0, place = 0;
        for (int i = 0; i < bytes; i++)
        {
            byte value = space.Bytes[i];
            int id = _byteIds[value];
            if (id >= 0)
            {
                space.Ids[count] = id;
                space.Starts[count++] = place;
            }

            // A code point ends where the next one starts.
            if (i + 1 == bytes || (space.Bytes[i + 1] & 0xC0) != 0x80)
            {
                place += char.IsHighSurrogate(word[place]) ? 2 : 1;
            }
        }

        space.Starts[count] = word.Length;
        for (int i = 0; i < count; i++)
        {
            space.Previous[i] = i - 1;
            space.Next[i] = i + 1 < count ? i + 1 : -1;
        }

        return count;
    }

    private void MergeAll(int count, MergeSpace space, Workspace workspace)
    {
        for (int i = 0; i + 1 < count; i++)
        {
            Offer(i, space);
        }

        int merges = 0;
        while (space.Queue.TryDequeue(out int newId, out ulong priority))
        {
            workspace.ThrowIfCancelled(merges++);
            int symbol = (int)(uint)priority;
            int next = space.Next[symbol];

            // What was offered may have been merged otherwise since.
            if (space.Ids[symbol] < 0 || next < 0
                || !_merges.TryGetValue(Pair(space.Ids[symbol], space.Ids[next]), out Merge merge) || merge.NewId != newId)
            {
                continue;
            }

            space.Ids[symbol] = newId;
            space.Ids[next] = -1;
            int after = space.Next[next];
            space.Next[symbol] = after;
            if (after >= 0)
            {
                space.Previous[after] = symbol;
                Offer(symbol, space);
            }

            if (space.Previous[symbol] >= 0)
            {
                Offer(space.Previous[symbol], space);
            }
        }
    }

    private void Offer(int symbol, MergeSpace space)
    {
        if (_merges.TryGetValue(Pair(space.Ids[symbol], space.Ids[space.Next[symbol]]), out Merge merge))
        {
            space.Queue.Enqueue(merge.NewId, ((ulong)(uint)merge.Rank << 32) | (uint)symbol);
        }
    }

    private readonly record struct Merge(int Rank, int NewId);
}

using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>Splits a word into the longest pieces from left to right. Immutable and thread-safe.</summary>
/// <remarks>https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/models/wordpiece/mod.rs</remarks>
internal sealed class WordPieceModel
{
    private readonly PieceTrie _trie;
    private readonly int _continuation;
    private readonly int _unknownId;
    private readonly int _mostRunes;

    /// <summary>Builds the model.</summary>
    /// <param name="pieces">The vocabulary by id; null and empty ones are not pieces.</param>
    /// <param name="unknownId">Id of a word that the pieces do not cover.</param>
    /// <param name="continuingPrefix">What pieces start with that do not start a word.</param>
    /// <param name="mostRunes">Code points of a word; a longer one is unknown.</param>
    public WordPieceModel(IReadOnlyList<string?> pieces, int unknownId, string continuingPrefix, int mostRunes)
    {
        _trie = PieceTrie.Build(pieces.Select((piece, id) => (Piece: piece ?? "", Id: id)).Where(entry => entry.Piece.Length > 0));
        _continuation = _trie.NodeOf(continuingPrefix);
        _unknownId = unknownId;
        _mostRunes = mostRunes;
    }

    /// <summary>Appends the tokens of a word.</summary>
    /// <param name="word">The word, not empty.</param>
    /// <param name="offset">Where the word starts in the normalised text.</param>
    /// <param name="workspace">Where the tokens go.</param>
    public void Segment(ReadOnlySpan<char> word, int offset, Workspace workspace)
    {
        List<TokenSpan> tokens = workspace.Tokens;
        int before = tokens.Count;
        bool isCovered = word.Length <= _mostRunes || RuneCount(word) <= _mostRunes;
        int start = 0;
        while (isCovered && start < word.Length)
        {
            workspace.ThrowIfCancelled(tokens.Count);
            int node = start == 0 ? 0 : _continuation;
            int length = 0;
            int id = node < 0 ? -1 : _trie.LongestAt(word[start..], out length, node);
            tokens.Add(new TokenSpan(id, offset + start, offset + start + length));
            start += length;
            isCovered = id >= 0;
        }

        if (!isCovered)
        {
            tokens.RemoveRange(before, tokens.Count - before);
            tokens.Add(new TokenSpan(_unknownId, offset, offset + word.Length));
        }
    }

    private static int RuneCount(ReadOnlySpan<char> word)
    {
        int count = 0;
        foreach (char c in word)
        {
            count += char.IsLowSurrogate(c) ? 0 : 1;
        }

        return count;
    }
}

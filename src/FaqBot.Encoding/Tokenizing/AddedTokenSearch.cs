using System.Buffers;
using System.Globalization;
using System.Text;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>Finds added tokens in a text: the leftmost, and there the longest. Immutable and thread-safe.</summary>
/// <remarks>
/// The rules are those of <c>find_matches</c> in Hugging Face tokenizers:
/// https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/tokenizer/added_vocabulary.rs.
/// </remarks>
internal sealed class AddedTokenSearch
{
    private readonly IReadOnlyList<AddedToken> _tokens;
    private readonly SearchValues<string> _contents;
    private readonly PieceTrie _trie;

    /// <summary>Prepares a search.</summary>
    /// <param name="tokens">The tokens, at least one.</param>
    public AddedTokenSearch(IReadOnlyList<AddedToken> tokens)
    {
        _tokens = tokens;
        _contents = SearchValues.Create([.. tokens.Select(token => token.Content)], StringComparison.Ordinal);
        _trie = PieceTrie.Build(tokens.Select((token, index) => (token.Content, index)));
    }

    /// <summary>Finds the next token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="search">Where to look from; left behind the match, without the blanks it takes.</param>
    /// <param name="taken">Up to where the text belongs to an earlier token.</param>
    /// <param name="span">The match with the blanks it takes.</param>
    /// <returns>The token, or null when there is none left.</returns>
    public AddedToken? FindNext(ReadOnlySpan<char> text, ref int search, int taken, out WordSpan span)
    {
        while (search < text.Length)
        {
            int at = text[search..].IndexOfAny(_contents);
            if (at < 0)
            {
                break;
            }

            int start = search + at;
            AddedToken token = _tokens[_trie.LongestAt(text[start..], out _)];
            int end = start + token.Content.Length;
            search = end;
            if (token.IsWholeWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
            {
                continue;
            }

            if (token.EatsLeft && taken < start)
            {
                start = taken + text[taken..start].TrimEnd().Length;
            }

            if (token.EatsRight)
            {
                end = text.Length - text[end..].TrimStart().Length;
            }

            span = new WordSpan(start, end);
            return token;
        }

        span = default;
        return null;
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out Rune rune, out _) == OperationStatus.Done && IsWordPart(rune);

    private static bool StartsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out Rune rune, out _) == OperationStatus.Done && IsWordPart(rune);

    private static bool IsWordPart(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || rune.Value is 0x200C or 0x200D || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.LetterNumber;
}

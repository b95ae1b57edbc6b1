using System.Text;
using FaqBot.Encoding.Tokenizing;
using Microsoft.ML.Tokenizers;

namespace FaqBot.Apis.Tei;

/// <summary>Shows a text's tokens, and turns tokens back into text.</summary>
internal static class TokenView
{
    // How SentencePiece writes a blank.
    private const char Blank = '\u2581';
    private const string Continuation = "##";

    /// <summary>Tokenises a text, without cutting it.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="text">The text.</param>
    /// <param name="frame">Whether to add the special tokens that the model wants.</param>
    /// <param name="cancellationToken">Ends the work, inside the text as well.</param>
    /// <returns>The tokens in order.</returns>
    public static TeiToken[] Of(ModelTokenizer tokenizer, string text, bool frame, CancellationToken cancellationToken)
    {
        IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens(text, out _, cancellationToken);
        List<TeiToken> view = new(tokens.Count);
        int position = 0, character = 0;
        foreach (EncodedToken token in tokens)
        {
            string content = tokenizer.TokenOf(token.Id);
            (int Start, int Stop)? place = Place(text, content, ref position, ref character);
            view.Add(new TeiToken(token.Id, content, false, place?.Start, place?.Stop));
        }

        return frame ? Framed(tokenizer, text, view, cancellationToken) : [.. view];
    }

    /// <summary>Turns tokens into text.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="ids">The tokens.</param>
    /// <param name="skipSpecial">Whether special tokens are left out; otherwise they stand there as the vocabulary spells them.</param>
    /// <returns>The text.</returns>
    public static string TextOf(ModelTokenizer tokenizer, int[] ids, bool skipSpecial)
    {
        if (skipSpecial)
        {
            return tokenizer.Decode(ids);
        }

        StringBuilder text = new();
        for (int first = 0; first < ids.Length;)
        {
            int end = first;
            while (end < ids.Length && !tokenizer.IsSpecial(ids[end]))
            {
                end++;
            }

            text.Append(end > first ? tokenizer.Decode(ids[first..end]) : tokenizer.TokenOf(ids[first]));
            first = Math.Max(end, first + 1);
        }

        return text.ToString();
    }

    /// <summary>Puts the special tokens around: what the model's ids have more than the text's own.</summary>
    private static TeiToken[] Framed(
        ModelTokenizer tokenizer, string text, List<TeiToken> view, CancellationToken cancellationToken)
    {
        Span<int> empty = stackalloc int[128];
        int special = tokenizer.EncodeForModel("", empty, cancellationToken);
        int[] ids = new int[view.Count + special];
        int count = tokenizer.EncodeForModel(text, ids, cancellationToken);
        int before = Enumerable.Range(0, special + 1)
            .First(start => start == special || view.Select(token => token.Id).SequenceEqual(ids.Skip(start).Take(view.Count)));
        TeiToken Special(int id) => new(id, tokenizer.TokenOf(id), true, null, null);
        return [.. ids[..before].Select(Special), .. view, .. ids[(before + view.Count)..count].Select(Special)];
    }

    /// <summary>Finds a token in the text behind the one before; null where normalising has changed its characters.</summary>
    private static (int Start, int Stop)? Place(string text, string token, ref int position, ref int character)
    {
        string content = token.StartsWith(Continuation, StringComparison.Ordinal) && token.Length > Continuation.Length
            ? token[Continuation.Length..]
            : token.Trim(Blank);
        int found = position;
        while (found < text.Length && char.IsWhiteSpace(text[found]))
        {
            found++;
        }

        int length = content.Length == 0 ? 0 : LengthOf(content, text.AsSpan(found));
        if (length == 0)
        {
            return null;
        }

        int start = character + Runes(text.AsSpan(position, found - position));
        int stop = start + Runes(text.AsSpan(found, length));
        (position, character) = (found + length, stop);
        return (start, stop);
    }

    /// <summary>How much of a text's beginning normalises to a token, width and case aside; 0 when none does.</summary>
    private static int LengthOf(string token, ReadOnlySpan<char> text)
    {
        int matched = 0, length = 0;
        while (matched < token.Length && length < text.Length)
        {
            Rune.DecodeFromUtf16(text[length..], out Rune rune, out int consumed);
            string part = rune.ToString().Normalize(NormalizationForm.FormKC);
            if (string.Compare(token, matched, part, 0, part.Length, StringComparison.OrdinalIgnoreCase) != 0)
            {
                return 0;
            }

            matched += part.Length;
            length += consumed;
        }

        return matched == token.Length ? length : 0;
    }

    private static int Runes(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}

using System.Text;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>BERT's normaliser: cleans, sets Chinese characters apart, strips accents, lower-cases; all in one pass.</summary>
/// <remarks>
/// Equal to the steps one after the other, https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/normalizers/bert.rs,
/// because after NFD only marks that have no width change places, and those are dropped, but for a few that no vocabulary holds.
/// </remarks>
/// <param name="clean">Whether control characters are dropped and white space becomes blanks.</param>
/// <param name="separateIdeographs">Whether Chinese characters are set apart by blanks.</param>
/// <param name="stripAccents">Whether accents are dropped.</param>
/// <param name="lowercase">Whether letters are lower-cased.</param>
internal sealed class BertCleaning(bool clean, bool separateIdeographs, bool stripAccents, bool lowercase) : NormalizerStep
{
    /// <summary>Whether accents are dropped.</summary>
    public bool StripsAccents { get; } = stripAccents;

    /// <summary>Whether letters are lower-cased.</summary>
    public bool Lowercases { get; } = lowercase;

    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        ReadOnlySpan<char> text = work.Text.Text;
        ref TextBuffer destination = ref work.Spare;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsSurrogate(c))
            {
                Append(new Rune(c, text[++i]), ref destination);
            }
            else if (c is >= ' ' and < '\x7F')
            {
                destination.Append(Lowercases && c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c);
            }
            else
            {
                Append(new Rune(c), ref destination);
            }
        }

        work.SwapText();
    }

    private void Append(Rune rune, ref TextBuffer destination)
    {
        BertCharacter kind = BertCharacters.KindOf(rune);
        if (clean && kind == BertCharacter.Dropped)
        {
            return;
        }

        if (clean && kind == BertCharacter.Blank)
        {
            destination.Append(' ');
        }
        else if (separateIdeographs && kind == BertCharacter.Ideograph)
        {
            destination.Append(' ');
            AppendFolded(rune, ref destination);
            destination.Append(' ');
        }
        else
        {
            AppendFolded(rune, ref destination);
        }
    }

    private void AppendFolded(Rune rune, ref TextBuffer destination)
    {
        if (!StripsAccents)
        {
            AppendCased(rune, ref destination);
        }
        else if (CanonicalDecomposition.Of(rune) is { } decomposed)
        {
            foreach (Rune part in decomposed.EnumerateRunes())
            {
                AppendBase(part, ref destination);
            }
        }
        else
        {
            AppendBase(rune, ref destination);
        }
    }

    private void AppendBase(Rune rune, ref TextBuffer destination)
    {
        if (BertCharacters.KindOf(rune) != BertCharacter.Accent)
        {
            AppendCased(rune, ref destination);
        }
    }

    private void AppendCased(Rune rune, ref TextBuffer destination)
    {
        if (Lowercases)
        {
            Lowercase.Append(rune, ref destination);
        }
        else
        {
            destination.Append(rune);
        }
    }
}

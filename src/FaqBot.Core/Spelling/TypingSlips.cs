namespace FaqBot.Core.Spelling;

/// <summary>How a hand slips, the likeliest way first.</summary>
internal enum TypingSlip
{
    /// <summary>Two letters in the wrong order: cancle.</summary>
    Swapped,

    /// <summary>A letter twice, or once instead of twice: refundd, adress.</summary>
    Doubled,

    /// <summary>Another vowel, or the key beside: invoise, prder.</summary>
    Near,

    /// <summary>A letter more or less in a long word: delivry.</summary>
    Missing,

    /// <summary>Any other letter in a long word.</summary>
    Other,

    /// <summary>More likely another word, or a name: disco and Cisco, onion and Orion.</summary>
    Unlikely,
}

/// <summary>Tells how likely one word is a slip of another.</summary>
internal static class TypingSlips
{
    // In shorter words an edit makes too many other words and names.
    private const int LongWord = 6, MiddlingWord = 5;

    private static readonly string[] Keys = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

    /// <summary>Compares words that are one edit apart.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="meant">What may be meant.</param>
    public static TypingSlip Between(string typed, string meant)
    {
        int at = typed.AsSpan().CommonPrefixLength(meant), shorter = Math.Min(typed.Length, meant.Length);
        if (typed.Length != meant.Length)
        {
            string longer = typed.Length > meant.Length ? typed : meant;
            bool doubled = at > 0 && longer[at] == longer[at - 1];
            return doubled ? TypingSlip.Doubled
                : at > 0 && shorter + (at > 1 ? 1 : 0) >= MiddlingWord ? TypingSlip.Missing : TypingSlip.Unlikely;
        }

        if (at + 1 < typed.Length && typed[at + 1] != meant[at + 1])
        {
            return TypingSlip.Swapped;
        }

        return at == 0 || shorter < MiddlingWord ? TypingSlip.Unlikely
            : AreNear(typed[at], meant[at]) ? TypingSlip.Near
            : shorter >= LongWord ? TypingSlip.Other : TypingSlip.Unlikely;
    }

    private static bool AreNear(char one, char other) =>
        ("aeiouy".Contains(one, StringComparison.Ordinal) && "aeiouy".Contains(other, StringComparison.Ordinal))
        || (PlaceOf(one) is var (row, column) && PlaceOf(other) is var (otherRow, otherColumn)
            && Math.Abs(row - otherRow) <= 1 && Math.Abs(column - otherColumn) <= 1);

    private static (int Row, int Column) PlaceOf(char letter)
    {
        int row = Array.FindIndex(Keys, keys => keys.Contains(letter, StringComparison.Ordinal));
        return (row, row < 0 ? -9 : Keys[row].IndexOf(letter, StringComparison.Ordinal));
    }
}

using System.Text;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Full canonical decomposition (NFD) of single code points, looked up in tables of 256 that are made when first needed.</summary>
internal static class CanonicalDecomposition
{
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;

    private static readonly string?[]?[] Pages = new string?[(0x10FFFF >> PageBits) + 1][];

    /// <summary>What a code point decomposes to.</summary>
    /// <param name="rune">The code point.</param>
    /// <returns>Its decomposition, or null when that is the code point itself.</returns>
    public static string? Of(Rune rune)
    {
        // Two threads may make the same page: either is right.
        string?[] page = Volatile.Read(ref Pages[rune.Value >> PageBits]) ?? Make(rune.Value >> PageBits);
        return page[rune.Value & (PageSize - 1)];
    }

    private static string?[] Make(int number)
    {
        string?[] page = new string?[PageSize];
        for (int i = 0; i < PageSize; i++)
        {
            int value = (number << PageBits) | i;
            if (Rune.IsValid(value) && value != UnicodeForm.Refused)
            {
                string text = new Rune(value).ToString();
                string decomposed = text.Normalize(NormalizationForm.FormD);
                page[i] = decomposed == text ? null : decomposed;
            }
        }

        Volatile.Write(ref Pages[number], page);
        return page;
    }
}

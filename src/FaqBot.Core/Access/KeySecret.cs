using System.Numerics;
using System.Security.Cryptography;

namespace FaqBot.Core.Access;

/// <summary>The text of a key: <c>fqb_</c>, 36 random letters and digits, and 6 that follow from them.</summary>
/// <remarks>
/// By the prefix and the check digits programs that look through source code and logs for leaked secrets tell a key from other texts; a
/// mistyped one is refused without a look at the keys that there are. 36 of 62 letters are 214 random bits, so a fast hash suffices: a slow
/// one protects secrets that can be guessed.
/// </remarks>
public static class KeySecret
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "fqb_";

    /// <summary>What every key looks like, as a regular expression.</summary>
    public const string Pattern = "fqb_[0-9A-Za-z]{42}";

    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Random = 36, Check = 6, ShownLetters = 4;

    /// <summary>Draws a key that nobody guesses.</summary>
    /// <returns>The key.</returns>
    public static string Generate()
    {
        string random = RandomNumberGenerator.GetString(Letters, Random);
        return Prefix + random + CheckOf(random);
    }

    /// <summary>Whether a text is built as a key is: whether it opens anything is another question.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether prefix, length, letters and check digits fit.</returns>
    public static bool IsWellFormed(string? text) =>
        text is not null && text.Length == Prefix.Length + Random + Check && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text[Prefix.Length..].All(char.IsAsciiLetterOrDigit)
            && text[^Check..] == CheckOf(text[Prefix.Length..^Check]);

    /// <summary>What is stored in place of a key, so that who reads the database cannot use it.</summary>
    /// <param name="key">The key.</param>
    /// <returns>SHA-256 of its UTF-8, 32 bytes.</returns>
    public static byte[] HashOf(string key) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key));

    /// <summary>The start of a key, by which its owner recognises it in a list.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The prefix and four letters, which leave 190 random bits.</returns>
    public static string ShownOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key[..(Prefix.Length + ShownLetters)];
    }

    /// <summary>CRC-32C of the random letters in six letters.</summary>
    private static string CheckOf(string random)
    {
        uint crc = uint.MaxValue;
        foreach (char letter in random)
        {
            crc = BitOperations.Crc32C(crc, (byte)letter);
        }

        crc = ~crc;
        Span<char> digits = stackalloc char[Check];
        for (int i = Check - 1; i >= 0; i--)
        {
            (crc, uint digit) = Math.DivRem(crc, (uint)Letters.Length);
            digits[i] = Letters[(int)digit];
        }

        return new string(digits);
    }
}

using System.Globalization;

namespace FaqBot.Core.Analytics;

/// <summary>Tells numbers of persons and cards from other long numbers, by what their issuers put into them.</summary>
internal static class CheckDigits
{
    // GB 11643: weights of the first seventeen digits, and the last character by the sum's remainder.
    private static readonly int[] IdentityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private const string IdentityCheck = "10X98765432";

    /// <summary>Whether characters are a resident identity number: eighteen with a check character, or fifteen of the old kind.</summary>
    public static bool IsResidentIdentity(ReadOnlySpan<char> number) => number.Length switch
    {
        18 => IsRegion(number) && IsDate(number.Slice(6, 8))
            && IdentityCheck[IdentityRemainder(number)] == char.ToUpperInvariant(number[17]),
        15 => IsRegion(number) && IsDate(string.Concat("19", number.Slice(6, 6))),
        _ => false,
    };

    /// <summary>Whether digits are the number of a bank card: thirteen to nineteen of a payment network, with Luhn's check digit.</summary>
    public static bool IsCard(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < 13 or > 19 || digits[0] is < '2' or > '6' || digits.IndexOfAnyExcept(digits[0]) < 0)
        {
            return false;
        }

        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : (2 * digit) - 9;
        }

        return sum % 10 == 0;
    }

    private static int IdentityRemainder(ReadOnlySpan<char> number)
    {
        int sum = 0;
        for (int i = 0; i < IdentityWeights.Length; i++)
        {
            sum += IdentityWeights[i] * (number[i] - '0');
        }

        return sum % 11;
    }

    /// <summary>Whether it begins with a province: 11 to 65, 71, 81 to 83.</summary>
    private static bool IsRegion(ReadOnlySpan<char> number) =>
        int.Parse(number[..2], CultureInfo.InvariantCulture) is (>= 11 and <= 65) or 71 or (>= 81 and <= 83);

    private static bool IsDate(ReadOnlySpan<char> date) =>
        DateOnly.TryParseExact(date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            && day.Year is >= 1900 and <= 2099;
}

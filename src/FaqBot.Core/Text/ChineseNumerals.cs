namespace FaqBot.Core.Text;

/// <summary>Reads numbers written in Chinese: 七天 is 7 days, 十五个 is 15.</summary>
/// <remarks>Only before a word that counts: 一 alone is more often a word than a number. Thread-safe.</remarks>
internal static class ChineseNumerals
{
    private const string Digits = "零一二三四五六七八九";
    private const string Counted = "天日月年个次小周星时分秒元块毛角岁件位人折号级码斤公米升倍期笔张份台部辆间层楼条款套本页万亿";

    /// <summary>Finds the numbers of a text.</summary>
    /// <param name="simplified">The text in simplified characters.</param>
    /// <returns>The numbers, none below 2: 一个 counts nothing.</returns>
    public static IEnumerable<double> In(string simplified)
    {
        for (int i = 0; i < simplified.Length; i++)
        {
            int start = i;
            while (i < simplified.Length && IsNumeral(simplified[i]))
            {
                i++;
            }

            if (i > start && i < simplified.Length && Counted.Contains(simplified[i], StringComparison.Ordinal)
                && Value(simplified.AsSpan(start, i - start)) is >= 2 and var value)
            {
                yield return value;
            }
        }
    }

    /// <summary>The value of a numeral: 十五 is 15; of digits alone, one after the other, 二零 is 20.</summary>
    /// <param name="numeral">Characters 零 to 九, 两, 十, 百, 千.</param>
    internal static double ValueOf(string numeral) =>
        numeral.Length == 1 || numeral.AsSpan().ContainsAny("十百千")
            ? Value(numeral)
            : numeral.Aggregate(0.0, (sum, character) =>
                (sum * 10) + (character == '两' ? 2 : Digits.IndexOf(character, StringComparison.Ordinal)));

    private static bool IsNumeral(char character) =>
        character is '两' or '十' or '百' or '千' || Digits.Contains(character, StringComparison.Ordinal);

    private static double Value(ReadOnlySpan<char> numeral)
    {
        double total = 0, digit = 0;
        foreach (char character in numeral)
        {
            double unit = character switch { '十' => 10, '百' => 100, '千' => 1_000, _ => 0 };
            if (unit == 0)
            {
                digit = character == '两' ? 2 : Digits.IndexOf(character, StringComparison.Ordinal);
            }
            else
            {
                total += (digit == 0 ? 1 : digit) * unit;
                digit = 0;
            }
        }

        return total + digit;
    }
}

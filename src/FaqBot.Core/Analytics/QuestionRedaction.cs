using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace FaqBot.Core.Analytics;

/// <summary>Takes out of a question what tells who asked: each find becomes a mark that says what it was.</summary>
/// <remarks>
/// Names of persons have no pattern and stay. What has check digits is recognised by them, so that prices, dates, models and quantities
/// stay, without which a question is of no use. Thread-safe; the time is bounded by the text's length.
/// </remarks>
public static partial class QuestionRedaction
{
    private const int LeastSpelledOut = 7;
    private const int LongestPlainUrlPart = 19;
    private const string SpelledOut = "〇一二三四五六七八九";

    private static readonly (string Mark, Regex Pattern, Func<string, Match, bool> Is)[] Patterns =
    [
        ("<url>", Url(), (_, match) => TellsWho(match.Value)),
        ("<email>", Email(), Always),
        ("<ip>", Ip4(), (text, match) => IPAddress.TryParse(match.Value, out _)),
        ("<ip>", Ip6(), (text, match) => match.Value.Count(char.IsAsciiHexDigit) > 2 && IPAddress.TryParse(match.Value, out _)),
        ("<id>", Identity(), (_, match) => CheckDigits.IsResidentIdentity(Bare(match.Value))),
        ("<card>", Card(), (_, match) => CheckDigits.IsCard(Bare(match.Value))),
        ("<phone>", MainlandPhone(), Always),
        ("<phone>", Phone(), (_, match) => Bare(match.Value).Length is >= 8 and <= 16),
        ("<plate>", Plate(), (_, match) => match.Value.Any(char.IsAsciiDigit)),
        ("<passport>", Passport(), Always),
        ("<passport>", NamedPassport(), (_, match) => match.Groups["number"].Value.Count(char.IsAsciiDigit) >= 5),
        ("<token>", Token(), (_, match) => match.Value.Any(char.IsAsciiDigit) && match.Value.Any(char.IsAsciiLetter)),
        ("<number>", LongNumber(), Always),
    ];

    /// <summary>Replaces what tells who asked.</summary>
    /// <param name="text">The question.</param>
    /// <returns>The question in NFKC with marks such as <c>&lt;phone&gt;</c>.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Normalize(NormalizationForm.FormKC);
        foreach ((string mark, Regex pattern, Func<string, Match, bool> isOne) in Patterns)
        {
            text = Replace(text, mark, pattern, isOne);
        }

        return text;
    }

    /// <summary>Finds in a shadow of the same length, in which digits of all scripts are Western ones, and replaces in the text.</summary>
    private static string Replace(string text, string mark, Regex pattern, Func<string, Match, bool> isOne)
    {
        string shadow = ShadowOf(text);
        StringBuilder? redacted = null;
        int from = 0;
        for (Match match = pattern.Match(shadow); match.Success; match = match.NextMatch())
        {
            Group found = match.Groups["number"] is { Success: true } number ? number : match;
            if (found.Index >= from && isOne(shadow, match))
            {
                (redacted ??= new StringBuilder(text.Length)).Append(text, from, found.Index - from).Append(mark);
                from = found.Index + found.Length;
            }
        }

        return redacted is null ? text : redacted.Append(text, from, text.Length - from).ToString();
    }

    private static string ShadowOf(string text)
    {
        char[] shadow = text.ToCharArray();
        int spelled = 0;
        for (int i = 0; i <= shadow.Length; i++)
        {
            if (i < shadow.Length && SpelledOutDigit(text[i]) >= 0)
            {
                spelled++;
                continue;
            }

            for (int back = spelled >= LeastSpelledOut ? i - spelled : i; back < i; back++)
            {
                shadow[back] = (char)('0' + SpelledOutDigit(text[back]));
            }

            spelled = 0;
            if (i < shadow.Length && !char.IsAscii(shadow[i]) && char.IsDigit(shadow[i]))
            {
                shadow[i] = (char)('0' + (int)char.GetNumericValue(shadow[i]));
            }
        }

        return new string(shadow);
    }

    private static int SpelledOutDigit(char character) => character switch
    {
        '零' => 0,
        '幺' => 1,
        _ => SpelledOut.IndexOf(character, StringComparison.Ordinal),
    };

    private static string Bare(string number) => string.Concat(number.Where(char.IsAsciiLetterOrDigit));

    private static bool Always(string text, Match match) => true;

    /// <summary>Whether an address holds a name, a query, or a part as long as a key.</summary>
    private static bool TellsWho(string url)
    {
        string rest = url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..];
        return rest.AsSpan().ContainsAny('@', '?', '=')
            || rest.Split('/', '#').Skip(1).Any(part => part.Length > LongestPlainUrlPart && part.Any(char.IsAsciiDigit));
    }

    [GeneratedRegex(@"\bhttps?://[^\s<>""'，。；、！？（）「」《》]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Url();

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}")]
    private static partial Regex Email();

    // Four numbers after "v" or "version" are a version.
    [GeneratedRegex(
        @"(?<![0-9.])(?<!\bv)(?<!version |version|版本|版本 )(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?![0-9]|\.[0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ip4();

    [GeneratedRegex(@"(?<![A-Za-z0-9_:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![A-Za-z0-9_:])")]
    private static partial Regex Ip6();

    [GeneratedRegex(
        @"(?<![0-9])(?:[0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx]|[0-9]{6}[ -]?[0-9]{6}[ -]?[0-9]{3})(?![0-9A-Za-z])")]
    private static partial Regex Identity();

    [GeneratedRegex(@"(?<![0-9])(?:[0-9]{13,19}|[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9]{1,3})?|[0-9]{4}[ -][0-9]{6}[ -][0-9]{5})(?![0-9])")]
    private static partial Regex Card();

    [GeneratedRegex(@"(?<![0-9])(?:(?:\+|00)?86[ .-]?)?1[ ]?[3-9](?:[ .–—-]?[0-9]){9}(?![0-9])")]
    private static partial Regex MainlandPhone();

    // With +, with an area code in brackets or from 0, or grouped as in North America, whose codes and exchanges begin with 2 to 9.
    [GeneratedRegex(
        @"(?<![0-9+])(?:\+[1-9](?:[ .()–—-]{0,2}[0-9]){7,14}|\(0[0-9]{1,4}\)[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}"
        + @"|0[0-9]{1,4}[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}|(?:\([2-9][0-9]{2}\)[ ]?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4})(?![0-9])")]
    private static partial Regex Phone();

    [GeneratedRegex(
        @"[京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊使领領][A-HJ-NP-Z][·•. ]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂掛学學警港澳](?![A-Za-z0-9])")]
    private static partial Regex Plate();

    // Of China: E and eight characters, of which the second may be a letter; G, D, S and P of the former kinds.
    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:E[0-9A-HJ-NP-Z][0-9]{7}|[GDSP][0-9]{8}|[DSP]E[0-9]{7})(?![A-Za-z0-9])")]
    private static partial Regex Passport();

    [GeneratedRegex(
        @"(?:passport|护照|護照)[^A-Za-z0-9]{0,4}(?:(?:number|no|is|号码|號碼|号|號|是|为|為)[^A-Za-z0-9]{0,3}){0,3}(?<number>[A-Za-z]{0,2}[0-9]{5,9}[A-Za-z]?)(?![A-Za-z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedPassport();

    [GeneratedRegex(@"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{20,}(?![A-Za-z0-9_-])")]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<![A-Za-z0-9])[A-Za-z]{0,4}-?[0-9]{9,}(?![0-9])|[0-9]{9,}")]
    private static partial Regex LongNumber();
}

using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FaqBot.Core.Text;

/// <summary>Reads the values of a text, so that they can be compared by what they say: 50 % and 半价, 3 pm and 15:00, 2 weeks and 14
/// days.</summary>
/// <remarks>Rules for Chinese and English, written for questions and answers of FAQs: short texts. Thread-safe.</remarks>
internal static partial class StatedValues
{
    private const string ZhWeekdays = "一二三四五六日天";

    private static readonly FrozenDictionary<string, int> EnglishNumbers = new Dictionary<string, int>
    {
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["fifteen"] = 15,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["ninety"] = 90,
        ["first"] = 1,
        ["second"] = 2,
        ["third"] = 3,
        ["fourth"] = 4,
        ["fifth"] = 5,
    }.ToFrozenDictionary();

    // What every value has one of.
    private static readonly SearchValues<char> Numerals = SearchValues.Create("0123456789零一二三四五六七八九十百千两兩半码碼日天");

    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            .. EnglishNumbers.Keys, "half", "noon", "midnight", "xl", "xs", "size", "jan", "feb", "march", "apr", "june", "july", "aug",
            "sep", "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        ],
        StringComparison.Ordinal);

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    // Words before a number that name nothing: "within 30", "about 2".
    private static readonly FrozenSet<string> Nameless = (
        "a an the i my me we our us you your it its this that these is are was be do does did can could will would shall should may might "
        + "must "
        + "have has had to of in on at for from with by as and or if so but not no how what when where which who why there any some want "
        + "need "
        + "get got go about into out up just also then than too over under within after before until since between more less least most "
        + "only "
        + "every each per around nearly almost another last next past")
        .Split(' ').ToFrozenSet();

    /// <summary>Reads the values of a text.</summary>
    /// <param name="clean">The text: see <see cref="TextNormalizer.Clean"/>.</param>
    /// <returns>The values, each once, in the order of the text.</returns>
    public static IReadOnlyList<StatedValue> In(string clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        string lower = clean.ToLowerInvariant();

        // Most questions state none, and the expression takes a hundred times as long to find that out.
        if (!lower.AsSpan().ContainsAny(Numerals) && !lower.AsSpan().ContainsAny(Words))
        {
            return [];
        }

        string text = WithDigits(SimplifiedChinese.Of(lower));
        return [.. Value().Matches(text).Select(Read).OfType<StatedValue>().Distinct()];
    }

    private static StatedValue? Read(Match match)
    {
        string Of(string group) => match.Groups[group].Value;
        bool Has(string group) => match.Groups[group].Success;
        return Has("half") ? new StatedValue("percent", 50)
            : Has("month") ? Dated(Array.IndexOf(Months, Of("month")[..3]) + 1, match.Groups["monthday"])
            : Has("zhmonth") ? Dated(Number(Of("zhmonth")), match.Groups["zhday"])
            : Has("isomonth") ? Dated(Number(Of("isomonth")), match.Groups["isoday"])
            : Has("weekday") ? new StatedValue("weekday", Array.IndexOf(Weekdays, Of("weekday")[..3]) + 1)
            : Has("zhweekday")
                ? new StatedValue("weekday", Math.Min(7, ZhWeekdays.IndexOf(Of("zhweekday")[0], StringComparison.Ordinal) + 1))
            : Has("hour") ? TimeOfDay(match)
            : Has("noon") ? new StatedValue(StatedValue.Clock, Of("noon") == "midnight" ? 0 : 720)
            : Has("size") ? new StatedValue("size", 0, Of("size"))
            : Has("version") ? new StatedValue("version", 0, Of("version"))
            : Has("letters") ? new StatedValue(Of("letters"), Number(Of("code")), Of("end"))
            : Amount(match);
    }

    private static StatedValue Dated(double month, Group day) =>
        day.Success ? new StatedValue("date", (month * 100) + Number(day.Value)) : new StatedValue("month", month);

    private static StatedValue? TimeOfDay(Match match)
    {
        double hour = Number(match.Groups["hour"].Value);
        double minutes = match.Groups["minute"] is { Success: true } stated ? stated.Value == "半" ? 30 : Number(stated.Value) : 0;
        string half = match.Groups["ampm"].Value, before = match.Groups["zhhalf"].Value;
        if (hour > 24 || minutes > 59)
        {
            return null;
        }

        bool isLate = half.StartsWith('p') || before is "下午" or "晚上" or "傍晚" || (before is "中午" && hour < 11);
        bool isKnown = half.Length > 0 || before.Length > 0 || hour is > 12 or 0;
        hour = isLate && hour < 12 ? hour + 12 : half.StartsWith('a') && hour == 12 ? 0 : hour;
        return new StatedValue(StatedValue.Clock, (hour * 60) + minutes, isKnown ? "" : StatedValue.EitherHalf);
    }

    private static StatedValue? Amount(Match match)
    {
        double number = Number(match.Groups["number"].Value)
            * match.Groups["times"].Value switch { "万" => 10_000, "k" => 1_000, "亿" => 100_000_000, _ => 1 };
        string unit = match.Groups["currency"].Value is { Length: > 0 } currency ? currency : match.Groups["unit"].Value;
        if (ValueUnits.Find(unit) is { } known)
        {
            bool isYear = unit == "年" && number is > 1900 and < 2100;
            return isYear ? new StatedValue("year", number) : new StatedValue(known.Kind, number * known.Factor, known.Text);
        }

        string name = match.Groups["name"].Value;
        return match.Groups["end"].Value is { Length: > 0 } end ? new StatedValue("-" + end, number)
            : name.Length > 0
                && !Nameless.Contains(name) && !EnglishNumbers.ContainsKey(name) ? new StatedValue(LatinWord.Stem(name), number)

            // 一件 counts nothing.
            : number == 1 ? null
            : new StatedValue("", number);
    }

    private static double Number(string digits) =>
        double.TryParse(digits.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out double number)
            ? number
            : 0;

    /// <summary>Writes numerals in digits where they count something.</summary>
    private static string WithDigits(string text) => EnglishNumeral().Replace(
        ChineseNumeral().Replace(text, match => ChineseNumerals.ValueOf(match.Value).ToString(CultureInfo.InvariantCulture)),
        match => EnglishNumbers[match.Value].ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(
        "[零一二三四五六七八九十百千两]+(?="
        + "个(?:月|小时|钟|星期|礼拜|g|点|人)|[天日年月秒元块毛万折%斤克吨米升度楼层级号岁点人位寸件次张台部套页期倍兆成]|周(?![一二三四五六日末])|"
        + "小时|钟头|分钟|公斤|千克|公里|厘米|公分|毫米|毫升|英寸)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 30_000)]
    private static partial Regex ChineseNumeral();

    [GeneratedRegex(
        @"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety"
        + "|one(?= (?:day|week|month|year|hour|minute|person)s?\\b)|(?:first|second|third|fourth|fifth)(?= floor\\b))\\b",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 30_000)]
    private static partial Regex EnglishNumeral();

    [GeneratedRegex(
        """
        (?<half>半价|half[ -]price|half\ off)
        |\b(?:19|20)\d\d[-/](?<isomonth>\d{1,2})[-/](?<isoday>\d{1,2})\b
        |(?<![\d.])(?<version>\d+\.\d+(?:\.\d+)+)\b
        |(?<zhmonth>\d{1,2})月(?:份|(?<zhday>\d{1,2})[日号])?(?!内)
        |\b(?<month>jan(?:uary)?|feb(?:ruary)?|march(?=\ \d|,)|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)
            \b(?:\.?\ (?<monthday>\d{1,2})(?:st|nd|rd|th)?\b)?
        |\b(?<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b
        |(?:周|星期|礼拜)(?<zhweekday>[一二三四五六日天])
        |(?<zhhalf>凌晨|早上|上午|中午|下午|傍晚|晚上|半夜)?(?<hour>\d{1,2})点钟?(?!数)(?<minute>半|\d{1,2}(?=分))?
        |(?<zhhalf>凌晨|早上|上午|中午|下午|傍晚|晚上|半夜)?(?<![\d:])(?<hour>\d{1,2}):(?<minute>\d\d)(?![\d:])(?:\ ?(?<ampm>[ap])\.?m\b)?
        |\b(?<hour>\d{1,2})\ ?(?<ampm>[ap])\.?m(?![a-z])
        |\b(?<noon>noon|midnight)\b
        |(?<![a-z\d])(?<size>x{0,4}xl|xxs|xs|[2-6]xl|[sml](?=码|号码|\ size)|(?<=size\ )[sml]\b|大码|中码|小码|均码)(?![a-z\d])
        |(?<![a-z\d])(?<letters>[a-z]{1,12})-?(?<code>\d{1,7})(?<end>[a-z]{0,2})(?![a-z\d.]|\.\d)
        |(?:(?<currency>[$€£¥￥])\ ?|(?<name>(?<![a-z])(?!(?:at|by|until|till|before|after|from|to|around|about|or|and)\ )[a-z]{2,20})\ (?!\d{1,2}\ ?[ap]\.?m|\d+\.\d+\.))?
            (?<![\d.])(?<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?<times>[万亿]|k(?![a-z]))?(?:st|nd|rd|th)?
            (?:[\ -]?(?<unit>
                个(?:月|小时|钟头|钟|星期|礼拜|g|百分点|点|人(?!信息|账|中心|资料|所得|版))|工作日|自然日|天|日内|周岁|周年|周|星期|礼拜|月内|年|小时|钟头|分钟|秒钟|秒
                |元钱|元|块钱|块|人民币|美元|美金|欧元|英镑|港币|港元|新台币|台币|折|%|公斤|千克|斤|克|吨|公里|千米|厘米|公分|毫米|毫升|英寸|米|升|摄氏度|度|°c
                |楼|层|级|号线|岁|人|位|寸|兆
                |(?:(?:business|working|calendar)\ days|days?|weeks?|wks?|months?|years?\ old|years?|yrs?|hours?|hrs?|minutes?|mins?|seconds?|secs?|h
                    |rmb|cny|yuan|usd|dollars?|bucks|eur|euros?|gbp|quid|hkd|twd|ntd|percent|per\ cent|tb|gb|gigs?|gigabytes?|mb|megabytes?|kb|kilobytes?
                    |kgs?|kilos?|kilograms?|grams?|tons?|tonnes?|kms?|kilomet(?:re|er)s?|met(?:re|er)s?|cms?|centimet(?:re|er)s?|mm|inch(?:es)?
                    |lit(?:re|er)s?|ml|people|persons?|guests|floor)(?![a-z]))
            |(?<end>[a-z]{1,2})(?![a-z\d]))?
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Value();
}

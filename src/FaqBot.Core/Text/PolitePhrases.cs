using System.Text;
using System.Text.RegularExpressions;

namespace FaqBot.Core.Text;

/// <summary>Takes greetings and thanks off a question: they must not drown a short one.</summary>
/// <remarks>Thread-safe.</remarks>
internal static partial class PolitePhrases
{
    private const int LongestEnding = 40;

    /// <summary>Finds what a question is without its polite opening and end.</summary>
    /// <param name="clean">The question: see <see cref="TextNormalizer.Clean"/>.</param>
    /// <returns>The rest; the whole question when hardly anything else is left (a greeting is a question too).</returns>
    public static string Strip(string clean)
    {
        // Simplified characters stand where the traditional ones do, one for one.
        string comparable = SimplifiedChinese.Of(clean);
        if (comparable.Length != clean.Length)
        {
            return clean;
        }

        int start = Opening().Match(comparable).Length;
        Match end = Ending().Match(comparable, Math.Max(start, clean.Length - LongestEnding));
        int stop = end.Success ? end.Index : clean.Length;
        string rest = clean[start..stop].Trim();
        return rest.Length != clean.Length && HasContent(rest) ? rest : clean;
    }

    /// <summary>Whether enough is left to be a question.</summary>
    public static bool HasContent(string text)
    {
        int han = 0, letters = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            han += LanguageGuess.IsHan(rune) ? 1 : 0;
            letters += Rune.IsLetterOrDigit(rune) ? 1 : 0;
        }

        return han >= 2 || letters >= 4;
    }

    [GeneratedRegex(
        @"\A(?:(?:您好|你好|大家好|早上好|下午好|晚上好|哈喽|哈啰|在吗|在不在|有人吗|不好意思|打扰(?:一下|了|下)|劳驾"
        + @"|(?:嗨|喂|亲爱的|亲|客服|老板)(?=[\s,，.。!！?？:：~、]|您好|你好|请问|在吗)"
        + @"|麻烦(?:(?:你|您)(?:问|咨询|请教|告诉我|帮我看|看)?(?:一下|下)?|(?:问|咨询|请教|告诉我|帮我看|看)(?:一下|下)?)|请教(?:一下|下)?|请问(?:一下|下|你们|您)?"
        + @"|(?:我)?想(?:请)?(?:问|咨询|请教|了解|知道)(?:一下|下)?|(?:咨询|问)(?:一下|下)|(?:hello|hi|hey)(?: there)?|good (?:morning|afternoon|evening)|dear (?:sir|madam|team)"
        + @"|excuse me|sorry to bother you|quick question|(?:(?:can|could|would) (?:you|someone) )?(?:please )?(?:tell me|let me know|help me)(?= )"
        + @"|i(?:'d| would) like to (?:know|ask)|i (?:want|wanted|need) to (?:know|ask)|may i ask|i was wondering|please)(?![a-z])[\s,，.。!！?？:：;；~、-]*)+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Opening();

    [GeneratedRegex(
        @"(?:[\s,，.。!！?？;；~、]*(?:谢谢(?:您|你|了|啦)?|多谢|感谢|拜托(?:了)?|麻烦(?:您|你)?了|(?<![a-z])(?:many thanks|thanks(?: a lot| in advance)?|thank you(?: very much| so much)?|please)))+[\s,，.。!！?？~]*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Ending();
}

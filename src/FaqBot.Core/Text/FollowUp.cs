using System.Text.RegularExpressions;

namespace FaqBot.Core.Text;

/// <summary>Recognises questions that follow on from the one before: 那运费呢, what about shipping.</summary>
/// <remarks>Thread-safe.</remarks>
public static partial class FollowUp
{
    // A longer one says itself what it is about.
    private const int MostWords = 12;

    /// <summary>Finds what a follow-up asks about.</summary>
    /// <param name="essence">The question: see <see cref="Question.Essence"/>.</param>
    /// <returns>What stands within its frame; null when it is no follow-up.</returns>
    public static string? TopicOf(string essence)
    {
        ArgumentNullException.ThrowIfNull(essence);
        if (TextWords.Of(essence).Count > MostWords)
        {
            return null;
        }

        Match match = Chinese().Match(essence);
        match = match.Success ? match : English().Match(essence);
        string topic = match.Groups["topic"].Value.Trim();
        return match.Success && TextWords.Of(topic).Count > 0 ? topic : null;
    }

    // 那 with a measure word only points: 那个, 那件. A question word before 呢 makes a whole question of it: 怎么退呢.
    [GeneratedRegex(
        @"\A(?:(?:那么|那麼|那要是|那如果|那(?![么麼])|如果是|要是|换成|換成|然后|然後|还有|還有)(?![呢个個些家边邊里裡儿兒种種样樣时時天位条條款件次张張])[\s,，]*(?<topic>.+?)(?:呢|怎么样|怎麼樣|的话|的話|又如何)*"
        + @"|(?!.*(?:怎|什么|什麼|哪|谁|誰|吗|嗎|多少|多久|几|幾|为何|為何))(?!那呢)(?<topic>.{1,8}?)呢)[\s?？。!！~]*\z",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Chinese();

    [GeneratedRegex(
        @"\A(?:(?:and|so|ok|okay|but|then|well)[\s,]+)*(?:what about|how about|what if it(?:'s| is)|what if|same for|and for|and|also)(?: the| a| an| my)?\s+(?<topic>.+?)(?:\s+(?:then|though))?[\s?？.!]*\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex English();
}

using System.Text.RegularExpressions;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Linting;

/// <summary>Finds the links of answers.</summary>
internal static partial class MarkdownLinks
{
    /// <summary>The links of all answers, each once an entry; null stands for the default answer.</summary>
    public static IEnumerable<(string? Entry, string Address)> Of(KnowledgeBase knowledge) =>
        knowledge.Entries.SelectMany(entry => entry.Answer.Texts.Values, (entry, text) => ((string?)entry.Id, text))
            .Concat(knowledge.DefaultAnswer.Texts.Values.Select(text => ((string?)null, text)))
            .SelectMany(answer => Link().Matches(answer.Item2), (answer, match) => (answer.Item1, AddressOf(match)))
            .Distinct();

    /// <summary>What is wrong with an address, or null: a sentence that begins with the link.</summary>
    public static LintText? FaultOf(string address)
    {
        if (address.Length == 0)
        {
            return new("is empty; write an address", "是空的，请写上网址", "是空的，請寫上網址");
        }

        if (address.Any(char.IsWhiteSpace))
        {
            return new("has a blank; write %20", "里有空格，请写成 %20", "裡有空格，請寫成 %20");
        }

        if (address[0] is '/' or '#' or '?' or '.')
        {
            return null;
        }

        return !Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
                ? new("is no address; begin it with https://", "不是网址，请以 https:// 开头", "不是網址，請以 https:// 開頭")
            : uri.Scheme is "mailto" or "tel" or "sms" ? null
            : uri.Scheme is not ("http" or "https") ? new(
                $"begins with '{uri.Scheme}:', which no page opens; begin it with https://",
                $"以“{uri.Scheme}:”开头，网页打不开，请以 https:// 开头", $"以「{uri.Scheme}:」開頭，網頁打不開，請以 https:// 開頭")
            : uri.Host.Length == 0
                || (!uri.Host.Contains('.', StringComparison.Ordinal) && uri.HostNameType == UriHostNameType.Dns && uri.Host != "localhost")
                    ? new("names no host; write it in full", "没有主机名，请写全", "沒有主機名稱，請寫全")
            : null;
    }

    /// <summary>A link with what is wrong with it, as a sentence.</summary>
    public static LintText Said(string address, LintText fault) => new(
        $"The link '{address}' {fault.English}.", $"链接“{address}”{fault.Simplified}。", $"連結「{address}」{fault.Traditional}。");

    /// <summary>A text with the words of its links, without their addresses.</summary>
    public static string Without(string markdown) => Link().Replace(markdown, " ");

    private static string AddressOf(Match match) =>
        match.Groups["address"].Value.Trim() is ['<', .. var inner, '>'] ? inner : match.Groups["address"].Value.Trim();

    // The address of [words](address "title"), of <address>, and one that stands alone.
    [GeneratedRegex(@"(?<=\])\((?<address>[^()""]*(?:\([^()""]*\)[^()""]*)*)(?:""[^""]*"")?\)|<(?<address>[a-z][a-z0-9+.-]*:[^>\s]*)>|(?<![(<\w])(?<address>https?://[^\s()<>""，。；、）]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Link();
}

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

    /// <summary>What is wrong with an address, or null.</summary>
    public static string? FaultOf(string address)
    {
        if (address.Length == 0)
        {
            return "is empty; write an address";
        }

        if (address.Any(char.IsWhiteSpace))
        {
            return "has a blank; write %20";
        }

        if (address[0] is '/' or '#' or '?' or '.')
        {
            return null;
        }

        return !Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? "is no address; begin it with https://"
            : uri.Scheme is "mailto" or "tel" or "sms" ? null
            : uri.Scheme is not ("http" or "https") ? $"begins with '{uri.Scheme}:', which no page opens; begin it with https://"
            : uri.Host.Length == 0
                || (!uri.Host.Contains('.', StringComparison.Ordinal) && uri.HostNameType == UriHostNameType.Dns && uri.Host != "localhost")
                    ? "names no host; write it in full"
            : null;
    }

    /// <summary>A text with the words of its links, without their addresses.</summary>
    public static string Without(string markdown) => Link().Replace(markdown, " ");

    private static string AddressOf(Match match) =>
        match.Groups["address"].Value.Trim() is ['<', .. var inner, '>'] ? inner : match.Groups["address"].Value.Trim();

    // The address of [words](address "title"), of <address>, and one that stands alone.
    [GeneratedRegex(@"(?<=\])\((?<address>[^()""]*(?:\([^()""]*\)[^()""]*)*)(?:""[^""]*"")?\)|<(?<address>[a-z][a-z0-9+.-]*:[^>\s]*)>|(?<![(<\w])(?<address>https?://[^\s()<>""，。；、）]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Link();
}

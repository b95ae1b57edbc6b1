using System.Text.RegularExpressions;

namespace FaqBot.Tests.Monitoring;

/// <summary>What an expression of Prometheus asks for: metrics of the service, labels, and values of labels.</summary>
internal sealed partial record Promql(string[] Metrics, string[] Labels, (string Label, string Value)[] Values)
{
    // Put there by Prometheus when it scrapes, and what a bucket's bound is called.
    private static readonly string[] Foreign = ["instance", "job", "le"];

    public static Promql Of(string expression)
    {
        (string Label, string Operator, string Value)[] matchers =
        [
            .. Matchers().Matches(expression).SelectMany(braces => Matcher().Matches(braces.Groups[1].Value))
                .Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)),
        ];
        IEnumerable<string> grouped = Grouping().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(','))
            .Select(label => label.Trim());
        return new Promql(
            [.. Metric().Matches(Matchers().Replace(Grouping().Replace(expression, ""), "")).Select(match => match.Value).Distinct()],
            [.. matchers.Select(matcher => matcher.Label).Concat(grouped).Where(label => label.Length > 0).Distinct().Except(Foreign)],
            [.. matchers.Where(matcher => matcher.Operator == "=" && !Foreign.Contains(matcher.Label))
                .Select(matcher => (matcher.Label, matcher.Value))]);
    }

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Matchers();

    [GeneratedRegex("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(?:by|without|ignoring|on|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<![\w:])(faqbot|te|http_server|process|dotnet|aspnetcore)_\w+")]
    private static partial Regex Metric();
}

using System.Text.RegularExpressions;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Monitoring;

/// <summary>A service that has been asked in all ways, and what it shows then.</summary>
public sealed partial class MonitoredService(SampleDatabase sample) : SampleService(sample)
{
    /// <summary>The labels of each series, by metric.</summary>
    internal async Task<Dictionary<string, List<Dictionary<string, string>>>> SeriesAsync()
    {
        await Client.AskAsync("怎么申请退货？");
        await Client.AskAsync("多久能发货呢");
        await Client.AskAsync("多久能发货呢");
        await Client.AskAsync("xyzzy plugh");
        await Client.PostOkAsync("embed", new { inputs = "a" });
        string text = await Client.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Dictionary<string, List<Dictionary<string, string>>> series = [];
        foreach (Match match in Sample().Matches(text))
        {
            if (!series.TryGetValue(match.Groups[1].Value, out List<Dictionary<string, string>>? found))
            {
                series[match.Groups[1].Value] = found = [];
            }

            found.Add(Label().Matches(match.Groups[2].Value).ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value));
        }

        return series;
    }

    [GeneratedRegex(@"^(\w+)(?:\{([^}]*)\})? \S+$", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("(\\w+)=\"([^\"]*)\"")]
    private static partial Regex Label();
}

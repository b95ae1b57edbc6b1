using System.Text.Json;
using Microsoft.Playwright;

namespace FaqBot.Bench;

/// <summary>What a browser notes of its work on a page.</summary>
internal sealed class BrowserTrace
{
    private const double MicrosecondsPerMillisecond = 1_000;

    private readonly ICDPSession _session;
    private readonly List<JsonElement> _events = [];
    private readonly TaskCompletionSource _complete = new();

    private BrowserTrace(ICDPSession session)
    {
        _session = session;
        session.Event("Tracing.dataCollected").OnEvent += (_, data) =>
            _events.AddRange(data!.Value.GetProperty("value").EnumerateArray().Select(one => one.Clone()));
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => _complete.TrySetResult();
    }

    /// <summary>Begins.</summary>
    public static async Task<BrowserTrace> BeginAsync(IPage page)
    {
        BrowserTrace trace = new(await page.Context.NewCDPSessionAsync(page));
        await trace._session.SendAsync("Tracing.start", new Dictionary<string, object>
        {
            ["transferMode"] = "ReportEvents",
            ["traceConfig"] = new Dictionary<string, object>
            {
                ["includedCategories"] = new[] { "devtools.timeline", "disabled-by-default-devtools.timeline" },
            },
        });
        return trace;
    }

    /// <summary>Ends.</summary>
    /// <param name="site">Whose scripts count.</param>
    /// <returns>The longest task in which they ran, in milliseconds that the processor spent on it.</returns>
    public async Task<double> LongestScriptTaskAsync(Uri site)
    {
        await _session.SendAsync("Tracing.end");
        await _complete.Task;
        JsonElement[] scripts = [.. _events.Where(one => NameOf(one) is "FunctionCall" or "EvaluateScript" && IsOf(one, site))];
        return _events.Where(one => NameOf(one) is "RunTask" && one.TryGetProperty("dur", out _)
                && scripts.Any(script => IsWithin(script, one)))
            .Select(task => Number(task, "tdur") ?? Number(task, "dur")!.Value).DefaultIfEmpty().Max() / MicrosecondsPerMillisecond;
    }

    private static string? NameOf(JsonElement one) => one.GetProperty("name").GetString();

    private static bool IsOf(JsonElement script, Uri site) =>
        script.TryGetProperty("args", out JsonElement args) && args.TryGetProperty("data", out JsonElement data)
        && data.TryGetProperty("url", out JsonElement url) && url.GetString()!.StartsWith(site.ToString(), StringComparison.Ordinal);

    private static bool IsWithin(JsonElement script, JsonElement task) =>
        Number(script, "pid") == Number(task, "pid") && Number(script, "tid") == Number(task, "tid")
        && Number(script, "ts") >= Number(task, "ts") && Number(script, "ts") < Number(task, "ts") + Number(task, "dur");

    private static double? Number(JsonElement one, string name) =>
        one.TryGetProperty(name, out JsonElement number) ? number.GetDouble() : null;
}

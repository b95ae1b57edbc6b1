using System.Globalization;
using System.Text.RegularExpressions;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Metrics;

/// <summary>A service of its own, so that its counters are these tests'.</summary>
public sealed partial class MetricsTests(SampleDatabase sample)
{
    [Fact]
    public async Task Counters_and_durations_are_shown_for_prometheus()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Knowledge:IndexAtStart", "false"),
                ("Answering:SmallTalkKnowledgeBase", ""));
        await service.Client.PostOkAsync("embed", new { inputs = new[] { "a", "b", "c" } });
        await service.Client.PostJsonAsync("embed", "{}");
        await service.Client.AskAsync("多久发货呢");
        await service.Client.AskAsync("多久发货呢");
        using HttpResponseMessage response =
            await service.Client.GetAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
        Dictionary<string, double> samples = Sample().Matches(text).ToDictionary(
            match => match.Groups[1].Value, match =>
                double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.Equal(2, samples["te_request_count{method=\"/embed\"}"]);
        Assert.Equal(1, samples["te_request_success{method=\"/embed\"}"]);
        Assert.Equal(1, samples["te_request_failure{err=\"InvalidRequest\"}"]);
        Assert.Equal(3, samples["te_embed_count"]);
        Assert.Equal(3, samples["te_embed_success"]);
        Assert.Equal(0, samples["te_queue_size"]);
        Assert.Equal(1, samples["te_request_queue_duration_count"]);
        Assert.Equal(1, samples["te_request_inference_duration_count"]);
        Assert.Equal(1, samples["te_embed_duration_count"]);
        Assert.InRange(samples["te_batch_next_size_sum"], 3, 20);
        Assert.InRange(samples["te_batch_next_tokens_sum"], samples["te_batch_next_size_sum"], 1_000);
        Assert.Equal(3, samples["te_request_input_length_count"]);
        Assert.Equal(1, samples["faqbot_cache_requests_total{result=\"hit\"}"]);
        Assert.Equal(1, samples["faqbot_cache_requests_total{result=\"miss\"}"]);

        // A list is shared between as many runs as the machine has; the judge reads two questions of three entries at most.
        Assert.InRange(samples["faqbot_encoder_batch_texts_sum"], 5, 10);
        Assert.InRange(samples["faqbot_encoder_run_duration_seconds_count"], 3, 10);
        Assert.Equal(
            samples["faqbot_encoder_run_duration_seconds_count"], samples["faqbot_encoder_run_duration_seconds_bucket{le=\"+Inf\"}"]);
        Assert.InRange(samples["faqbot_encoder_run_duration_seconds_sum"], 0.0001, 30);
        Assert.InRange(samples["process_resident_memory_bytes"], 10e6, 10e9);
        Assert.InRange(samples["dotnet_gc_last_collection_memory_committed_size_bytes"], 1e6, 10e9);
        Assert.Equal(
            ["0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "30", "+Inf"],
            Bounds(text, "faqbot_encoder_run_duration_seconds"));
        Assert.Equal(
            ["1", "2", "4", "8", "16", "32", "64", "128", "256", "512", "1024", "2048", "4096", "8192", "+Inf"],
                Bounds(text, "te_request_input_length"));
        Assert.DoesNotContain("otel_scope", text, StringComparison.Ordinal);

        // What Prometheus prefers would spell the bounds otherwise and so begin new series.
        using HttpRequestMessage preferring = new(HttpMethod.Get, "metrics");
        preferring.Headers.Add("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3");
        using HttpResponseMessage same = await service.Client.SendAsync(preferring, TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", same.Content.Headers.ContentType!.ToString());
    }

    private static string[] Bounds(string text, string name) =>
        [.. Regex.Matches(text, $"^{name}_bucket{{le=\"(.+)\"}} ", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? [0-9.E+-]+)$")]
    private static partial Regex Line();

    /// <summary>A sample without labels may have empty braces.</summary>
    [GeneratedRegex(@"^(\w+(?:\{[^}]+\})?)(?:\{\})? (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Sample();
}

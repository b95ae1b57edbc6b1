using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Embedding;

/// <summary>A service with room for few texts, under more than it can take.</summary>
public sealed class LoadTests(SampleDatabase sample)
{
    private const string UserText = "geheim-4711";

    [Fact]
    public async Task Overload_is_refused_in_each_apis_own_way()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Encoder:WaitingTexts", "0"), ("Encoder:ConcurrentRuns", "1"));
        string[] texts = [.. Enumerable.Range(0, 12).Select(i => string.Concat(Enumerable.Repeat($"发票 {i} ", 150)))];
        (string Path, object Body, HttpStatusCode Status)[] kinds =
        [
            ("v1/embeddings", new { input = texts, truncate = true }, HttpStatusCode.TooManyRequests),
            ("embed", new { inputs = texts }, HttpStatusCode.TooManyRequests),
            ("api/v1/rank", new { query = "a", texts }, HttpStatusCode.TooManyRequests),
        ];
        foreach ((string path, object body, HttpStatusCode busy) in kinds)
        {
            // Between two batches of one request another may slip in: those that come at once can, rarely, all be served.
            await Eventually.IsTrueAsync(
                async () =>
                {
                    (HttpStatusCode Status, JsonElement Json)[] replies =
                        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.Client.PostJsonAsync(path, body)));
                    Assert.All(replies, reply =>
                        Assert.True(reply.Status == busy || reply.Status == HttpStatusCode.OK, $"{path} {reply.Status}: {reply.Json}"));
                    return replies.Any(reply => reply.Status == busy);
                },
                $"{path} refuses one of four");
        }
    }

    [Fact]
    public async Task Service_that_still_loads_says_so_in_each_apis_own_way()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartAsync(("Storage:Path", folder.File("faq.db")));
        (HttpStatusCode tei, JsonElement teiError) = await service.Client.PostJsonAsync("embed", new { inputs = "a" });
        (HttpStatusCode health, _) = await service.Client.GetJsonAsync("health");
        (HttpStatusCode openAi, JsonElement openAiError) = await service.Client.PostJsonAsync("v1/embeddings", new { input = "a" });
        (HttpStatusCode own, JsonElement problem) =
            await service.Client.PostJsonAsync("similarity", new { sentence_a = "a", sentence_b = "b" });
        Assert.All(new[] { tei, health, openAi, own }, status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
        Assert.Equal("Unhealthy", teiError.GetProperty("error_type").GetString());
        Assert.Equal("server_error", openAiError.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal("not_ready", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Client_that_leaves_stops_its_work_and_no_text_is_logged()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Knowledge:IndexAtStart", "false"));
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using JsonContent body = JsonContent.Create(
            new { inputs = Enumerable.Range(0, 500).Select(i => string.Concat(Enumerable.Repeat($"{UserText} {i} ", 60))) });
        Task<HttpResponseMessage> left = service.Client.PostAsync(new Uri("embed", UriKind.Relative), body, leaving.Token);
        await MetricAsync(service, "te_request_tokenization_duration_count{} 1");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        // All of it would take half a minute.
        await MetricAsync(service, "te_request_failure{err=\"");
        await service.Client.PostOkAsync("embed", new { inputs = "a" });
        foreach (string path in new[] { "embed", "v1/embeddings", "similarity", "api/v1/rank", "rerank", "tokenize", "decode" })
        {
            await service.Client.PostJsonAsync(path,
                new
                {
                    inputs = UserText,
                    input = UserText,
                    prompt_name = UserText,
                    encoding_format = UserText,
                    query = UserText,
                    texts = new[] { UserText },
                    ids = UserText
                });
        }

        Assert.Equal(0, await service.StopAsync());
        Assert.DoesNotContain(UserText, service.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", service.Log, StringComparison.Ordinal);
    }

    private static Task<TimeSpan> MetricAsync(ServiceProcess service, string start) =>
        Eventually.TrueAsync(start, TimeSpan.FromSeconds(20), async () =>
    {
        string metrics = await service.Client.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return metrics.Split('\n').Any(line => line.StartsWith(start, StringComparison.Ordinal));
    });
}

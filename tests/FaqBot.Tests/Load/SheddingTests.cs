using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Load;

/// <summary>A service that is asked more than it can encode.</summary>
public sealed partial class SheddingTests(SampleDatabase sample) : IDisposable
{
    private const string Exact = "怎么申请退货？", Cached = "多久能发货呢";

    private readonly TemporaryFolder _folder = new();
    private int _asked;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_questions_are_refused_by_their_wait_and_stored_and_cached_ones_never()
    {
        await using ServiceProcess service = await StartAsync("00:00:00.001");
        await service.Client.AskAsync(Cached);
        ConcurrentBag<HttpStatusCode> known = [];
        ConcurrentBag<TimeSpan> waits = [];
        await Eventually.IsTrueAsync(
            async () =>
            {
                Task flood = Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
                {
                    using HttpResponseMessage reply = await AskAsync(service, $"第{Interlocked.Increment(ref _asked)}号订单能改地址吗");
                    Assert.True(reply.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{reply.StatusCode}");
                    if (reply.StatusCode == HttpStatusCode.TooManyRequests)
                    {
                        waits.Add(reply.Headers.RetryAfter!.Delta!.Value);
                        Assert.Contains("\"busy\"", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                            StringComparison.Ordinal);
                    }
                }));
                while (!flood.IsCompleted)
                {
                    foreach (string question in new[] { Exact, Cached })
                    {
                        using HttpResponseMessage reply = await AskAsync(service, question);
                        known.Add(reply.StatusCode);
                    }
                }

                await flood;
                return waits.Count > 20 && waits.Distinct().Count() > 1;
            },
            "questions are refused, with waits that differ");
        Assert.All(known, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));
        Assert.Equal(waits.Count, await RefusedAsync(service, "ask"));
    }

    [Fact]
    public async Task Long_lists_are_not_refused_for_the_texts_that_they_hold_themselves()
    {
        await using ServiceProcess service = await StartAsync("00:00:10");
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => $"发票 {i} 怎么开")];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using HttpResponseMessage reply = await service.Client.PostAsync(
                new Uri("v1/embeddings", UriKind.Relative), JsonContent.Create(new { input = texts, truncate = true }),
                TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        }));
        Assert.Equal(0, await RefusedAsync(service, "ask") + await RefusedAsync(service, "embeddings"));
    }

    private async Task<ServiceProcess> StartAsync(string target) => await ServiceProcess.StartReadyAsync(
        ("Storage:Path", await sample.CopyToAsync(_folder.Path)), ("Knowledge:IndexAtStart", "false"), ("Encoder:ConcurrentRuns", "1"),
        ("Answering:SmallTalkKnowledgeBase", ""), ("Judge:Folder", ""), ("Load:TargetWait", target), ("Limits:Enabled", "false"));

    private static Task<HttpResponseMessage> AskAsync(ServiceProcess service, string question) => service.Client.PostAsync(
        new Uri("api/v1/ask", UriKind.Relative), JsonContent.Create(new { question }), TestContext.Current.CancellationToken);

    /// <summary>How much work of a kind a service has refused.</summary>
    internal static async Task<int> RefusedAsync(ServiceProcess service, string kind)
    {
        string text = await service.Client.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return Refused().Matches(text).Where(match => match.Groups[1].Value == kind)
            .Select(match => int.Parse(match.Groups[2].Value, null)).SingleOrDefault();
    }

    [GeneratedRegex("^faqbot_load_refused_total\\{kind=\"(\\w+)\"\\} (\\d+)$", RegexOptions.Multiline)]
    private static partial Regex Refused();
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using FaqBot.Tests.Load;

namespace FaqBot.Tests.Replicas;

/// <summary>Three replicas that are asked more than all of them can encode.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class OverloadTests(SharedServer shared)
{
    [Fact]
    public async Task What_one_replica_is_too_busy_for_is_asked_no_other()
    {
        await using ThreeReplicas three = await ThreeReplicas.StartAsync(
            await shared.SampleAsync(), ("Limits:Enabled", "false"), ("Encoder:ConcurrentRuns", "1"), ("Judge:Folder", ""),
            ("Answering:SmallTalkKnowledgeBase", ""), ("Load:TargetWait", "00:00:00.001"));
        int asked = 0;
        ConcurrentBag<HttpStatusCode> seen = [];
        await Eventually.IsTrueAsync(
            async () =>
            {
                await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
                {
                    using HttpResponseMessage reply = await three.Client.PostAsync(
                        new Uri("api/v1/ask", UriKind.Relative),
                        JsonContent.Create(new { question = $"第{Interlocked.Increment(ref asked)}号订单能改地址吗" }),
                        TestContext.Current.CancellationToken);
                    seen.Add(reply.StatusCode);
                }));
                return Refusals() > 20;
            },
            "questions are refused");
        Assert.All(seen, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{status}"));
        int[] refused = await Task.WhenAll(three.Replicas.Select(replica => SheddingTests.RefusedAsync(replica, "ask")));
        Assert.Equal(Refusals(), refused.Sum());

        int Refusals() => seen.Count(status => status == HttpStatusCode.TooManyRequests);
    }
}

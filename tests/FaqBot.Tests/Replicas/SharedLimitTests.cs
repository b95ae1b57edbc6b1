using System.Net;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>What one caller may send counts for all replicas together.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class SharedLimitTests(SharedServer shared)
{
    private const int Burst = 40;

    [Fact]
    public async Task Caller_gets_its_rate_once_whichever_replicas_it_asks_and_without_redis_too()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        string connection = await shared.SampleAsync();
        await using ThreeReplicas three = await ThreeReplicas.StartAsync(
            connection, ("Cache:Redis:Configuration", redis.Configuration), ("Cache:Redis:Timeout", "00:00:01"),
            ("Limits:AddressPerMinute", "4"), ("Limits:Burst", "00:10:00"));
        string started = "";
        await Eventually.IsTrueAsync(
            async () => (started = await BeatsAsync(connection)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 3,
            "all have announced themselves");
        int passed = await CountAsync(three, 3 * Burst);

        // A token may have come meanwhile; what replicas hold back unused is at most a tenth of the bucket each.
        Assert.InRange(passed, Burst - (3 * Burst / 10), Burst + 4);

        // Each has heard of the others when it has announced itself again.
        await Eventually.IsTrueAsync(
            async () => (await BeatsAsync(connection)).Split('\n').All(beat => !started.Contains(beat, StringComparison.Ordinal)),
            "all have announced themselves again");

        // Redis is gone: each replica counts by itself, with its share.
        await redis.KillAsync();
        int alone = await CountAsync(three, 6 * Burst);
        Assert.InRange(alone, 3, Burst + 8);
    }

    private Task<string> BeatsAsync(string connection) => shared.Server.AskAsync(
        new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!, "SELECT id, seen_at FROM faqbot.replicas");

    private static async Task<int> CountAsync(ThreeReplicas three, int requests)
    {
        int passed = 0;
        for (int i = 0; i < requests; i++)
        {
            using HttpResponseMessage response = await three.Client.PostAskAsync(new { question = "怎么申请退货？" });
            if (response.StatusCode == HttpStatusCode.OK)
            {
                passed++;
            }
            else
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
                Assert.NotNull(response.Headers.RetryAfter);
            }
        }

        return passed;
    }
}

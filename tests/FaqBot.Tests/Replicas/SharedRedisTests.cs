using System.Diagnostics;
using System.Net;
using System.Text.Json;
using FaqBot.Tests.DirectLine;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>Whatever becomes of the Redis that replicas share, nothing wrong is answered, and what is lost is what the documents
/// say.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class SharedRedisTests(SharedServer shared)
{
    private const string Question = "怎么申请退货？", FollowUp = "没有原包装了怎么办？";

    [Fact]
    public async Task Conversation_goes_on_through_the_proxy_at_whichever_replica_over_web_sockets_too()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using ThreeReplicas three = await StartAsync(redis.Configuration);
        Talk talk = await BeginAsync(three);
        await using Listening listening = await Listening.OpenAsync(await talk.ReconnectAsync(""));
        await talk.SayAsync(Question, "a");
        await listening.UntilAsync(3);
        for (int i = 0; i < 2; i++)
        {
            // The one that is gone may be the one that holds the socket: the client comes back to another.
            ServiceProcess gone = three.Replicas[i];
            await gone.KillAsync();
            await using Listening again = await Listening.OpenAsync(await talk.ReconnectAsync(""));
            await talk.SayAsync(FollowUp, $"b{i}");
            await again.UntilAsync(3 + (2 * (i + 1)));
            three.Replicas[i] = await three.StartAgainAsync(gone);
            await gone.DisposeAsync();
        }

        string[] entries =
        [
            .. (await talk.ReadAsync()).Select(activity => activity.TryGetProperty("channelData", out JsonElement data)
                && data.TryGetProperty("faqbot", out JsonElement own) && own.TryGetProperty("entryId", out JsonElement id)
                    ? id.GetString() ?? "" : ""),
        ];
        Assert.Contains("return-apply", entries);
        Assert.Contains("return-no-package", entries);
    }

    [Fact]
    public async Task Flushed_full_or_frozen_redis_changes_no_answer_and_tokens_bring_conversations_back()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using ThreeReplicas three = await StartAsync(redis.Configuration);
        string[] expected = await AnswersAsync(three);
        Talk talk = await BeginAsync(three);
        await talk.SayAsync(Question);

        await redis.CommandAsync("FLUSHALL");
        Assert.Equal(expected, await AnswersAsync(three));
        await talk.SayAsync(Question);
        Assert.NotEmpty(await talk.ReadAsync());

        await redis.MakeFullAsync();
        Assert.Equal(expected, await AnswersAsync(three));
        DirectLineReply refused = await talk.PostAsync(new { type = "message", from = new { id = "x" }, text = "hi" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused.RetryAfter);
        await redis.MakeRoomAsync();
        await WorksAsync(talk);

        await redis.FreezeAsync();
        Assert.Equal(expected, await AnswersAsync(three));
        await redis.ThawAsync();
        await WorksAsync(talk);
        Assert.Equal(expected, await AnswersAsync(three));
    }

    [Fact]
    public async Task Sentinel_puts_another_primary_in_place_and_conversations_go_on_there()
    {
        await using RedisServer primary = await RedisServer.StartAsync();
        await using RedisServer second = await RedisServer.StartAsync("--replicaof", $"127.0.0.1 {primary.Port}");
        await using RedisSentinel sentinel = await RedisSentinel.StartAsync(primary);
        await using ThreeReplicas three = await StartAsync(sentinel.Configuration);
        string[] expected = await AnswersAsync(three);
        Talk talk = await BeginAsync(three);
        await talk.SayAsync(Question);
        await primary.KillAsync();
        Assert.Equal(expected, await AnswersAsync(three));
        await Eventually.IsTrueAsync(async () => await sentinel.PrimaryPortAsync() == second.Port, "the other one is the primary");
        await WorksAsync(talk);
        Assert.Equal(expected, await AnswersAsync(three));

        // What was said last before the failover may be lost, never what comes after it.
        await talk.SayAsync(FollowUp);
        Assert.NotEmpty(await talk.ReadAsync());
    }

    [Fact]
    public async Task Cluster_of_three_primaries_keeps_conversations_rates_and_rankings()
    {
        await using RedisServer a = await StartNodeAsync(), b = await StartNodeAsync(), c = await StartNodeAsync();
        using (Process create = Process.Start(new ProcessStartInfo(
            "redis-cli", ["--cluster", "create", a.Configuration, b.Configuration, c.Configuration, "--cluster-yes"])
        { RedirectStandardOutput = true })!)
        {
            string said = await create.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await create.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(create.ExitCode == 0, said);
        }

        await Eventually.IsTrueAsync(
            async () => (await a.AskAsync("CLUSTER", "INFO")).Contains("cluster_state:ok", StringComparison.Ordinal),
            "the cluster is whole");
        await using ThreeReplicas three = await StartAsync($"{a.Configuration},{b.Configuration},{c.Configuration}");
        string[] expected = await AnswersAsync(three);
        for (int i = 0; i < 6; i++)
        {
            Talk talk = await BeginAsync(three);
            await using Listening listening = await Listening.OpenAsync(await talk.ReconnectAsync(""));
            await talk.SayAsync(Question, "a");
            await listening.UntilAsync(3);
        }

        Assert.Equal(expected, await AnswersAsync(three));
        int[] keys = [await a.CountKeysAsync(), await b.CountKeysAsync(), await c.CountKeysAsync()];
        Assert.All(keys, count => Assert.True(count > 0, string.Join(' ', keys)));
    }

    /// <summary>Its second port would be ten thousand above the first, where there may be none.</summary>
    private static Task<RedisServer> StartNodeAsync() =>
        RedisServer.StartAsync("--cluster-enabled", "yes", "--cluster-port", $"{FreePort.Find()}", "--cluster-node-timeout", "5000");

    private async Task<ThreeReplicas> StartAsync(string redis) => await ThreeReplicas.StartAsync(
        await shared.SampleAsync(), ("DirectLine:Secrets:0", DirectLineCalls.Secret), ("Cache:Redis:Configuration", redis),
        ("Cache:Redis:Timeout", "00:00:01"));

    private static async Task<Talk> BeginAsync(ThreeReplicas three)
    {
        await Eventually.IsTrueAsync(
            async () =>
            {
                bool[] begun = await Task.WhenAll(three.Replicas.Select(async replica =>
                    (await replica.Client.DirectLineAsync("POST", "conversations", DirectLineCalls.Secret)).Status
                        == HttpStatusCode.Created));
                return begun.All(one => one);
            },
            "all reach Redis");
        return await three.Client.TalkAsync();
    }

    private static Task<TimeSpan> WorksAsync(Talk talk) => Eventually.IsTrueAsync(
        async () => (await talk.PostAsync(new { type = "message", from = new { id = "x" }, text = Question })).Status == HttpStatusCode.OK,
        "messages are taken again");

    private static async Task<string[]> AnswersAsync(ThreeReplicas three)
    {
        List<string> answers = [];
        for (int i = 0; i < 6; i++)
        {
            foreach (string question in new[] { Question, "可以开发票吗", "what is the meaning of life?" })
            {
                answers.Add((await three.Client.AskAsync(question)).Essence());
            }
        }

        return [.. answers];
    }
}

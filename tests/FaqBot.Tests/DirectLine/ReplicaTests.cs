using System.Net;
using FaqBot.Tests.Caching;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.DirectLine;

/// <summary>Two services and one Redis.</summary>
public sealed class ReplicaTests(SampleDatabase sample)
{
    private const string Question = "怎么申请退货？";

    [Fact]
    public async Task Conversation_goes_on_at_another_replica_and_after_a_crash_and_without_redis_for_a_while()
    {
        using TemporaryFolder folder = new(), otherFolder = new();
        await using RedisServer redis = await RedisServer.StartAsync();
        ServiceProcess one = await StartAsync(await sample.CopyToAsync(folder.Path), redis);
        await using ServiceProcess two = await StartAsync(await sample.CopyToAsync(otherFolder.Path), redis);
        await Eventually.TrueAsync("both reach Redis", TimeSpan.FromSeconds(60), async () =>
            await IsBegunAsync(one) && await IsBegunAsync(two) && await IsRememberedAsync(one, two));

        // Begun at one, heard at the other.
        Talk here = await one.Client.TalkAsync();
        Talk there = here with { Client = two.Client };
        await using Listening listening = await Listening.OpenAsync(await there.ReconnectAsync(""));
        await here.SayAsync(Question, "a");
        await listening.UntilAsync(3);
        Assert.Equal(await here.SayAsync(Question, "a"), await there.SayAsync(Question, "a"));

        // The context came along: this entry is reached only after the other one.
        await there.SayAsync("没有原包装了怎么办？");
        Assert.Equal("return-no-package",
            (await listening.UntilAsync(5)).GetProperty("channelData").GetProperty("faqbot").GetProperty("entryId").GetString());

        // One crashes: all of it is still there.
        await one.KillAsync();
        await one.DisposeAsync();
        Assert.Equal(5, (await there.ReadAsync()).Length);
        await there.SayAsync("可以开发票吗");
        await listening.UntilAsync(7);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], listening.Numbers);

        // Redis dies: messages are refused with a word when to try again, the stream stays, and the token brings the conversation back.
        await redis.KillAsync();
        DirectLineReply refused = await there.PostAsync(new { type = "message", from = new { id = "x" }, text = "hi" });
        refused.Is(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
        Assert.NotNull(refused.RetryAfter);
        await redis.StartAgainAsync();
        string? stream = null;
        await Eventually.TrueAsync("Redis is used again", TimeSpan.FromSeconds(40), async () =>
        {
            DirectLineReply reply = await two.Client.DirectLineAsync("GET", $"conversations/{there.Id}?watermark=7", there.Token);
            stream = reply.Status == HttpStatusCode.OK ? reply.Ok("streamUrl") : null;
            return stream is not null;
        });
        await using Listening again = await Listening.OpenAsync(stream!);
        await there.SayAsync(Question);
        await again.UntilAsync(2);
        Assert.Equal([8, 9], again.Numbers);
    }

    [Fact]
    public async Task Tokens_survive_a_flushed_redis_at_replicas_old_and_new()
    {
        using TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path);
        await using RedisServer redis = await RedisServer.StartAsync();
        await using ServiceProcess one = await StartAsync(database, redis);
        await Eventually.TrueAsync("Redis is reached", TimeSpan.FromSeconds(60), async () => await IsBegunAsync(one));
        Talk here = await one.Client.TalkAsync();
        await redis.CommandAsync("FLUSHALL");

        // One that starts now finds no key in Redis, as none was ever there, nor one that somebody else left.
        await redis.CommandAsync("SET", "faqbot:conversation:signing-key", "");
        await using ServiceProcess two = await StartAsync(database, redis);
        await Eventually.TrueAsync("both reach Redis", TimeSpan.FromSeconds(60), async () => await IsBegunAsync(two));
        Talk there = here with { Client = two.Client };
        await there.SayAsync(Question);
        Assert.NotEmpty(await here.ReadAsync());
        Talk young = await two.Client.TalkAsync();
        await (young with { Client = one.Client }).SayAsync(Question);

        // New keys for both within a second: what the former ones signed still counts.
        await IndexerProcess.RunAsync("keys", "renew", "-o", database);
        await one.LoggedAsync("Keys were renewed elsewhere");
        await two.LoggedAsync("Keys were renewed elsewhere");
        string renewed = (await one.Client.DirectLineAsync("POST", "tokens/refresh", here.Token)).Ok("token");
        (await two.Client.DirectLineAsync("POST", "tokens/refresh", renewed)).Ok("token");
        await here.SayAsync(Question);
        Assert.NotEmpty(await there.ReadAsync());
        Assert.DoesNotContain("signing-key", await redis.AskAsync("KEYS", "faqbot:conversation:2:*"), StringComparison.Ordinal);
    }

    /// <summary>What others write under a conversation's keys loses it, and the token brings it back.</summary>
    [Theory]
    [InlineData("redis.call('HSET', key, 's', 'abc')", true)]
    [InlineData("redis.call('HSET', key, 's', '1e400')", true)]
    [InlineData("redis.call('SET', key, 'text')", false)]
    [InlineData("redis.call('LSET', key .. ':activities', 0, '{\"type\":\"message\",\"text\":\"forged\"}')", true)]
    public async Task Rubbish_in_a_stored_conversation_is_a_miss_and_no_failure(string spoil, bool isTold)
    {
        using TemporaryFolder folder = new();
        await using RedisServer redis = await RedisServer.StartAsync();
        await using ServiceProcess one = await StartAsync(await sample.CopyToAsync(folder.Path), redis);
        await Eventually.TrueAsync("Redis is reached", TimeSpan.FromSeconds(60), async () => await IsBegunAsync(one));
        Talk talk = await one.Client.TalkAsync();
        await talk.SayAsync("hello");
        Assert.Equal("1", await redis.AskAsync(
            "EVAL", $"local key = 'faqbot:conversation:2:{{{talk.Id}}}' {spoil} return 1", "0"));
        DirectLineReply read = await talk.GetAsync();
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.DoesNotContain("forged", read.Json.GetRawText(), StringComparison.Ordinal);
        await talk.SayAsync("hello");
        Assert.NotEmpty(await talk.ReadAsync());
        if (isTold)
        {
            await one.LoggedAsync("(conversation) was not written by this service");
        }
    }

    private static Task<ServiceProcess> StartAsync(string database, RedisServer redis) => ServiceProcess.StartReadyAsync(
        ("Storage:Path", database), ("DirectLine:Secrets:0", DirectLineCalls.Secret),
        ("Cache:Redis:Configuration", redis.Configuration), ("Cache:Redis:Timeout", "00:00:01"));

    /// <summary>Whether what one replica answers is context at the other.</summary>
    private static async Task<bool> IsRememberedAsync(ServiceProcess one, ServiceProcess two)
    {
        string conversationId = Guid.NewGuid().ToString("n");
        await one.Client.AskAsync(new { question = Question, conversationId });
        return (await two.Client.AskAsync(new { question = "没有原包装了怎么办？", conversationId })).Answer?.EntryId == "return-no-package";
    }

    private static async Task<bool> IsBegunAsync(ServiceProcess service) =>
        (await service.Client.DirectLineAsync("POST", "conversations", DirectLineCalls.Secret)).Status == HttpStatusCode.Created;
}

using FaqBot.Core.Conversations;
using FaqBot.Core.Redis;
using FaqBot.Core.Tests.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Caching;

[Collection(RedisCollection.Name)]
public sealed class LastAnswersTests
{
    private static readonly ConversationKey Conversation = new("shop", "visitor 7");

    private readonly ManualClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindAsync_last_answer_of_the_conversation_is_known()
    {
        await using LastAnswers answers = InMemory();
        answers.Keep(Conversation, "a");
        answers.Keep(Conversation, "b");
        Assert.Equal("b", await answers.FindAsync(Conversation, Cancellation));
        Assert.Null(await answers.FindAsync(Conversation with { KnowledgeBaseId = "other" }, Cancellation));
        Assert.Null(await answers.FindAsync(Conversation with { ConversationId = "visitor 8" }, Cancellation));
    }

    [Fact]
    public async Task FindAsync_answer_ends_with_its_lifetime()
    {
        await using LastAnswers answers = InMemory();
        answers.Keep(Conversation, "a");
        _clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.Equal("a", await answers.FindAsync(Conversation, Cancellation));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await answers.FindAsync(Conversation, Cancellation));
    }

    [Fact]
    public async Task Forget_conversation_is_about_nothing()
    {
        await using LastAnswers answers = InMemory();
        answers.Keep(Conversation, "a");
        answers.Keep(Conversation with { ConversationId = "visitor 8" }, "b");
        answers.Forget(Conversation);
        Assert.Null(await answers.FindAsync(Conversation, Cancellation));
        Assert.Equal("b", await answers.FindAsync(Conversation with { ConversationId = "visitor 8" }, Cancellation));
        answers.Keep(Conversation, "c");
        Assert.Equal("c", await answers.FindAsync(Conversation, Cancellation));
    }

    [Fact]
    public async Task Keep_longest_silent_conversations_make_room()
    {
        await using LastAnswers answers = InMemory(most: 2);
        foreach (string conversation in new[] { "1", "2", "1", "3" })
        {
            answers.Keep(new ConversationKey("shop", conversation), $"of {conversation}");
        }

        string?[] found = [.. await Task.WhenAll(
            new[] { "1", "2", "3" }.Select(id => answers.FindAsync(new ConversationKey("shop", id), Cancellation).AsTask()))];
        Assert.Equal("of 1,,of 3", string.Join(',', found));
    }

    [Fact]
    public void Hash_names_cannot_run_into_each_other() =>
        Assert.NotEqual(new ConversationKey("a", "bc").Hash(), new ConversationKey("ab", "c").Hash());

    [Fact]
    public async Task FindAsync_replicas_share_redis_and_survive_it()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        RedisOptions redis = new() { Configuration = server.Configuration, Timeout = TimeSpan.FromSeconds(1) };
        await using LastAnswers one =
            LastAnswers.Open(new ConversationOptions(), redis, TimeProvider.System, NullLoggerFactory.Instance, Seals.Of(1));
        await using LastAnswers other =
            LastAnswers.Open(new ConversationOptions(), redis, TimeProvider.System, NullLoggerFactory.Instance, Seals.Of(1));
        await Eventually.IsTrueAsync(
            async () =>
            {
                one.Keep(Conversation, "a");
                return await other.FindAsync(Conversation, Cancellation) == "a";
            },
            "the other replica knows");
        // What somebody else wrote, or moved here from another conversation, is nothing.
        string key = await server.AskAsync("KEYS", "faqbot:last-answer:*");
        await using LastAnswers stranger =
            LastAnswers.Open(new ConversationOptions(), redis, TimeProvider.System, NullLoggerFactory.Instance, Seals.Of(2));
        Assert.Equal("OK", await server.AskAsync("SET", key, "b"));
        Assert.Null(await one.FindAsync(Conversation, Cancellation));
        one.Keep(Conversation, "a");
        await Eventually.IsTrueAsync(async () => await other.FindAsync(Conversation, Cancellation) == "a", "it is kept again");
        Assert.Null(await stranger.FindAsync(Conversation, Cancellation));
        other.Forget(Conversation);
        await Eventually.IsTrueAsync(async () => await one.FindAsync(Conversation, Cancellation) is null, "it is forgotten everywhere");
        one.Keep(Conversation, "a");
        await server.KillAsync();
        one.Keep(Conversation, "b");
        Assert.Null(await one.FindAsync(Conversation, Cancellation));
    }

    private LastAnswers InMemory(int most = 10) =>
        LastAnswers.Open(new ConversationOptions { MaxConversations = most }, new RedisOptions(), _clock, NullLoggerFactory.Instance);
}

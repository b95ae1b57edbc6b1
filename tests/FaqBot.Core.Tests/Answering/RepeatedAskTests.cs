using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Core.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Answering;

public sealed class RepeatedAskTests : PublishedCatalogTest
{
    private readonly ManualClock _time = new();
    private readonly ReplyCache _cache;
    private readonly LastAnswers _lastAnswers;
    private readonly AnsweringOptions _options = new() { DefaultKnowledgeBase = "a", SmallTalkKnowledgeBase = "talk" };

    public RepeatedAskTests()
    {
        _cache = ReplyCache.Open(new CacheOptions { Lifetime = TimeSpan.FromMinutes(10) }, _time, NullLoggerFactory.Instance);
        _lastAnswers = LastAnswers.Open(new ConversationOptions(), new CacheOptions().Redis, _time, NullLoggerFactory.Instance);
        Answerer = new Answerer(Catalogs, _options, _cache, _lastAnswers, _time) { Load = PatientLoad.Policy };
    }

    private Answerer Answerer { get; }

    [Fact]
    public async Task Repeat_of_a_stored_question_is_the_same_reply()
    {
        await PublishAsync("a");
        Ask ask = Of("a question 1 first");
        Assert.Null(Answerer.Repeat(ask));
        Reply reply = await Answerer.AnswerAsync(ask, Cancellation);
        Assert.True(reply.IsKept);
        Assert.Same(reply, Answerer.Repeat(ask));
        Assert.Equal("e1", reply.Answer!.EntryId);
        Assert.Equal(0, _cache.Snapshot().Hits);
    }

    [Fact]
    public async Task Repeat_of_a_ranked_question_is_what_the_cache_gives_and_counts_as_a_look_up()
    {
        await PublishAsync("a");
        Ask ask = Of("which answer is second");
        Assert.False((await Answerer.AnswerAsync(ask, Cancellation)).Cached);
        Assert.Null(Answerer.Repeat(ask));
        Reply cached = await Answerer.AnswerAsync(ask, Cancellation);
        Assert.True(cached.Cached);
        long hits = _cache.Snapshot().Hits;
        Assert.Same(cached, Answerer.Repeat(ask));
        Assert.Equal(hits + 1, _cache.Snapshot().Hits);
        Assert.Equivalent(cached with { IsKept = false }, await Answerer.AnswerAsync(ask with { Repeated = null }, Cancellation));
    }

    [Fact]
    public async Task Repeat_asks_small_talk_too_and_counts_both_look_ups()
    {
        await PublishAsync("a");
        await PublishAsync("talk");
        Ask ask = Of("which answer is second", threshold: 1);
        await Answerer.AnswerAsync(ask, Cancellation);
        Reply cached = await Answerer.AnswerAsync(ask, Cancellation);
        long hits = _cache.Snapshot().Hits;
        Assert.Same(cached, Answerer.Repeat(ask));
        Assert.Equal(hits + 2, _cache.Snapshot().Hits);

        await PublishAsync("talk", "second");
        Assert.Null(Answerer.Repeat(ask));
    }

    [Fact]
    public async Task Repeat_when_small_talk_has_come_is_nothing()
    {
        await PublishAsync("a");
        Ask ask = Of("which answer is second", threshold: 1);
        await Answerer.AnswerAsync(ask, Cancellation);
        await Answerer.AnswerAsync(ask, Cancellation);
        Assert.NotNull(Answerer.Repeat(ask));
        await PublishAsync("talk");
        Assert.Null(Answerer.Repeat(ask));
    }

    [Fact]
    public async Task Repeat_after_another_version_is_nothing()
    {
        await PublishAsync("a");
        Ask ask = Of("a question 1 first");
        await Answerer.AnswerAsync(ask, Cancellation);
        await PublishAsync("a", "second");
        Assert.Null(Answerer.Repeat(ask));
        Assert.Equal(2, (await Answerer.AnswerAsync(ask, Cancellation)).Version);
    }

    [Fact]
    public async Task Repeat_when_the_cache_has_forgotten_is_nothing()
    {
        await PublishAsync("a");
        Ask ask = Of("which answer is second");
        await Answerer.AnswerAsync(ask, Cancellation);
        await Answerer.AnswerAsync(ask, Cancellation);
        Assert.NotNull(Answerer.Repeat(ask));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(Answerer.Repeat(ask));
    }

    [Fact]
    public async Task Repeat_when_other_entries_may_answer_is_nothing()
    {
        KnowledgeBase knowledge = Publication.Knowledge("a");
        DateTimeOffset end = _time.GetUtcNow().AddMinutes(5);
        Publication.Publish(
            Store, knowledge with { Entries = [knowledge.Entries[0], knowledge.Entries[1] with { ValidUntil = end }] }, model: Usual);
        await Catalogs.RefreshAsync(Cancellation);
        Ask ask = Of("a question 1 first");
        await Answerer.AnswerAsync(ask, Cancellation);
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.NotNull(Answerer.Repeat(ask));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(Answerer.Repeat(ask));
        Assert.NotEqual("e1", (await Answerer.AnswerAsync(ask, Cancellation)).Answer?.EntryId);
    }

    [Fact]
    public async Task Repeat_of_something_else_is_nothing()
    {
        await PublishAsync("a");
        Ask ask = Of("a question 1 first");
        await Answerer.AnswerAsync(ask, Cancellation);
        Ask[] others =
        [
            ask with { Question = Question.Parse("a question 1 first") }, ask with { Top = 2 }, ask with { Threshold = 0.3 },
            ask with { KnowledgeBaseId = "b" }, ask with { Filter = EntryFilter.None.After("e0") }, ask with { ConversationId = "http:x" },
            ask with { PreviousQuestion = ask.Question }, ask with { LeastShown = 0.5 }, ask with { Repeated = null },
            ask with { Deployment = Core.Storage.Deployment.Test },
        ];
        Assert.All(others, other => Assert.Null(Answerer.Repeat(other)));
        Assert.NotNull(Answerer.Repeat(ask));
    }

    [Fact]
    public async Task Answer_within_a_conversation_is_not_kept()
    {
        await PublishAsync("a");
        Ask ask = Of("a question 1 first") with { ConversationId = "http:x" };
        Assert.False((await Answerer.AnswerAsync(ask, Cancellation)).IsKept);
        Assert.False(ask.Repeated!.HasReply);
    }

    [Fact]
    public async Task Answer_without_a_cache_is_kept_only_where_it_is_literal()
    {
        await PublishAsync("a");
        await using ReplyCache none = ReplyCache.Open(new CacheOptions { Enabled = false }, _time, NullLoggerFactory.Instance);
        Answerer answerer = new(Catalogs, _options, none, _lastAnswers, _time) { Load = PatientLoad.Policy };
        Ask ranked = Of("which answer is second"), literal = Of("a question 1 first");
        await answerer.AnswerAsync(ranked, Cancellation);
        await answerer.AnswerAsync(ranked, Cancellation);
        Assert.Null(answerer.Repeat(ranked));
        await answerer.AnswerAsync(literal, Cancellation);
        Assert.NotNull(answerer.Repeat(literal));
    }

    private static Ask Of(string question, double? threshold = null) =>
        new(Question.Parse(question), "a", EntryFilter.None, 3, threshold) { Repeated = new RepeatedAsk() };

    private async Task PublishAsync(string id, string edition = "first")
    {
        Publication.Publish(Store, Publication.Knowledge(id, edition: edition), model: Usual);
        await Catalogs.RefreshAsync(Cancellation);
    }
}

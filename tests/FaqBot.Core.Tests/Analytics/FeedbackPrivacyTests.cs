using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;
using static FaqBot.Core.Tests.Analytics.LogFolder;

namespace FaqBot.Core.Tests.Analytics;

public sealed class FeedbackPrivacyTests
{
    private readonly ManualClock _clock = new();

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public async Task User_is_a_keyed_hash_of_the_month_that_can_be_found_again()
    {
        await using LogFolder folder = new(time: _clock);
        FeedbackPrivacy privacy = folder.Log.Privacy;
        string key = privacy.Of(Row("call 13812345678", Now), Ann).UserKey;
        Assert.Equal("call <phone>", privacy.Of(Row("call 13812345678", Now), Ann).Question);
        Assert.Equal(key, privacy.Of(Row("other", Now), Ann).UserKey);
        Assert.NotEqual(key, privacy.Of(Row("other", Now), new Asker(Asker.Api, "bob", null)).UserKey);
        Assert.NotEqual(key, privacy.Of(Row("other", Now) with { KnowledgeBaseId = "hr" }, Ann).UserKey);
        string later = privacy.Of(Row("other", Now.AddDays(40)), Ann).UserKey;
        Assert.NotEqual(key, later);
        Assert.Matches("^[0-9a-f]{32}$", key);

        // Not the hash that trying names finds, nor that of another installation.
        Assert.NotEqual(Feedback.KeyOf("shop", "ann"), key);
        await using LogFolder other = new(time: _clock);
        Assert.NotEqual(key, other.Log.Privacy.Of(Row("other", Now), Ann).UserKey);

        // A restart finds the same secrets.
        await using QuestionLog again = new(
            folder.Path, new QuestionLogOptions(), _clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<QuestionLog>.Instance);
        Assert.Equal(key, again.Privacy.Of(Row("other", Now), Ann).UserKey);
        Assert.Superset(
            new HashSet<string> { key, later, Feedback.KeyOf("shop", "ann") }, again.Privacy.KeysOf("shop", "ann").ToHashSet());
    }

    [Fact]
    public async Task No_text_is_kept_where_none_is_logged()
    {
        await using LogFolder off = new(new QuestionLogOptions { Excluded = ["shop"] }, _clock);
        Assert.Equal("", off.Log.Privacy.Of(Row("secret", Now), Ann).Question);
        await using LogFolder none = new(new QuestionLogOptions { TextDays = 0, RowDays = 30 }, _clock);
        Assert.Equal("", none.Log.Privacy.Of(Row("secret", Now), Ann).Question);
        Assert.Equal(Now.AddDays(-30), none.Log.Privacy.KeptSince);
        await using LogFolder unanswered = new(new QuestionLogOptions { OnlyUnanswered = ["shop"] }, _clock);
        Assert.Equal("", unanswered.Log.Privacy.Of(Row("secret", Now) with { EntryId = "e1" }, Ann).Question);
        Assert.Equal("secret", unanswered.Log.Privacy.Of(Row("secret", Now) with { EntryId = null }, Ann).Question);
        Assert.Equal(
            "secret", unanswered.Log.Privacy.Of(Row("secret", Now) with { EntryId = "e1", KnowledgeBaseId = "hr" }, Ann).Question);
        await using LogFolder usual = new(time: _clock);
        Assert.Equal("", usual.Log.Privacy.Of(Row("secret", Now), Ann with { OptsOut = true }).Question);
        Assert.Equal(Now.AddDays(-90), usual.Log.Privacy.KeptSince);
    }

    [Fact]
    public async Task Log_that_cannot_be_used_keeps_nobody_from_speaking()
    {
        await using LogFolder folder = new(time: _clock, name: "none/faq.questions.db");
        Assert.Matches("^[0-9a-f]{32}$", folder.Log.Privacy.Of(Row("other", Now), Ann).UserKey);
    }

    [Fact]
    public async Task Forgotten_user_and_old_rows_go_from_the_table()
    {
        await using LogFolder log = new(time: _clock);
        using TemporaryFolder folder = new();
        using Core.Storage.Relational.KnowledgeStore store = Core.Storage.Relational.KnowledgeStore.Open(folder.File("faq.db"));
        Publication.Publish(store, Publication.Knowledge("shop", 2));
        Publication.Publish(store, Publication.Knowledge("hr", 2));
        Asker bob = new(Asker.Api, "bob", null);
        FeedbackPrivacy privacy = log.Log.Privacy;
        store.Feedback.Add(
        [
            privacy.Of(Row("anns", Now), Ann), privacy.Of(Row("bobs", Now), bob), privacy.Of(Row("anns of old", Now.AddDays(-35)), Ann),
            privacy.Of(Row("elsewhere", Now) with { KnowledgeBaseId = "hr" }, Ann),
            Row("of a former build", Now) with { UserKey = Feedback.KeyOf("shop", "ann") },
        ]);
        Assert.Equal(3, store.Feedback.Forget(kb => privacy.KeysOf(kb, "ann"), "shop"));
        Assert.Equal(["bobs"], store.Feedback.Latest("shop", 10).Select(row => row.Question));
        Assert.Equal(1, store.Feedback.Forget(kb => privacy.KeysOf(kb, "ann"), null));
        Assert.Equal(0, store.Feedback.Purge(Now));
        _clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(1, store.Feedback.Purge(privacy.KeptSince));
    }

    private static Asker Ann { get; } = new(Asker.Api, "ann", null);

    private static Feedback Row(string question, DateTimeOffset at) =>
        new("shop", 1, question, "e1", FeedbackKind.Chosen, "", "api", at);
}

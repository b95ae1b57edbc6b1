using FaqBot.Core.Analytics;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Learning;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Tests.Learning;

public sealed class SuggestionTests
{
    private static readonly (string Id, string[] Questions)[] Shop =
    [
        ("cancel", ["怎么取消订单", "订单能取消吗"]), ("return", ["怎么退货", "退货流程是什么"]), ("invoice", ["怎么开发票", "能开专票吗"]),
        ("shipping", ["多久发货", "什么时候能发货"]), ("coupon", ["优惠券怎么用", "优惠码在哪里输入"]),
    ];

    [Fact]
    public async Task Gap_is_what_five_people_ask_and_nothing_answers()
    {
        await using LearningBase help = await LearningBase.StartAsync(Shop);
        await help.AskAsync("实体店几点关门", LearningBase.Users(3, "a"));
        await help.AskAsync("你们实体店几点关门呀", LearningBase.Users(2, "b"));
        await help.AskAsync("你们招不招暑期工", LearningBase.Users(4, "c"));
        await help.AskAsync("宠物可以坐飞机吗", Enumerable.Repeat("one who asks again and again", 20));
        Suggestion gap = Assert.Single(await help.SuggestAsync(QueueKind.Gaps));
        Assert.Equal(["你们实体店几点关门呀", "实体店几点关门"], gap.Wordings.Select(wording => wording.Text).Order(StringComparer.Ordinal));
        Assert.Equal((5, (string?)null), (gap.People, gap.EntryId));
        Assert.Contains("几点", gap.Terms);
        Assert.NotEmpty(gap.Nearest);
        Assert.Equal(gap.Id, Assert.Single(await help.SuggestAsync(QueueKind.Gaps)).Id);
        ProposedChange change = ProposedChange.Of(LearningBase.Id, gap, null)!;
        Assert.Equal((ProposedChangeKind.AddEntry, gap.Wordings[0].Text), (change.Kind, change.Question));
        Assert.Equal([gap.Wordings[1].Text], change.Alternates);

        // As soon as an entry answers, there is no gap.
        await help.PublishAsync([.. Shop, ("hours", ["实体店几点关门", "你们实体店几点关门呀"])]);
        Assert.Empty(await help.SuggestAsync(QueueKind.Gaps));
    }

    [Fact]
    public async Task Wording_goes_to_the_entry_that_users_choose()
    {
        await using LearningBase help = await LearningBase.StartAsync(Shop);
        const string Text = "钱付了又不想要了咋整";
        await help.AskAsync(Text, LearningBase.Users(3));
        await help.SayAsync(Text, "cancel", FeedbackKind.Chosen, LearningBase.Users(2));
        Assert.Empty(await help.SuggestAsync(QueueKind.Wordings));
        await help.SayAsync(Text, "cancel", FeedbackKind.Chosen, LearningBase.Users(3));
        Suggestion wording = Assert.Single(await help.SuggestAsync(QueueKind.Wordings));
        Assert.Equal(("cancel", 3, Text), (wording.EntryId, wording.Chosen, wording.Wordings[0].Text));
        Assert.Equal(ProposedChangeKind.AddAlternates, ProposedChange.Of(LearningBase.Id, wording, null)!.Kind);
        Assert.Null(ProposedChange.Of(LearningBase.Id, wording, new Acceptance { Wordings = ["another text"] }));

        // Others say that it did not help, so the evidence does not agree any more.
        await help.SayAsync(Text, "cancel", FeedbackKind.NotHelpful, LearningBase.Users(4, "other"));
        Assert.Empty(await help.SuggestAsync(QueueKind.Wordings));
    }

    [Fact]
    public async Task Rejection_is_remembered_with_variants_until_the_entry_changes()
    {
        await using LearningBase help = await LearningBase.StartAsync(Shop);
        const string Text = "钱付了又不想要了咋整";
        await help.AskAsync(Text, LearningBase.Users(3));
        await help.SayAsync(Text, "cancel", FeedbackKind.Chosen, LearningBase.Users(3));
        Suggestion wording = Assert.Single(await help.SuggestAsync(QueueKind.Wordings));
        long id = (await help.Maker.RejectAsync(LearningBase.Id, wording, TestContext.Current.CancellationToken)).Id;
        Assert.Empty(await help.SuggestAsync(QueueKind.Wordings));
        await help.AskAsync(Text + "啊", LearningBase.Users(3, "late"));
        await help.SayAsync(Text + "啊", "cancel", FeedbackKind.Chosen, LearningBase.Users(3, "late"));
        Assert.Empty(await help.SuggestAsync(QueueKind.Wordings));
        await help.PublishAsync(Shop.Select(entry => entry.Id == "cancel" ? ("cancel", [.. entry.Questions, "撤销订单"]) : entry));
        Assert.NotEmpty(await help.SuggestAsync(QueueKind.Wordings));
        await help.PublishAsync(Shop);
        Assert.Empty(await help.SuggestAsync(QueueKind.Wordings));
        Assert.True(help.Questions.Unreject(LearningBase.Id, id));
        Assert.False(help.Questions.Unreject(LearningBase.Id, id));
        Assert.NotEmpty(await help.SuggestAsync(QueueKind.Wordings));
    }

    [Fact]
    public async Task Repairs_are_answers_that_do_not_help_and_entries_that_are_confused()
    {
        await using LearningBase help = await LearningBase.StartAsync(Shop);
        Reply reply = await help.AskAsync("怎么退货呢", LearningBase.Users(9));
        Assert.Equal("return", reply.Answer?.EntryId);
        await help.SayAsync("怎么退货呢", "return", FeedbackKind.NotHelpful, LearningBase.Users(4));
        Assert.Empty(await help.SuggestAsync(QueueKind.Repairs));
        await help.SayAsync("怎么退货呢", "return", FeedbackKind.NotHelpful, LearningBase.Users(6));
        await help.SayAsync("怎么退货呢", "cancel", FeedbackKind.Chosen, LearningBase.Users(3));
        Suggestion[] repairs = await help.SuggestAsync(QueueKind.Repairs);
        Assert.Equal([("return", null), ("return", (string?)"cancel")], repairs.Select(one => (one.EntryId!, one.OtherEntryId)));
        Assert.Equal(6, repairs[0].NotHelpful);
        Assert.Null(ProposedChange.Of(LearningBase.Id, repairs[0], null));
    }

    [Fact]
    public async Task Answer_after_which_people_ask_again_in_other_words_is_to_be_repaired()
    {
        await using LearningBase help = await LearningBase.StartAsync(Shop);
        foreach (string user in LearningBase.Users(7))
        {
            await help.AskAsync("怎么退货呢", user);
            await help.AskAsync("退货到底怎么退", user);
        }

        Suggestion repair = Assert.Single(await help.SuggestAsync(QueueKind.Repairs));
        Assert.Equal(("return", 7, 7), (repair.EntryId, repair.AskedAgain, repair.People));
        Assert.Contains(repair.Wordings, wording => wording.Text == "怎么退货呢");

        // Of many who are content a few do not count.
        await help.AskAsync("怎么退货呢", LearningBase.Users(40, "content"));
        Assert.Empty(await help.SuggestAsync(QueueKind.Repairs));
    }

    [Fact]
    public async Task Topics_are_groups_of_wordings_and_rise_with_the_people_who_ask()
    {
        await using LearningBase help = await LearningBase.StartAsync(Shop);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        help.AddAsked(Enumerable.Range(8, 20).Select(day => ("怎么退货呢", now.AddDays(-day))));
        await help.AskAsync("怎么退货呢", LearningBase.Users(6, "a"));
        await help.AskAsync("实体店几点关门", LearningBase.Users(4, "b"));
        await help.AskAsync("你们实体店几点关门呀", LearningBase.Users(3, "c"));
        await help.AskAsync("宠物可以坐飞机吗", LearningBase.Users(4, "d"));
        MadeSuggestions made = await help.Maker.MakeAsync(LearningBase.Id, TestContext.Current.CancellationToken);
        IReadOnlyList<Topic> topics = Topic.Of(made.Groups, help.Questions, LearningBase.Id, DateOnly.FromDateTime(now.UtcDateTime));
        Assert.Equal([(7, 7, 0.0, true), (6, 6, 5.0, false)], topics.Select(topic => (
            topic.Asked, topic.People, topic.Before, topic.IsRising)));
        Assert.Equal(["实体店几点关门", "你们实体店几点关门呀"], topics[0].Wordings);
        Assert.Contains("几点", topics[0].Terms);
        Assert.Equal((null, 1.2), (topics[0].Ratio, topics[1].Ratio));
        Assert.Equal(("return", 0), (topics[1].EntryId, topics[1].NoMatchShare));
    }

    [Fact]
    public async Task Weeks_that_are_about_something_else_are_seen_and_outlive_their_texts()
    {
        await using LearningBase help = await LearningBase.StartAsync(Shop);
        string[] usual = ["怎么退货", "多久发货", "能开专票吗", "优惠码在哪里输入", "订单能取消吗", "退货流程", "发货要几天", "发票抬头"];
        string[] other = ["停电了怎么办", "停电多久恢复", "家里没电了", "电费怎么交", "电表在哪里看", "跳闸了怎么办", "电路短路", "漏电保护"];
        Random random = new(3);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        for (int week = 13; week >= 0; week--)
        {
            help.AddAsked(Enumerable.Range(0, 70).Select(i => (
                (week == 0 ? other : usual)[random.Next(8)],
                now.AddDays(week == 0 ? 0 : (-7 * week) + (i % 7) - (today.DayNumber - Drift.WeekOf(today).DayNumber)))));
        }

        IReadOnlyList<DriftWeek> weeks = await help.DriftAsync(today);
        Assert.True(weeks[^1].TopicAlarm, string.Join('\n', weeks));
        Assert.DoesNotContain(weeks.SkipLast(1), week => week.TopicAlarm);
        double?[] before = [.. weeks.SkipLast(1).Select(week => week.TopicDistance)];

        // The mean of a week that is over is kept.
        help.ForgetTexts();
        Assert.Equal(before, (await help.DriftAsync(today)).SkipLast(1).Select(week => week.TopicDistance));
    }

    [Fact]
    public async Task Effect_shows_what_a_stolen_question_would_cost()
    {
        await using LearningBase help = await LearningBase.StartAsync(Shop);
        await help.AskAsync("退货要走什么流程呢", LearningBase.Users(2));
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        MatchPolicy policy = new(0.7, 0.3);
        AcceptanceEffect harmless = await help.Maker.EffectAsync(LearningBase.Id, "cancel", ["撤销刚下的订单"], policy, cancellation);
        Assert.False(harmless.Steals);
        AcceptanceEffect harmful = await help.Maker.EffectAsync(
            LearningBase.Id, "coupon", ["退货流程是怎样的", "退货的流程是什么呢"], policy, cancellation);
        Assert.True(harmful.Steals);
        Assert.True(harmful.Compared > 5);
        Assert.Contains(harmful.Changes, change => change is { IsStored: true, Before: "return", After: "coupon" });
        Assert.Contains(harmful.Changes, change => change is { IsStored: false, After: "coupon" } && change.Text == "退货要走什么流程呢");
    }

    [Fact]
    public void Suggestions_of_the_log_go_out_with_their_entries()
    {
        Suggestion own = new()
        {
            Id = "1",
            Queue = QueueKind.Wordings,
            EntryId = "return",
            People = 6,
            Chosen = 2,
            Wordings = [new SuggestedWording("怎么\"退\"", 7, 4, 1), new SuggestedWording("退货", 3, 2, 0.9)],
        };
        KnowledgeBase knowledge = new()
        {
            Id = "kb",
            Name = "kb",
            Languages = ["zh-Hans"],
            DefaultAnswer = "-",
            Entries =
            [
                new FaqEntry
                {
                    Id = "return", Question = "怎么退货", Answer = "-", Suggested = [new SuggestedQuestion("退货？", 1, 1)],
                },
                new FaqEntry { Id = "other", Question = "多久发货", Answer = "-" },
            ],
        };
        KnowledgeBase outgoing = ImportedSuggestions.With(
            knowledge, [own, own with { EntryId = "gone" }, own with { Queue = QueueKind.Gaps, EntryId = null }]);
        Assert.Equal(
            [new SuggestedQuestion("退货？", 1, 1), new SuggestedQuestion("怎么\"退\"", 4, 2)], outgoing.Entries[0].Suggested);
        Assert.Empty(outgoing.Entries[1].Suggested);
    }
}

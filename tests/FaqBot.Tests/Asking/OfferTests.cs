using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

/// <summary>What a reply offers beside its answer, or instead of one.</summary>
public sealed class OfferTests(SampleDatabase sample)
{
    [Fact]
    public async Task Handover_related_questions_and_small_talk_are_options()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)),
            ("Channels:OfferHandover", "true"),
            ("Answering:RelatedQuestions", "0"),
            ("Answering:SmallTalkKnowledgeBase", ""));
        Reply foreign = await service.Client.AskAsync("你好");
        Assert.Equal(("shop", "noMatch", new ReplyHandover(true, "handoff.initiate")), (foreign.Kb, foreign.Decision, foreign.Handover));
        Reply known = await service.Client.AskAsync("怎么申请退货？");
        Assert.Null(known.Handover);
        Assert.Empty(known.Related);
    }
}

[Collection(AskingCollection.Name)]
public sealed class RelatedTests(AskingService service)
{
    [Fact]
    public async Task Related_questions_lie_under_an_answer_prompts_first()
    {
        Reply reply = await service.Client.AskAsync("怎么开发票？");
        Assert.Equal(["invoice-download", "invoice-reissue", "invoice-vat-special"], reply.Related.Select(related => related.EntryId));
        reply = await service.Client.AskAsync("能寄纸质发票吗？");
        Assert.InRange(reply.Related.Length, 2, 3);
        Assert.All(reply.Related.Take(2), related => Assert.StartsWith("invoice-", related.EntryId, StringComparison.Ordinal));
        Assert.DoesNotContain("invoice-paper", reply.Related.Select(related => related.EntryId));
    }

    [Fact]
    public async Task Related_questions_are_never_those_of_context()
    {
        Reply reply = await service.Client.AskAsync("怎么申请退货？");
        string[] context = ["return-freight", "return-no-package", "return-gift-item"];
        Assert.NotEmpty(reply.Related);
        Assert.DoesNotContain(reply.Related, related => context.Contains(related.EntryId));
    }

    [Fact]
    public async Task Suggestions_are_at_most_four_and_none_is_padding_whatever_top_says()
    {
        foreach (string question in new[] { "退款", "改一下", "发货", "密码", "return" })
        {
            Reply reply = await service.Client.AskAsync(new { question, top = 1, threshold = 1 });
            if (reply.Decision == "suggestions")
            {
                Assert.InRange(reply.Suggestions.Length, 1, 4);
                Assert.All(reply.Suggestions.Skip(1), suggestion => Assert.InRange(suggestion.Confidence, 0.05, 1));
                Assert.Equal(reply.Suggestions.Length, reply.Suggestions.Select(suggestion => suggestion.EntryId).Distinct().Count());
            }
        }
    }

    [Fact]
    public async Task No_match_names_what_came_nearest_and_offers_nobody()
    {
        Reply reply = await service.Client.AskAsync(new { question = "退货", threshold = 1, kb = "shop" });
        Assert.Null(reply.Handover);
        string[] questions = ["mny of the moon", "wo ai ni", "purple elephants and a refund", "量子力学的退款", "什么时候下雪", "fly to mars"];
        Reply[] replies = await Task.WhenAll(questions.Select(question => service.Client.AskAsync(new { question, kb = "shop" })));
        Assert.All(replies, unsure => Assert.Null(unsure.Handover));
        Assert.Contains(replies, unsure => unsure is { Decision: "noMatch", Related.Length: > 0 });
    }
}

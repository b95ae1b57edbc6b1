using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class ContextTests(AskingService service)
{
    private const string OnlyInContext = "return-no-package";
    private const string ItsQuestion = "没有原包装了怎么办？";

    [Fact]
    public async Task Context_only_entry_is_out_of_reach_without_context()
    {
        Reply reply = await service.Client.AskAsync(new { question = ItsQuestion, top = 10, threshold = 0 });
        Assert.NotEqual(OnlyInContext, reply.Answer!.EntryId);
        Assert.DoesNotContain(OnlyInContext, reply.Alternatives.Select(candidate => candidate.EntryId));
    }

    [Fact]
    public async Task Context_of_an_entry_that_prompts_for_it_reaches_it()
    {
        Reply reply = await service.Client.AskAsync(new
        {
            question = ItsQuestion,
            context = new { previousEntryId = "return-apply", previousQuestion = "怎么申请退货" },
        });
        Assert.Equal((OnlyInContext, 1.0), (reply.Answer!.EntryId, reply.Confidence));
        reply = await service.Client.AskAsync(new { question = "盒子扔了可以吗", context = new { previousEntryId = "return-apply" } });
        Assert.Equal(OnlyInContext, reply.Answer?.EntryId);
    }

    [Theory]
    [InlineData("pay-methods")]
    [InlineData("no-such-entry")]
    [InlineData("")]
    public async Task Context_of_another_entry_does_not(string previousEntryId)
    {
        Reply reply =
            await service.Client.AskAsync(new { question = ItsQuestion, top = 10, threshold = 0, context = new { previousEntryId } });
        Assert.NotEqual(OnlyInContext, reply.Answer!.EntryId);
    }

    [Fact]
    public async Task Prompts_lead_where_they_say()
    {
        Reply first = await service.Client.AskAsync("怎么申请退货？");
        Assert.Equal("return-apply", first.Answer!.EntryId);
        Assert.NotEmpty(first.Answer.Prompts);
        foreach (ReplyPrompt prompt in first.Answer.Prompts)
        {
            Reply followUp = await service.Client.AskAsync(new
            {
                question = prompt.Question,
                context = new { previousEntryId = first.Answer.EntryId },
            });
            Assert.Equal((prompt.EntryId, 1.0), (followUp.Answer!.EntryId, followUp.Confidence));
        }
    }
}

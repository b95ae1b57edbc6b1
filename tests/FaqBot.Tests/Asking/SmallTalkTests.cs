using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class SmallTalkTests(AskingService service)
{
    [Theory]
    [InlineData("你好", "greeting", 1)]
    [InlineData("讲个笑话！", "joke", 1)]
    [InlineData("谢谢你的帮助", "thanks", 0.9999)]
    [InlineData("明天会下雨吗", "weather", 0.9999)]
    public async Task Small_talk_answers_what_the_knowledge_base_does_not(string question, string entry, double highest)
    {
        Reply reply = await service.Client.AskAsync(question);
        Assert.Equal(("chitchat", "answer", entry), (reply.Kb, reply.Decision, reply.Answer?.EntryId));
        Assert.InRange(reply.Confidence, 0.75, highest);
        Reply own = await service.Client.AskAsync(new { question, kb = "chitchat" });

        // Nobody who asks a shop is led on into small talk.
        Assert.Empty(reply.Related);
        Assert.Equal((own with { Related = [] }).Essence(), reply.Essence());
    }

    [Theory]
    [InlineData("怎么联系人工客服？")]
    [InlineData("发票抬头写错了怎么办")]
    [InlineData("退货")]
    [InlineData("客服几点下班")]
    public async Task Small_talk_never_outranks_an_entry(string question) =>
        Assert.Equal("shop", (await service.Client.AskAsync(question)).Kb);

    [Fact]
    public async Task Small_talk_is_out_of_a_question_with_filters()
    {
        Reply reply = await service.Client.AskAsync(
            new { question = "你好", filters = new { metadata = new[] { new { name = "category", value = "invoice" } } } });
        Assert.Equal("shop", reply.Kb);
        Assert.NotEqual("answer", reply.Decision);
    }
}

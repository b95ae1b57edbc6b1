using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class FollowUpTests(AskingService service)
{
    [Theory]
    [InlineData("return-apply", "那运费呢", "return-freight")]
    [InlineData("return-apply", "那運費呢？", "return-freight")]
    [InlineData("return-apply", "请问那邮费怎么算", "return-freight")]
    [InlineData("return-apply", "没有包装盒了呢", "return-no-package")]
    [InlineData("return-apply", "那怎么取消呢", "return-cancel")]
    [InlineData("return-apply", "那多久到账呢", "refund-time")]
    [InlineData("order-place", "那运费呢", "ship-fee")]
    [InlineData("order-place", "what about shipping", "ship-fee")]
    [InlineData("exchange-apply", "差价呢", "exchange-price-diff")]
    [InlineData("refund-time", "what if my card was closed", "refund-card-closed")]
    [InlineData("repair-apply", "那要多久呢", "repair-duration")]
    [InlineData("invoice-issue", "下载呢", "invoice-download")]
    [InlineData("return-apply", "那优惠券怎么用呢", "coupon-use")]
    public async Task Follow_up_is_answered_within_its_context(string previousEntryId, string question, string expected)
    {
        Reply reply = await service.Client.AskAsync(new { question, context = new { previousEntryId } });
        Assert.Equal(("answer", expected), (reply.Decision, reply.Answer?.EntryId));
        Reply again = await service.Client.AskAsync(new { question, context = new { previousEntryId } });
        Assert.Equal(reply.Essence(), again.Essence());
    }

    [Fact]
    public async Task Question_before_stands_for_its_entry()
    {
        object context = new { previousQuestion = "怎么申请退货？" };
        Assert.Equal("return-freight", (await service.Client.AskAsync(new { question = "那运费呢", context })).Answer?.EntryId);
        Assert.Equal("ship-fee", (await service.Client.AskAsync("那运费呢")).Answer?.EntryId);
    }

    [Fact]
    public async Task Conversation_remembers_what_was_answered()
    {
        const string ConversationId = "visitor 7 · 退货";
        await service.Client.AskAsync(new { question = "怎么申请退货？", conversationId = ConversationId });
        Assert.Equal(
            "return-freight", (await service.Client.AskAsync(new { question = "那运费呢", conversationId = ConversationId })).Answer?.EntryId);

        // What is stated outweighs what is remembered; small talk leaves no trace; another conversation knows nothing.
        Assert.Equal("ship-fee", (await service.Client.AskAsync(
            new { question = "那运费呢", conversationId = ConversationId, context = new { previousEntryId = "order-place" } }))
                .Answer?.EntryId);
        await service.Client.AskAsync(new { question = "怎么申请退货？", conversationId = ConversationId });
        Assert.Equal("chitchat", (await service.Client.AskAsync(new { question = "你好", conversationId = ConversationId })).Kb);
        Assert.Equal(
            "return-freight", (await service.Client.AskAsync(new { question = "那运费呢", conversationId = ConversationId })).Answer?.EntryId);
        Assert.Equal("ship-fee", (await service.Client.AskAsync(new { question = "那运费呢", conversationId = "another" })).Answer?.EntryId);
    }

    [Fact]
    public async Task Name_of_a_conversation_has_a_limit()
    {
        using HttpResponseMessage response =
            await service.Client.PostAskAsync(new { question = "退货", conversationId = new string('x', 201) });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
    }
}

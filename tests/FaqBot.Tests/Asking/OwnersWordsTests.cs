using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class OwnersWordsTests(AskingService service)
{
    [Theory]
    [InlineData("一卡通怎么充值", "card-top-up")]
    [InlineData("一卡通丢了怎么办？", "card-lost")]
    [InlineData("小食，饭卡怎么充值", "card-top-up")]
    [InlineData("请问小食，一卡通怎么充值呀小食", "card-top-up")]
    [InlineData("Dear kitchen team, when does the mensa open?", "hours")]
    public async Task Question_in_other_words_is_found(string question, string expected)
    {
        Reply reply = await service.Client.AskAsync(new { question, kb = AskingService.Canteen });
        Assert.Equal(("answer", expected), (reply.Decision, reply.Answer?.EntryId));
    }

    [Theory]
    [InlineData("一卡通怎么充值", 1)]
    [InlineData("小食小食，饭卡怎么充值？", 1)]
    [InlineData("一卡通没了怎么办", 0.9999)]
    public async Task Question_that_equals_a_stored_one_in_the_owners_words_is_certain(string question, double most)
    {
        Reply reply = await service.Client.AskAsync(new { question, kb = AskingService.Canteen });
        Assert.Equal("canteen", reply.Kb);
        Assert.InRange(reply.Confidence, most == 1 ? 1 : 0.3, most);
    }
}

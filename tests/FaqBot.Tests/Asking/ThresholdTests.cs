using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class ThresholdTests(AskingService service)
{
    private const string Paraphrase = "wrong title on my invoice";

    [Fact]
    public async Task Threshold_0_always_answers()
    {
        Reply reply = await service.Client.AskAsync(new { question = "今天天气怎么样", threshold = 0 });
        Assert.Equal("answer", reply.Decision);
        Assert.NotNull(reply.Answer);
        Assert.True(reply.Confidence < 0.6);
    }

    [Fact]
    public async Task Threshold_1_answers_only_an_exact_question()
    {
        Reply paraphrase = await service.Client.AskAsync(new { question = Paraphrase, threshold = 1 });
        Assert.Equal("suggestions", paraphrase.Decision);
        Assert.Equal("invoice-title-wrong", paraphrase.Suggestions[0].EntryId);
        Reply exact = await service.Client.AskAsync(new { question = "发票抬头写错了怎么办？", threshold = 1 });
        Assert.Equal("answer", exact.Decision);
    }

    [Fact]
    public async Task Threshold_is_compared_with_the_number_shown()
    {
        double shown = (await service.Client.AskAsync(Paraphrase)).Confidence;
        Assert.InRange(shown, 0.6, 0.9999);
        Assert.Equal("answer", (await service.Client.AskAsync(new { question = Paraphrase, threshold = shown })).Decision);
        Assert.Equal("suggestions", (await service.Client.AskAsync(new { question = Paraphrase, threshold = shown + 0.00001 })).Decision);
    }

    [Theory]
    [InlineData("发票抬头写错了怎么办")]
    [InlineData("发票抬头写错了，怎么办！！！")]
    [InlineData("　“发票抬头”写错了 怎么办?　")]
    [InlineData("the company name on my invoice is wrong")]
    [InlineData("THE COMPANY NAME ON MY INVOICE IS WRONG!")]
    [InlineData("Ｔｈｅ ｃｏｍｐａｎｙ ｎａｍｅ ｏｎ ｍｙ ｉｎｖｏｉｃｅ ｉｓ ｗｒｏｎｇ．")]
    [InlineData("The company\tname on\r\nmy invoice is wrong")]
    public async Task Exact_question_is_certain(string question)
    {
        Reply reply = await service.Client.AskAsync(question);
        Assert.Equal("invoice-title-wrong", reply.Answer?.EntryId);
        Assert.Equal(1, reply.Confidence);
        Assert.Equal(1, reply.Cosine);
    }

    [Fact]
    public async Task Paraphrase_is_never_certain()
    {
        Reply reply = await service.Client.AskAsync("发票抬头写错了怎么办呢");
        Assert.Equal("invoice-title-wrong", reply.Answer?.EntryId);
        Assert.True(reply.Confidence < 1);
    }
}

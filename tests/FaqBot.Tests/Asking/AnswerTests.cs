using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class AnswerTests(AskingService service)
{
    private const string InvoiceTitle = "invoice-title-wrong";

    [Theory]
    [InlineData("发票抬头写错了怎么办", "zh-Hans")]
    [InlineData("發票抬頭打錯了", "zh-Hant")]
    [InlineData("wrong title on my invoice", "en")]
    public async Task Question_in_a_language_is_answered_in_it(string question, string language)
    {
        Reply reply = await service.Client.AskAsync(question);
        Assert.Equal("answer", reply.Decision);
        Assert.Equal(InvoiceTitle, reply.Answer!.EntryId);
        Assert.Equal(SampleAnswer(InvoiceTitle, language), reply.Answer.Text);
    }

    [Theory]
    [InlineData("zh-Hans", "zh-Hans")]
    [InlineData("zh-Hant", "zh-Hant")]
    [InlineData("zh-TW", "zh-Hant")]
    [InlineData("en-US", "en")]
    public async Task Stated_language_outweighs_the_guessed_one(string stated, string language)
    {
        Reply reply = await service.Client.AskAsync(new { question = "发票抬头写错了怎么办", language = stated });
        Assert.Equal(SampleAnswer(InvoiceTitle, language), reply.Answer!.Text);
    }

    [Theory]
    [InlineData("埃菲尔铁塔有多高", "抱歉，这个问题我还答不上来")]
    [InlineData("艾菲爾鐵塔有多高", "抱歉，這個問題我還答不上來")]
    [InlineData("what is the capital of France", "Sorry, I don't have an answer")]
    public async Task Foreign_question_gets_no_answer(string question, string message)
    {
        Reply reply = await service.Client.AskAsync(question);
        Assert.NotEqual("answer", reply.Decision);
        Assert.Null(reply.Answer);
        reply = await service.Client.AskAsync(new { question, threshold = 1, filters = Category("no such category") });
        Assert.Equal("noMatch", reply.Decision);
        Assert.StartsWith(message, reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chitchat_is_asked_by_its_name()
    {
        Reply reply = await service.Client.AskAsync(new { question = "你好呀", kb = "chitchat" });
        Assert.Equal("chitchat", reply.Kb);
        Assert.Equal("greeting", reply.Answer?.EntryId);
    }

    [Fact]
    public async Task Unknown_knowledge_base_is_not_found()
    {
        using HttpResponseMessage response = await service.Client.PostAskAsync(new { question = "你好", kb = "nothing" });
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("expected one of: canteen, chitchat, kiosk, plans, shop", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(10, 9)]
    public async Task Top_limits_the_entries_in_all(int? top, int alternatives)
    {
        Reply reply = await service.Client.AskAsync(new { question = "wrong title on my invoice", top });
        Assert.Equal(alternatives, reply.Alternatives.Length);
        Assert.Equal(alternatives, reply.Alternatives.Select(candidate => candidate.EntryId).Distinct().Count());
        Assert.DoesNotContain(InvoiceTitle, reply.Alternatives.Select(candidate => candidate.EntryId));
        double[] confidences = [reply.Confidence, .. reply.Alternatives.Select(candidate => candidate.Confidence)];
        Assert.Equal(confidences.OrderDescending(), confidences);
    }

    private static object Category(string value) => new { metadata = new[] { new { name = "category", value } } };

    private static string SampleAnswer(string entryId, string language)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("data", "faq.json")));
        return file.RootElement.GetProperty("entries").EnumerateArray()
            .Single(entry => entry.GetProperty("id").GetString() == entryId)
            .GetProperty("answer").GetProperty(language).GetString()!;
    }
}

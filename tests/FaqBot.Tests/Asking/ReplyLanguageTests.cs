using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

/// <summary>The language of a reply rules all of its text.</summary>
[Collection(AskingCollection.Name)]
public sealed class ReplyLanguageTests(AskingService service)
{
    [Theory]
    [InlineData("how do I place an order", "en")]
    [InlineData("購物車裡的商品要怎麼結帳", "zh-Hant")]
    [InlineData("怎么在青禾商城下单买东西？", "zh-Hans")]
    public async Task Prompts_and_related_questions_speak_the_language_of_the_reply(string question, string language)
    {
        Reply reply = await service.Client.AskAsync(question);
        Assert.Equal(("order-place", language), (reply.Answer!.EntryId, reply.Language));
        Assert.NotEmpty(reply.Answer.Prompts);
        Assert.All(reply.Answer.Prompts, prompt => Assert.Equal(language, prompt.Language));
        Assert.NotEmpty(reply.Related);
        Assert.All(reply.Related, related => Assert.Equal(language == "en", related.Language == "en"));

        // Whoever presses a button reads on in the same language.
        foreach (ReplyPrompt prompt in reply.Answer.Prompts)
        {
            Reply next = await service.Client.AskAsync(
                new { question = prompt.Question, context = new { previousEntryId = reply.Answer.EntryId } });
            Assert.Equal((prompt.EntryId, language, 1), (next.Answer!.EntryId, next.Language, next.Confidence));
        }
    }

    [Fact]
    public async Task Suggestions_speak_the_language_of_the_reply_and_lead_to_their_entry()
    {
        Reply reply = await service.Client.AskAsync(new { question = "我想辦退貨", threshold = 0.9999 });
        Assert.Equal(("suggestions", "zh-Hant"), (reply.Decision, reply.Language));
        Assert.Equal("zh-Hant", reply.Suggestions[0].Language);
        Reply chosen = await service.Client.AskAsync(reply.Suggestions[0].Question);
        Assert.Equal((reply.Suggestions[0].EntryId, "zh-Hant"), (chosen.Answer!.EntryId, chosen.Language));
    }

    [Theory]
    [InlineData("???", "en-GB", "en")]
    [InlineData("Где посылка", "zh-TW", "zh-Hant")]
    [InlineData("怎么申请退货？", "en", "zh-Hans")]
    [InlineData("???", "xx", "und")]
    public async Task Locale_counts_where_the_words_tell_no_language(string question, string locale, string language) =>
        Assert.Equal(language, (await service.Client.AskAsync(new { question, locale })).Language);

    [Fact]
    public async Task Nothing_lies_beside_small_talk_and_beside_no_match_of_another_topic()
    {
        Reply talk = await service.Client.AskAsync("你好");
        Assert.Equal("chitchat", talk.Kb);
        Assert.Empty(talk.Related);
        Reply foreign = await service.Client.AskAsync("埃菲尔铁塔有多高");
        Assert.Equal("noMatch", foreign.Decision);
        Assert.Empty(foreign.Related);
    }
}

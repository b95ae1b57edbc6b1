using System.Text.Json;
using FaqBot.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

[Collection(ChatPageCollection.Name)]
public sealed class ConversationTests(ChatPageService service)
{
    [Theory]
    [InlineData("zh-CN", "发票抬头写错了怎么办", "发票中心", "你好", "青禾商城客服")]
    [InlineData("zh-TW", "發票抬頭打錯了", "發票中心", "你好", "青禾商城客服")]
    [InlineData("en-GB", "wrong title on my invoice", "Reissue", "Hello", "Qinghe Shop help")]
    public async Task Typed_question_is_answered(string locale, string question, string words, string greeting, string name)
    {
        await using ChatPage page = await service.OpenAsync(new BrowserNewContextOptions { Locale = locale }, "?debug");
        await Expect(page.Browser.Locator(".message.greeting")).ToContainTextAsync(greeting);
        await Expect(page.Browser.Locator("#kb-name")).ToHaveTextAsync(name);
        ILocator reply = await page.AskAsync(question);
        await Expect(reply).ToHaveAttributeAsync("data-decision", "answer");
        await Expect(reply).ToHaveAttributeAsync("data-entry-id", "invoice-title-wrong");
        await Expect(reply.Locator(".answer")).ToContainTextAsync(words);
        await Expect(reply.Locator(".answer a")).ToHaveAttributeAsync("href", "https://shop.example/invoices");
        await Expect(reply.Locator(".confidence")).ToContainTextAsync("%");
        await Expect(page.Question).ToHaveValueAsync("");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Starter_is_a_question()
    {
        await using ChatPage page = await service.OpenAsync(path: "?debug");
        await page.Browser.Locator(".greeting .chip").First.ClickAsync();
        ILocator reply = await page.ReplyAsync(0);
        await Expect(reply).ToHaveAttributeAsync("data-entry-id", "invoice-title-wrong");
        await Expect(reply.Locator(".percentage")).ToHaveTextAsync("100%");
    }

    [Fact]
    public async Task Suggestion_that_is_clicked_is_answered()
    {
        await using ChatPage page = await service.OpenAsync();
        ILocator reply = await page.AskAsync(await UnclearQuestionAsync());
        await Expect(reply).ToHaveAttributeAsync("data-decision", "suggestions");
        ILocator chip = reply.Locator(".chip").First;
        string suggested = await chip.InnerTextAsync();
        await chip.ClickAsync();
        ILocator answer = await page.ReplyAsync(1);
        await Expect(answer).ToHaveAttributeAsync("data-decision", "answer");
        await Expect(page.Browser.Locator("#messages .message.user .text").Last).ToHaveTextAsync(suggested);
    }

    [Fact]
    public async Task Follow_up_prompt_sends_what_was_answered_before()
    {
        await using ChatPage page = await service.OpenAsync();
        ILocator reply = await page.AskAsync("怎么申请退货？");
        await Expect(reply).ToHaveAttributeAsync("data-entry-id", "return-apply");
        IRequest request = await page.Browser.RunAndWaitForRequestAsync(
            () => reply.Locator(".chip", new LocatorLocatorOptions { HasTextString = "没有原包装能退吗" }).ClickAsync(), "**/api/v1/ask");
        using JsonDocument sent = JsonDocument.Parse(request.PostData!);
        JsonElement context = sent.RootElement.GetProperty("context");
        Assert.Equal("return-apply", context.GetProperty("previousEntryId").GetString());
        Assert.Equal("怎么申请退货？", context.GetProperty("previousQuestion").GetString());
        await Expect(await page.ReplyAsync(1)).ToHaveAttributeAsync("data-entry-id", "return-no-package");
    }

    [Fact]
    public async Task Foreign_question_shows_the_owners_text()
    {
        await using ChatPage page = await service.OpenAsync();
        ILocator reply = await page.AskAsync("量子纠缠的原理是什么");
        await Expect(reply).ToHaveAttributeAsync("data-decision", "noMatch");
        await Expect(reply.Locator(".answer")).ToContainTextAsync("抱歉，这个问题我还答不上来");
        await Expect(reply.Locator(".answer a")).ToHaveAttributeAsync("href", "https://shop.example/chat");
        await Expect(reply.Locator(".confidence")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Lost_connection_is_reported_and_the_question_can_be_asked_again()
    {
        await using ChatPage page = await service.OpenAsync();
        await page.Browser.RouteAsync("**/api/v1/ask", route => route.AbortAsync());
        await page.Question.FillAsync("发票抬头写错了怎么办");
        await page.Send.ClickAsync();
        ILocator failure = page.Browser.Locator(".message.bot.error");
        await Expect(failure).ToContainTextAsync("暂时连不上客服系统");
        await page.Browser.UnrouteAllAsync();
        await failure.Locator(".retry").ClickAsync();
        await Expect(await page.ReplyAsync(0)).ToHaveAttributeAsync("data-entry-id", "invoice-title-wrong");
        await Expect(failure).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Knowledge_base_of_the_address_is_asked()
    {
        await using ChatPage page = await service.OpenAsync(path: "?kb=chitchat");
        await Expect(page.Browser.Locator("#kb-name")).ToHaveTextAsync("闲聊");
        await Expect(await page.AskAsync("你好")).ToHaveAttributeAsync("data-entry-id", "greeting");
    }

    [Fact]
    public async Task Nothing_and_too_much_cannot_be_sent()
    {
        await using ChatPage page = await service.OpenAsync();
        await Expect(page.Send).ToBeDisabledAsync();
        await page.Question.FillAsync("   ");
        await Expect(page.Send).ToBeDisabledAsync();
        await page.Question.FillAsync(new string('问', 1001));
        await Expect(page.Send).ToBeDisabledAsync();
        await page.Question.FillAsync(string.Concat(Enumerable.Repeat("\U0001F600", 1000)));
        await Expect(page.Send).ToBeEnabledAsync();
    }

    /// <summary>A question that this build's confidence finds unclear: which one it is, is no promise.</summary>
    private async Task<string> UnclearQuestionAsync()
    {
        foreach (string question in new[] { "退款", "refund", "发货", "客服", "密码", "多久", "改一下", "优惠券", "赠品" })
        {
            Reply reply = await service.Client.AskAsync(question);
            if (reply.Decision == "suggestions" && reply.Suggestions.Length > 0)
            {
                return question;
            }
        }

        Assert.Fail("No question is unclear any more: give others.");
        return "";
    }
}

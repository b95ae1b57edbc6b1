using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>What visitors of the chat page have beside answers.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class VisitTests(ChatPageService service)
{
    [Theory]
    [InlineData("en-GB", "how do I place an order", "en", "Did this help?")]
    [InlineData("zh-TW", "how do I place an order", "en", "Did this help?")]
    [InlineData("en-GB", "發票抬頭打錯了", "zh-Hant", "這個回答有幫助嗎？")]
    public async Task All_of_a_reply_speaks_its_language_whatever_the_page_speaks(
        string locale, string question, string language, string helped)
    {
        await using ChatPage page = await service.OpenAsync(new BrowserNewContextOptions { Locale = locale });
        ILocator reply = await page.AskAsync(question);
        await Expect(reply.Locator(".answer")).ToHaveAttributeAsync("lang", language);
        await Expect(reply.Locator(".feedback > .caption").First).ToHaveTextAsync(helped);
        await Expect(reply.Locator(".feedback > .caption").First).ToHaveAttributeAsync("lang", language);
        ILocator chips = reply.Locator(".chips[data-label=followUp] .chip");
        Assert.Equal(
            [language], await chips.EvaluateAllAsync<string[]>("(chips) => [...new Set(chips.map((chip) => chip.lang))]"));

        // Pressed, a button stays in that language, and a page that changes its own leaves the reply as it is.
        await chips.First.ClickAsync();
        await Expect((await page.ReplyAsync(1)).Locator(".feedback > .caption").First).ToHaveTextAsync(helped);
        await page.Browser.Locator("[data-language=zh-Hans]").ClickAsync();
        await Expect(reply.Locator(".feedback > .caption").First).ToHaveTextAsync(helped);
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData("zh-CN", "你好，这里是青禾商城客服", "多久发货？", "回答由系统自动给出。")]
    [InlineData("zh-TW", "你好，這裡是青禾商城客服", "多久出貨？", "回答由系統自動給出。")]
    [InlineData("en-GB", "Hello, this is Qinghe Shop help", "When will my order ship?", "Answers here are automatic.")]
    public async Task Greeting_starters_and_notice_are_the_owners_in_the_pages_language(
        string locale, string greeting, string starter, string notice)
    {
        await using ChatPage page = await service.OpenAsync(new BrowserNewContextOptions { Locale = locale });
        ILocator greeted = page.Browser.Locator(".greeting");
        await Expect(greeted.Locator("p").First).ToContainTextAsync(greeting);
        await Expect(greeted.Locator(".chip").Nth(1)).ToHaveTextAsync(starter);
        await Expect(greeted.Locator(".automatic")).ToHaveTextAsync(notice);
        await page.Browser.Locator("[data-language=en]").ClickAsync();
        await Expect(greeted.Locator(".chip").Nth(1)).ToHaveTextAsync("When will my order ship?");
        await Expect(page.Browser).ToHaveTitleAsync("Qinghe Shop help");
    }

    [Fact]
    public async Task Knowledge_base_without_starters_offers_none_of_another()
    {
        await using ChatPage page = await service.OpenAsync(path: "?kb=chitchat");
        await Expect(page.Browser.Locator(".greeting p").First).ToContainTextAsync("这里是闲聊");
        await Expect(page.Browser.Locator(".greeting .chip")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Scores_and_times_are_for_those_who_ask_for_them()
    {
        await using ChatPage page = await service.OpenAsync();
        ILocator reply = await page.AskAsync("怎么申请退货？");
        await Expect(reply.Locator(".facts")).ToHaveCountAsync(0);
        await Expect(reply.Locator(".under .time")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Knowledge_base_that_there_is_not_is_told()
    {
        IPage browser = await service.NewPageAsync();
        await browser.GotoAsync("/?kb=nope");
        await Expect(browser.Locator("#service")).ToHaveTextAsync("找不到这个知识库。");
        await browser.Context.DisposeAsync();
    }

    [Fact]
    public async Task Service_that_starts_or_is_away_is_told_and_asked_again_by_the_page()
    {
        IPage browser = await service.NewPageAsync(new BrowserNewContextOptions { Locale = "en-GB" });
        Queue<Func<IRoute, Task>> states = new(
        [
            route => route.FulfillAsync(new() { Status = 503, ContentType = "application/json", Body = """{"code":"not_ready"}""" }),
            route => route.AbortAsync(),
        ]);
        await browser.RouteAsync(
            "**/api/v1/kbs", route => states.TryDequeue(out Func<IRoute, Task>? state) ? state(route) : route.ContinueAsync());
        await browser.GotoAsync("/");
        ILocator notice = browser.Locator("#service");
        await Expect(notice).ToContainTextAsync("The assistant is starting");
        await Expect(notice).ToContainTextAsync("cannot be reached");
        await Expect(browser.Locator(".greeting")).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await Expect(notice).ToBeHiddenAsync();

        // A question in the meantime is asked again by itself.
        Queue<string> starting = new(["first"]);
        await browser.RouteAsync("**/api/v1/ask", route => starting.TryDequeue(out _)
            ? route.FulfillAsync(new() { Status = 503, ContentType = "application/json", Body = """{"code":"not_ready"}""" })
            : route.ContinueAsync());
        await browser.Locator("#question").FillAsync("how do I return an item");
        await browser.Locator("#send").ClickAsync();
        await Expect(browser.Locator(".message.error")).ToContainTextAsync("asked again by itself");
        await Expect(browser.Locator(".message.bot[data-entry-id=return-apply]")).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await Expect(browser.Locator(".message.error")).ToHaveCountAsync(0);
        await browser.Context.DisposeAsync();
    }

    [Fact]
    public async Task History_survives_a_reload_and_what_was_cleared_can_be_brought_back()
    {
        await using ChatPage page = await service.OpenAsync();
        await page.AskAsync("怎么申请退货？");
        await page.Browser.ReloadAsync();
        await Expect(page.Replies).ToHaveCountAsync(1);
        await page.Browser.Locator("#restart").ClickAsync();
        await Expect(page.Replies).ToHaveCountAsync(0);
        await page.Browser.Locator(".undo button").ClickAsync();
        await Expect(page.Replies).ToHaveCountAsync(1);
        await Expect(page.Browser.Locator(".undo")).ToHaveCountAsync(0);
        await page.Browser.ReloadAsync();
        await Expect(page.Replies).ToHaveCountAsync(1);

        // Something new said, the offer is gone.
        await page.Browser.Locator("#restart").ClickAsync();
        await page.AskAsync("多久发货？");
        await Expect(page.Browser.Locator(".undo")).ToHaveCountAsync(0);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Opinion_can_be_changed_and_no_asks_why()
    {
        await using ChatPage page = await service.OpenAsync();
        List<JsonObject> sent = [];
        page.Browser.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/feedback", StringComparison.Ordinal))
            {
                sent.Add(JsonNode.Parse(request.PostData!)!.AsObject());
            }
        };
        ILocator reply = await page.AskAsync("怎么申请退货？");
        ILocator row = reply.Locator(".feedback");
        ILocator Button(string text) => row.GetByRole(AriaRole.Button, new() { Name = text, Exact = true });
        await Button("有帮助").ClickAsync();
        await Expect(Button("有帮助")).ToHaveAttributeAsync("aria-pressed", "true");
        await Button("没帮助").ClickAsync();
        await Expect(Button("有帮助")).ToHaveAttributeAsync("aria-pressed", "false");
        await Button("内容过时").ClickAsync();
        await Expect(Button("内容过时")).ToHaveAttributeAsync("aria-pressed", "true");
        await row.Locator("input").FillAsync("现在是十天");
        await row.Locator("input").PressAsync("Enter");
        await Expect(row.Locator("input")).ToHaveValueAsync("");
        Assert.Equal(
            ["helpful  ", "notHelpful  ", "notHelpful outOfDate ", "notHelpful outOfDate 现在是十天"],
            sent.Select(one => $"{one["kind"]} {one["reason"]} {one["comment"]}"));
        Assert.Single(sent.Select(one => (string?)one["conversationId"]).Distinct());
        await Button("有帮助").ClickAsync();
        await Expect(row.Locator(".why")).ToHaveCountAsync(0);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Suggestion_that_is_pressed_is_told_as_chosen()
    {
        await using ChatPage page = await service.OpenAsync();
        await page.Browser.RouteAsync("**/api/v1/ask", async route =>
        {
            JsonObject body = JsonNode.Parse(route.Request.PostData!)!.AsObject();
            body["threshold"] = 1;
            await route.ContinueAsync(new() { PostData = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()) });
        });
        ILocator reply = await page.AskAsync("怎么退货退款");
        IRequest request = await page.Browser.RunAndWaitForRequestAsync(
            () => reply.Locator(".chip").First.ClickAsync(), "**/api/v1/feedback");
        JsonElement sent = JsonElement.Parse(request.PostData!);
        Assert.Equal(("chosen", "怎么退货退款"), (sent.GetProperty("kind").GetString(), sent.GetProperty("question").GetString()));
        Assert.NotEmpty(sent.GetProperty("entryId").GetString()!);
        Assert.Equal(204, (await request.ResponseAsync())!.Status);
    }

    [Fact]
    public async Task Questions_are_browsed_by_category_searched_and_asked_by_keyboard()
    {
        await using ChatPage page = await service.OpenAsync(new BrowserNewContextOptions { Locale = "en-GB" });
        ILocator opener = page.Browser.Locator("#browse");
        await opener.FocusAsync();
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(opener).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(page.Browser.Locator("#browser-search")).ToBeFocusedAsync();
        await Axe.FindsNothingAsync(page.Browser);
        await page.Browser.Locator("#browser-category").SelectOptionAsync("invoice");
        await Expect(page.Browser.Locator("#browser [role=status]")).ToHaveTextAsync("9 questions");
        await page.Browser.Locator("#browser-search").FillAsync("wrong name");
        await Expect(page.Browser.Locator("#browser .questions li")).Not.ToHaveCountAsync(9);
        await page.Browser.Keyboard.PressAsync("Escape");
        await Expect(page.Browser.Locator("#messages")).ToBeVisibleAsync();
        await Expect(opener).ToBeFocusedAsync();
        await page.Browser.Keyboard.PressAsync("Enter");
        await page.Browser.Locator("#browser-search").FillAsync("invoice");
        ILocator found = page.Browser.Locator("#browser .questions button[lang=en]").First;
        await Expect(found).ToContainTextAsync("invoice");
        string question = await found.InnerTextAsync();
        await found.ClickAsync();
        await Expect(await page.ReplyAsync(0)).ToHaveAttributeAsync("data-decision", "answer");
        await Expect(page.Browser.Locator(".message.user .text")).ToHaveTextAsync(question);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Conversation_is_downloaded_and_an_answer_copied()
    {
        await using ChatPage page = await service.OpenAsync(new BrowserNewContextOptions
        {
            Locale = "en-GB",
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        ILocator reply = await page.AskAsync("how do I return an item");
        IDownload download = await page.Browser.RunAndWaitForDownloadAsync(() => page.Browser.Locator("#transcript").ClickAsync());
        string text = await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.StartsWith("Qinghe Shop help\n", text, StringComparison.Ordinal);
        Assert.Contains("You: how do I return an item", text, StringComparison.Ordinal);
        Assert.Contains("**7 days**", text, StringComparison.Ordinal);
        await reply.Locator(".copy").ClickAsync();
        await Expect(reply.Locator(".copy")).ToHaveTextAsync("Copied");
        Assert.Contains(
            "Within 7 days of delivery", await page.Browser.EvaluateAsync<string>("() => navigator.clipboard.readText()"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reply_that_nobody_saw_is_counted_in_the_title()
    {
        await using ChatPage page = await service.OpenAsync(new BrowserNewContextOptions { Locale = "en-GB" });
        await page.Browser.EvaluateAsync(
            "() => { window.away = true; Object.defineProperty(document, 'hidden', { get: () => window.away }); }");
        await page.AskAsync("how do I return an item");
        await Expect(page.Browser).ToHaveTitleAsync("(1) Qinghe Shop help");
        await page.Browser.EvaluateAsync("() => { window.away = false; document.dispatchEvent(new Event('visibilitychange')); }");
        await Expect(page.Browser).ToHaveTitleAsync("Qinghe Shop help");
    }
}

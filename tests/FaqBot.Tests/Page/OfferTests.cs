using System.Text.Json.Nodes;
using FaqBot.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>What the page offers while a question is typed and after it was answered.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class OfferTests(ChatPageService service)
{
    [Fact]
    public async Task Related_question_under_an_answer_is_asked()
    {
        await using ChatPage page = await service.OpenAsync();
        ILocator reply = await page.AskAsync("能寄纸质发票吗？");
        await Expect(reply.Locator("p.caption")).ToHaveTextAsync("你可能还想问：");
        ILocator related = reply.Locator(".chips[data-label=related] .chip");
        Assert.InRange(await related.CountAsync(), 2, 3);
        string question = await related.First.InnerTextAsync();
        await related.First.ClickAsync();
        await Expect(await page.ReplyAsync(1)).ToHaveAttributeAsync("data-decision", "answer");
        await Expect(page.Browser.Locator(".message.user .text").Last).ToHaveTextAsync(question);
    }

    [Fact]
    public async Task Related_question_that_a_prompt_leads_to_is_not_offered_twice()
    {
        await using ChatPage page = await service.OpenAsync();
        ILocator reply = await page.AskAsync("怎么开发票？");
        await Expect(reply.Locator(".chip")).ToHaveCountAsync(3);
        await Expect(reply.Locator("p.caption")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Suggestions_are_four_at_most()
    {
        await using ChatPage page = await service.OpenAsync();
        await page.Browser.RouteAsync("**/api/v1/ask", async route => await route.ContinueAsync(new RouteContinueOptions
        {
            PostData = System.Text.Encoding.UTF8.GetBytes(With(route.Request.PostData!, body => body["threshold"] = 1)),
        }));
        ILocator reply = await page.AskAsync("怎么退货退款");
        await Expect(reply).ToHaveAttributeAsync("data-decision", "suggestions");
        Assert.InRange(await reply.Locator(".chip").CountAsync(), 1, 4);
    }

    [Theory]
    [InlineData(true, null, "已请求人工客服", 0)]
    [InlineData(false, "https://shop.example/contact", "现在没有人工客服在线，请这样联系我们：", 1)]
    [InlineData(false, null, "现在没有人工客服在线。", 0)]
    public async Task Person_is_promised_only_where_somebody_takes_it_up(bool takesUp, string? contact, string said, int links)
    {
        await using ChatPage page = await OpenOfferingAsync(offers: true, contact);
        await page.Browser.EvaluateAsync(
            """
            (takesUp) => {
              window.asked = [];
              document.addEventListener("handoff.initiate", (event) => {
                window.asked.push(event.detail);
                if (takesUp) event.preventDefault();
              });
            }
            """,
            takesUp);
        ILocator reply = await page.AskAsync("量子纠缠的原理是什么");
        ILocator handover = reply.Locator(".handover");
        await Expect(handover).ToHaveTextAsync("转人工客服");
        await handover.ClickAsync();
        await Expect(reply.Locator(".handover-line [role=status]")).ToHaveTextAsync(said);
        await Expect(handover).ToHaveCountAsync(0);
        await Expect(reply.Locator("a.contact")).ToHaveCountAsync(links);
        Assert.Equal(
            """[{"question":"量子纠缠的原理是什么","kb":"shop"}]""", await page.Browser.EvaluateAsync<string>("() => JSON.stringify(window.asked)"));
    }

    [Fact]
    public async Task Contact_of_the_options_stands_under_replies_without_an_answer_only()
    {
        await using ChatPage page = await OpenOfferingAsync(offers: false, "mailto:help@shop.example");
        ILocator none = await page.AskAsync("量子纠缠的原理是什么");
        await Expect(none.Locator("a.contact")).ToHaveAttributeAsync("href", "mailto:help@shop.example");
        await Expect(none.Locator(".handover")).ToHaveCountAsync(0);
        await Expect((await page.AskAsync("怎么申请退货？")).Locator("a.contact")).ToHaveCountAsync(0);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Typed_text_is_completed_by_mouse()
    {
        await using ChatPage page = await service.OpenAsync();
        await page.Question.PressSequentiallyAsync("fptt");
        ILocator option = page.Browser.GetByRole(AriaRole.Option).First;
        await Expect(option).ToContainTextAsync("发票抬头");
        string question = await option.InnerTextAsync();
        await option.ClickAsync();
        await Expect(await page.ReplyAsync(0)).ToHaveAttributeAsync("data-entry-id", "invoice-title-wrong");
        await Expect(page.Browser.Locator(".message.user .text")).ToHaveTextAsync(question);
        await Expect(page.Browser.Locator("#completions")).ToBeHiddenAsync();
        await Expect(page.Question).ToHaveValueAsync("");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Typed_text_is_completed_by_keyboard_and_screen_reader()
    {
        await using ChatPage page = await service.OpenAsync();
        ILocator list = page.Browser.GetByRole(AriaRole.Listbox);
        await page.Question.PressSequentiallyAsync("发票抬头");
        await Expect(list).ToBeVisibleAsync();
        await Expect(page.Question).ToHaveAttributeAsync("aria-autocomplete", "list");
        await Expect(page.Question).ToHaveAttributeAsync("aria-controls", "completions");
        await Expect(page.Browser.Locator("#completion-status")).ToContainTextAsync("个匹配的问题");

        await page.Browser.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Question).ToHaveAttributeAsync("aria-activedescendant", "completion-0");
        await Expect(list.Locator("[aria-selected=true]")).ToHaveCountAsync(1);
        await page.Browser.Keyboard.PressAsync("ArrowUp");
        Assert.Null(await page.Question.GetAttributeAsync("aria-activedescendant"));
        await page.Browser.Keyboard.PressAsync("Escape");
        await Expect(list).ToBeHiddenAsync();
        await Expect(page.Question).ToHaveValueAsync("发票抬头");
        await Expect(page.Question).ToBeFocusedAsync();

        await page.Question.PressSequentiallyAsync("写错");
        await Expect(list).ToBeVisibleAsync();
        await page.Browser.Keyboard.PressAsync("ArrowDown");
        await page.Browser.Keyboard.PressAsync("Enter");
        ILocator reply = await page.ReplyAsync(0);
        await Expect(reply).ToHaveAttributeAsync("data-entry-id", "invoice-title-wrong");
    }

    [Fact]
    public async Task Enter_without_a_choice_sends_what_was_typed()
    {
        await using ChatPage page = await service.OpenAsync();
        await page.Question.PressSequentiallyAsync("发票抬头");
        await Expect(page.Browser.Locator("#completions")).ToBeVisibleAsync();
        await page.Browser.Keyboard.PressAsync("Enter");
        await page.ReplyAsync(0);
        await Expect(page.Browser.Locator(".message.user .text")).ToHaveTextAsync("发票抬头");
    }

    [Fact]
    public async Task Small_talk_does_not_break_the_thread()
    {
        await using ChatPage page = await service.OpenAsync();
        await page.AskAsync("怎么申请退货？");
        await Expect(await page.AskAsync("你好")).ToHaveAttributeAsync("data-entry-id", "greeting");
        await Expect(await page.AskAsync("那运费呢")).ToHaveAttributeAsync("data-entry-id", "return-freight");
    }

    /// <summary>The page of a service with other options: what it says of them is changed on the way.</summary>
    private async Task<ChatPage> OpenOfferingAsync(bool offers, string? contact)
    {
        IPage browser = await service.NewPageAsync();
        await ChangeAsync(browser, "**/api/v1/kbs", body => body["visitors"]!["contactUrl"] = contact);
        await ChangeAsync(browser, "**/api/v1/ask", body => body["handover"] = offers
            ? new JsonObject { ["offered"] = true, ["event"] = "handoff.initiate" } : null);
        return await ChatPage.OpenAsync(browser, "");
    }

    private static async Task ChangeAsync(IPage browser, string route, Action<JsonObject> change) =>
        await browser.RouteAsync(route, async called =>
        {
            IAPIResponse response = await called.FetchAsync();
            string body = With(await response.TextAsync(), change);
            await called.FulfillAsync(new RouteFulfillOptions { Response = response, Body = body });
        });

    private static string With(string json, Action<JsonObject> change)
    {
        JsonObject body = JsonNode.Parse(json)!.AsObject();
        change(body);
        return body.ToJsonString();
    }
}

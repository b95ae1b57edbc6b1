using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>What visitors of a page with the widget have beside answers, and what its owner is told.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class WidgetVisitTests(ChatPageService service)
{
    [Fact]
    public async Task Site_that_is_not_named_is_told_which_origin_to_name()
    {
        await using Widget widget = await ShopSite.OpenAsync(service, origin: "http://evil.example");
        await Expect(widget.Page.Locator("faqbot-widget")).ToHaveCountAsync(0);
        await Eventually.TrueAsync("the console tells", TimeSpan.FromSeconds(20), () => widget.Errors.Any(error =>
            error.Contains("FaqBot__Http__CorsOrigins__0=http://evil.example", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Widget_comes_when_the_service_does()
    {
        int refused = 0;
        IPage page = await service.NewPageAsync();
        await page.RouteAsync("**/api/v1/kbs", route => refused++ == 0 ? route.AbortAsync() : route.ContinueAsync());
        await page.RouteAsync("**/healthz", route => route.AbortAsync());
        await page.GotoAsync("/widget");
        await Expect(page.Locator("faqbot-widget #launcher")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.True(refused > 1);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Reply_that_came_while_the_panel_was_closed_is_counted()
    {
        await using Widget widget = await ShopSite.OpenAsync(service, attributes: "data-lang=en");
        await widget.OpenAsync();
        TaskCompletionSource free = new();
        await widget.Page.RouteAsync("**/api/v1/ask", async route =>
        {
            await free.Task;
            await route.ContinueAsync();
        });
        await widget.Question.FillAsync("how do I return an item");
        await widget.Find("#send").ClickAsync();
        await widget.Find("#close").ClickAsync();
        await Expect(widget.Panel).ToBeHiddenAsync();
        free.SetResult();
        await Expect(widget.Find(".unread")).ToHaveTextAsync("1");
        await Expect(widget.Launcher).ToHaveAttributeAsync("aria-label", "Open the help chat, 1 new");
        await widget.OpenAsync();
        await Expect(widget.Find(".unread")).ToBeHiddenAsync();
        await Expect(widget.Launcher).ToHaveAttributeAsync("aria-label", "Open the help chat");
    }

    [Fact]
    public async Task What_was_cleared_is_brought_back()
    {
        await using Widget widget = await ShopSite.OpenAsync(service);
        await widget.OpenAsync();
        await widget.AskAsync("怎么申请退货？");
        await widget.Find("#clear").ClickAsync();
        await Expect(widget.Replies).ToHaveCountAsync(0);
        await widget.Find(".undo button").ClickAsync();
        await Expect(widget.Replies).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Greeting_starters_notice_and_browsing_are_the_owners()
    {
        await using Widget widget = await ShopSite.OpenAsync(service, attributes: "data-lang=en");
        await widget.OpenAsync();
        await Expect(widget.Find("#title")).ToHaveTextAsync("Qinghe Shop help");
        await Expect(widget.Find(".greeting p").First).ToContainTextAsync("Hello, this is Qinghe Shop help");
        await Expect(widget.Find(".greeting .chip")).ToHaveCountAsync(4);
        await Expect(widget.Find(".automatic")).ToHaveTextAsync("Answers here are automatic.");
        await widget.Find("#browse").ClickAsync();
        await Expect(widget.Find("#browser .questions li").First).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(widget.Page);
        await widget.Find("#browser-category").SelectOptionAsync("refund");
        await widget.Find("#browser .questions button[lang=en]").First.ClickAsync();
        await Expect(await widget.ReplyAsync(0)).ToHaveAttributeAsync("data-decision", "answer");
        Assert.Empty(widget.Errors);
    }
}

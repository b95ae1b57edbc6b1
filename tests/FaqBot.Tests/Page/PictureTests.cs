using FaqBot.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>Takes the pictures of the documentation from the pages as they are.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class PictureTests(ChatPageService service)
{
    [Fact]
    public async Task Chat_page_answers_in_english_with_follow_ups()
    {
        await using ChatPage page = await service.OpenAsync(Window(900, 640));
        await page.AskAsync("how do I place an order");
        await Expect(page.Replies.First.Locator(".chips[data-label=followUp] .chip").First).ToBeVisibleAsync();
        await DocumentPicture.TakeAsync(page.Browser, "chat");
    }

    [Fact]
    public async Task Widget_shows_questions_by_category()
    {
        await using Widget widget = await ShopSite.OpenAsync(service, Window(900, 640), "data-lang=en");
        await widget.OpenAsync();
        await widget.Find("#browse").ClickAsync();
        await widget.Find("#browser-category").SelectOptionAsync("shipping");
        await Expect(widget.Find("#browser [role=status]")).ToHaveTextAsync("8 questions");
        await DocumentPicture.TakeAsync(widget.Page, "widget");
    }

    [Fact]
    public async Task Report_of_lint_begins_with_its_verdict()
    {
        using TemporaryFolder folder = new();
        string report = folder.File("lint.html");
        await IndexerProcess.RunAsync("lint", "--input", Repository.PathOf("data", "faq.json"), "--html", report);
        IPage page = await service.NewPageAsync(Window(1100, 700));
        await page.GotoAsync("file://" + report);
        await Expect(page.Locator(".verdict")).ToBeVisibleAsync();
        await DocumentPicture.TakeAsync(page, "lint");
        await page.Context.DisposeAsync();
    }

    private static BrowserNewContextOptions Window(int width, int height) => new()
    {
        Locale = "en-GB",
        ReducedMotion = ReducedMotion.Reduce,
        ViewportSize = new ViewportSize { Width = width, Height = height },
    };
}

using FaqBot.Tests.Page;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Admin;

/// <summary>The pictures of the administration, and those of an edit from a customer's wrong answer to the right one.</summary>
[Collection(AdminCollection.Name)]
public sealed class EditLivePictureTests(AdminService service)
{
    private const string Question = "when do you open";

    [Fact]
    public async Task Wrong_answer_is_seen_mended_tried_published_and_right()
    {
        string kb = await service.BeginAsync();
        BrowserNewContextOptions window = new()
        {
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = 1000, Height = 640 },
        };
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions", window);
        IPage customer = await page.Browser.Context.NewPageAsync();
        await customer.GotoAsync($"/?kb={kb}");
        ILocator answers = customer.Locator(".message.bot[data-decision] .answer");
        await AskAsync(0, "Daily from 9 to 18.");
        await Picture.FrameAsync(customer, "edit-1");

        await page.Browser.BringToFrontAsync();
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/questions/hours'");
        await page["[role=tab]"].GetByText("English").ClickAsync();
        await page["#answer"].FillAsync("Daily from **10** to 18.");
        await page.SavedAsync();
        await Picture.FrameAsync(page.Browser, "edit-2");

        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/test'");
        await page["#test-question"].FillAsync(Question);
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page[".evidence-row"].First).ToBeVisibleAsync();
        await Picture.TakeAsync(page.Browser, "admin-test");

        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/publish'");
        await Expect(page["#behaviour .headline"].First).ToBeVisibleAsync();
        await Expect(page["#checks .headline"]).ToBeVisibleAsync();
        await Picture.TakeAsync(page.Browser, "admin-publish");
        if (await page["#reason"].IsVisibleAsync())
        {
            await page["#reason"].FillAsync("Opening hours changed.");
        }

        await page["#publish-now"].ClickAsync();
        await Expect(page["#live-now"]).ToContainTextAsync("Live in");
        await customer.BringToFrontAsync();
        await AskAsync(1, "Daily from 10 to 18.");
        await Picture.FrameAsync(customer, "edit-3");

        async Task AskAsync(int index, string answer)
        {
            await customer.Locator("#question").FillAsync(Question);
            await customer.Locator("#question").PressAsync("Enter");
            await Expect(answers.Nth(index)).ToContainTextAsync(answer);
        }
    }
}

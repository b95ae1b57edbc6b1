using FaqBot.Tests.Page;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Admin;

/// <summary>Takes the pictures of the documentation from the administration pages as they are.</summary>
[Collection(AdminCollection.Name)]
public sealed class AdminPictureTests(AdminService service)
{
    [Fact]
    public async Task Publishing_shows_what_changes_and_how_questions_are_answered_then()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(HttpMethod.Post, $"kbs/{kb}/labelled", new
        {
            labelled = new[]
            {
                new { question = "when does the shop open", entry = "hours" },
                new { question = "how long until my tea is here", entry = "delivery" },
            },
        });
        await service.AnswerAsync(kb, "opening hours please");
        await service.CallAsync(
            HttpMethod.Patch, $"kbs/{kb}/entries/hours", new { answer = new { en = "Daily from 8 to 20, on Sundays from 10." } });
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/gift", new { answer = new { en = "Yes, and it costs nothing." } });
        await using AdminPage page = await service.OpenAsync($"#/{kb}/publish", new BrowserNewContextOptions
        {
            ReducedMotion = ReducedMotion.Reduce,
        });
        // All questions are asked of both versions, which takes a busy machine a while.
        await Expect(page["#behaviour"]).ToContainTextAsync("opening hours please", new() { Timeout = 60_000 });
        await Expect(page["#checks .headline"]).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await DocumentPicture.TakeAsync(page.Browser, "publish");
    }
}

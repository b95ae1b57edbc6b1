using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Admin;

[Collection(AdminCollection.Name)]
public sealed class PublishPageTests(AdminService service)
{
    [Fact]
    public async Task Test_pane_says_why_and_learns_what_should_have_been()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions");
        await page["#dock"].ClickAsync();
        await page["#test-question"].FillAsync("What are your opening hours?");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page[".verdict"]).ToContainTextAsync("it is exactly a stored wording");
        await page["#test-question"].FillAsync("how many days until my delivery is here");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page[".asked-question"]).ToContainTextAsync("how many days");
        await Expect(page[".verdict"]).ToContainTextAsync("sure. The bar is ");
        await Expect(page[".evidence-row"].First).ToContainTextAsync("Meaning");
        await page["#keep-right"].ClickAsync();
        await Expect(page["#keep-right"]).ToBeDisabledAsync();
        JsonElement label = (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/labelled")).GetProperty("labelled")[0];
        Assert.Equal("delivery", label.GetProperty("entry").GetString());

        // The pane goes along wherever one works.
        await page["[data-id=brew] a"].ClickAsync();
        await Expect(page[".asked-question"]).ToContainTextAsync("how many days");
        await page["#test-question"].FillAsync("zubereitung");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page[".asked-question"]).ToContainTextAsync("zubereitung");
        await page["#should-have"].ClickAsync();
        await page["dialog input[type=search]"].FillAsync("green tea");
        await page["dialog .choice"].ClickAsync();
        await page["dialog"].GetByText("Save").ClickAsync();
        await Expect(page[".version.draft .verdict"]).ToContainTextAsync("exactly a stored wording");
        await Expect(page[".version.live"]).Not.ToHaveAttributeAsync("data-decision", "answer");
        JsonElement brew = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries/brew");
        Assert.Equal("zubereitung", brew.GetProperty("alternates")[0].GetString());

        // A word that two entries have is asked back, unless the bar is low.
        await page["#test-question"].FillAsync("tea");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page[".asked-question"]).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("\\btea\\b"));
        await page[".bar-part summary"].ClickAsync();
        await page["#bar"].FillAsync("10");
        await Expect(page[".flips"]).ToContainTextAsync("tea");
        await Page.Axe.FindsNothingAsync(page.Browser);
    }

    [Fact]
    public async Task Changes_are_reviewed_one_is_left_out_the_rest_is_published_and_taken_back()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(HttpMethod.Post, $"kbs/{kb}/labelled", new
        {
            labelled = new[] { new { question = "when does the shop open", entry = "hours" } },
        });
        await service.AnswerAsync(kb, "opening hours please");
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/hours", new { answer = new { en = "Never." } });
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/pay", new { answer = new { en = "Cash only." } });
        await using AdminPage page = await service.OpenAsync($"#/{kb}/publish");
        await Expect(page[".changes li"]).ToHaveCountAsync(2);
        await Expect(page["[data-entry=hours] del"].First).ToBeVisibleAsync();
        await Expect(page["#behaviour .headline"].First).ToContainTextAsync("Test questions");
        await Expect(page["#behaviour"]).ToContainTextAsync("opening hours please");
        await Expect(page["#checks .headline"]).ToBeVisibleAsync();
        await Page.Axe.FindsNothingAsync(page.Browser);
        await page["[data-entry=pay] input"].UncheckAsync();
        await page["#note"].FillAsync("closed for good");
        if (await page["#reason"].IsVisibleAsync())
        {
            await page["#reason"].FillAsync("it is only a test");
        }

        await page["#publish-now"].ClickAsync();
        await Expect(page["#live-now"]).ToContainTextAsync("Live in");
        Assert.Equal("Never.", await service.AnswerAsync(kb, "What are your opening hours?"));
        Assert.Equal("All of them.", await service.AnswerAsync(kb, "Which cards do you accept?"));
        JsonElement pay = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries/pay");
        Assert.Equal("Cash only.", pay.GetProperty("answer").GetProperty("en").GetString());
        await Expect(page[".changes li"]).ToHaveCountAsync(1);
        await page["#undo-publish"].ClickAsync();
        await Expect(page.Toast).ToContainTextAsync("The former version is back");
        Assert.Equal("Daily from 9 to 18.", await service.AnswerAsync(kb, "What are your opening hours?"));
        JsonElement hours = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries/hours");
        Assert.Equal("Never.", hours.GetProperty("answer").GetProperty("en").GetString());
    }

    [Fact]
    public async Task Approvals_and_what_was_said_with_them_are_shown_before_publishing()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(HttpMethod.Put, $"kbs/{kb}/policy", new { approval = true });
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/hours", new { answer = new { en = "From 8." } });
        JsonElement draft = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/draft");
        await service.CallAsync(HttpMethod.Post, $"kbs/{kb}/draft/approve", new
        {
            revision = draft.GetProperty("revision").GetInt32(),
            note = "The board agrees.",
        });
        await using AdminPage page = await service.OpenAsync($"#/{kb}/publish");
        await Expect(page["#approvals"]).ToContainTextAsync("admin");
        await Expect(page["#approvals q"]).ToHaveTextAsync("The board agrees.");
        await page["#note"].FillAsync("Looked at it again.");
        await page["#approve"].ClickAsync();
        await Expect(page["#approvals q"].Last).ToHaveTextAsync("Looked at it again.");
        await Page.Axe.FindsNothingAsync(page.Browser);
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1280, 800)]
    [InlineData("zh-CN", ColorScheme.Dark, 1280, 800)]
    [InlineData("zh-TW", ColorScheme.Light, 375, 700)]
    [InlineData("en-GB", ColorScheme.Dark, 640, 400)]
    public async Task Axe_finds_nothing_and_nothing_is_too_wide(string locale, ColorScheme scheme, int width, int height)
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/hours", new { answer = new { en = "Changed." } });
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions", new BrowserNewContextOptions
        {
            Locale = locale,
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,

            // The last is a desk's window at a zoom of 200 %.
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        await Expect(page.Rows.First).ToBeVisibleAsync();
        await CheckAsync(page);
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/questions/hours'");
        await Expect(page["#answer"]).ToBeVisibleAsync();
        await page[".more-part > summary"].ClickAsync();
        await CheckAsync(page);
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/publish'");
        await Expect(page["#checks .headline"]).ToBeVisibleAsync();
        await CheckAsync(page);
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/test'");
        await page["#test-question"].FillAsync("opening hours");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page[".verdict"].First).ToBeVisibleAsync();
        await page[".raw summary"].First.ClickAsync();
        await CheckAsync(page);
        await page.Browser.Keyboard.PressAsync("Control+k");
        await Expect(page["dialog"]).ToBeVisibleAsync();
        await CheckAsync(page);
    }

    private static async Task CheckAsync(AdminPage page)
    {
        await Page.Axe.FindsNothingAsync(page.Browser);
        Assert.False(await page.IsTooWideAsync(), page.Browser.Url);
    }
}

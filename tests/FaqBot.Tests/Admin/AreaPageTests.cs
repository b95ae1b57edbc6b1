using System.Text.Json;
using FaqBot.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Admin;

/// <summary>The areas beside the first screen.</summary>
[Collection(AdminCollection.Name)]
public sealed class AreaPageTests(AdminService service)
{
    [Fact]
    public async Task History_compares_versions_and_brings_one_back()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/hours", new { answer = new { en = "Never." } });
        await service.PublishAsync(kb);
        await using AdminPage page = await service.OpenAsync($"#/{kb}/history");
        ILocator versions = page["[data-version]"];
        await Expect(versions).ToHaveCountAsync(2);
        await versions.Nth(0).Locator("input").CheckAsync();
        await versions.Nth(1).Locator("input").CheckAsync();
        await page["#compare"].ClickAsync();
        await Expect(page["dialog ins"]).ToContainTextAsync("Never");
        await page.Browser.Keyboard.PressAsync("Escape");
        await versions.Nth(1).GetByRole(AriaRole.Button).ClickAsync();
        await page["dialog .primary"].ClickAsync();
        await Expect(page["[data-version]"]).ToHaveCountAsync(3);
        Assert.Equal("Daily from 9 to 18.", await service.AnswerAsync(kb, "What are your opening hours?"));
        await page["button"].GetByText("Edits").ClickAsync();
        await Expect(page["[data-change]"].First).ToBeVisibleAsync();
        await page["[data-change]"].First.GetByText("Undo").ClickAsync();
        await Expect(page.Toast).ToContainTextAsync("Taken back");
        JsonElement hours = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries/hours");
        Assert.Equal("Never.", hours.GetProperty("answer").GetProperty("en").GetString());
    }

    [Fact]
    public async Task Customers_wordings_wait_in_the_inbox_and_one_key_takes_them_up()
    {
        string kb = await service.BeginAsync();
        for (int person = 0; person < 6; person++)
        {
            await service.AskAsync(kb, "when is the shop open on weekdays", $"person-{person}");
            await service.AskAsync(kb, "do you repair bicycles", $"person-{person}");
        }

        JsonElement made = (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/suggestions?refresh=true")).GetProperty("suggestions");
        Assert.NotEqual(0, made.GetArrayLength());
        await using AdminPage page = await service.OpenAsync($"#/{kb}/inbox?queue=gaps");
        ILocator gap = page[".suggestion"].Filter(new LocatorFilterOptions { HasText = "bicycles" });
        await Expect(gap).ToContainTextAsync("asked by 6 people");
        await Page.Axe.FindsNothingAsync(page.Browser);
        await page.Browser.Keyboard.PressAsync("3");
        await Expect(page["#question"]).ToHaveValueAsync("do you repair bicycles");
        await page.Browser.GoBackAsync();
        await Expect(gap).ToBeVisibleAsync();
        await page.Browser.Keyboard.PressAsync("x");
        await Expect(gap).ToHaveCountAsync(0);
        await page.Toast.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(gap).ToBeVisibleAsync();
        await page.Browser.Keyboard.PressAsync("2");
        await page["dialog input[type=search]"].FillAsync("presents");
        await page["dialog .choice"].ClickAsync();
        await Expect(page.Toast).ToContainTextAsync("added to “Do you wrap presents?”");
        JsonElement gift = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries/gift");
        Assert.Equal("do you repair bicycles", gift.GetProperty("alternates")[0].GetString());
    }

    [Fact]
    public async Task Overview_and_quality_have_a_sentence_a_table_and_a_file_for_each_chart()
    {
        string kb = await service.BeginAsync();
        await service.AskAsync(kb, "What are your opening hours?", "li");
        await service.AskAsync(kb, "do you repair bicycles", "wang");
        await using AdminPage page = await service.OpenAsync($"#/{kb}/overview");
        await Expect(page[".next-best"]).ToContainTextAsync("do you repair bicycles");
        await Expect(page["#days .sentence"]).ToContainTextAsync("Of 2 questions 50% were answered");
        await Expect(page["#days canvas"]).ToBeVisibleAsync();
        await page["#days summary"].ClickAsync();
        Assert.Equal(1, await page["#days tbody tr"].CountAsync());
        IDownload file = await page.Browser.RunAndWaitForDownloadAsync(() => page["#days button"].GetByText("CSV").ClickAsync());
        Assert.StartsWith("day,asked,", (await File.ReadAllTextAsync(
            await file.PathAsync(), TestContext.Current.CancellationToken)).TrimStart('\uFEFF'), StringComparison.Ordinal);
        await CheckAsync(page);
        await service.CallAsync(HttpMethod.Post, $"kbs/{kb}/labelled", new
        {
            labelled = new[] { new { question = "when do you open", entry = "hours" } },
        });
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/quality'");
        await Expect(page["#confidence svg rect"]).ToHaveCountAsync(await page["#confidence tbody tr"].CountAsync());
        await page["#test-questions"].GetByText("Try the draft").ClickAsync();
        await Expect(page["#test-questions .sentence"]).ToContainTextAsync("of 1 question right");
        await CheckAsync(page);
    }

    [Fact]
    public async Task Settings_are_saved_and_the_widgets_line_and_origin_are_told()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/settings");
        await page["faqbot-general textarea"].Nth(0).FillAsync("Nobody here knows.");
        await page["#save-settings"].ClickAsync();
        await Expect(page.Toast).ToContainTextAsync("Settings saved");
        Assert.Equal("Nobody here knows.",
            (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/settings")).GetProperty("defaultAnswer").GetString());
        await CheckAsync(page);
        await page["[data-tab=widget]"].ClickAsync();
        await page["faqbot-widget-designer input[type=color]"].FillAsync("#8a1c5b");
        await page["faqbot-widget-designer input[maxlength='60']"].FillAsync("Tea \"for two\"");
        await Expect(page["#snippet"]).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(
            $"(?s)--faqbot-accent: #8a1c5b.*widget\\.js\" data-kb=\"{kb}\" data-title=\"Tea &quot;for two&quot;\""));
        await page["#origin"].FillAsync("https://elsewhere.example/page");
        await Expect(page["#origin-verdict"]).ToContainTextAsync("FaqBot__Http__CorsOrigins__1=https://elsewhere.example");
        await page["#origin"].FillAsync("shop.example");
        await Expect(page["#origin-verdict"]).ToContainTextAsync("may show the widget");
        await CheckAsync(page);
        foreach ((string tab, string shown) in new[]
        {
            ("policy", "faqbot-policy input"), ("members", "faqbot-members form"), ("models", ".models li"), ("retention", "#retention"),
            ("audit", "faqbot-audit tbody tr"),
        })
        {
            await page[$"[data-tab={tab}]"].ClickAsync();
            await Expect(page[shown].First).ToBeVisibleAsync();
            await CheckAsync(page);
        }
    }

    [Fact]
    public async Task Key_is_shown_once_and_lets_an_editor_do_no_more_than_edit()
    {
        string kb = await service.BeginAsync();
        string secret;
        await using (AdminPage owner = await service.OpenAsync($"#/{kb}/settings?show=keys"))
        {
            await owner["faqbot-keys input[name=name]"].FillAsync("nightly");
            await owner["#make-key"].ClickAsync();
            secret = (await owner["#new-key"].InnerTextAsync()).Trim();
            await Page.Axe.FindsNothingAsync(owner.Browser);
            await owner["dialog"].GetByText("I have saved it").ClickAsync();
            await Expect(owner["[data-key=nightly]"]).ToContainTextAsync("Editor");
            Assert.DoesNotContain(secret, await owner.Browser.ContentAsync(), StringComparison.Ordinal);
        }

        await using AdminPage editor = await service.OpenAsync($"#/{kb}/settings", signedIn: false);
        await editor["#key"].FillAsync(secret);
        await editor.Browser.Keyboard.PressAsync("Enter");
        await Expect(editor["[data-tab=general]"]).ToBeVisibleAsync();
        await Expect(editor["[data-tab=keys]"]).ToHaveCountAsync(0);
        await Expect(editor["#kb option"]).ToHaveCountAsync(2);
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/hours", new { answer = new { en = "Changed." } });
        await editor.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/publish'");
        await Expect(editor["#checks .headline"]).ToBeVisibleAsync();
        await Expect(editor["#publish-now"]).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Five_pasted_questions_begin_a_knowledge_base_that_answers()
    {
        await using AdminPage page = await service.OpenAsync("#/start");
        string name = $"cafe{Guid.NewGuid():N}"[..14];
        await page["#base-name"].FillAsync(name);
        await CheckAsync(page);
        string[] questions = ["Do you have oat milk", "Is there wifi", "Are dogs welcome", "Can I book a table", "Do you sell beans"];
        await page["#paste"].FillAsync(
            string.Join("\n\n", questions.Select((question, i) => $"Q: {question}?\nA: Answer {i + 1}.")));
        await Expect(page["form [role=status]"]).ToHaveTextAsync("5 pairs found");
        await page["#begin"].ClickAsync();
        await Expect(page["#test-question"]).ToBeVisibleAsync();
        await page["#test-question"].FillAsync("may my dog come along");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page[".taken-for"].First).ToContainTextAsync("Are dogs welcome?");
        Assert.Equal("Answer 3.", (await service.Client.AskAsync(new { question = "Are dogs welcome?", kb = name })).Answer?.Text);
    }

    private static async Task CheckAsync(AdminPage page)
    {
        await Page.Axe.FindsNothingAsync(page.Browser);
        Assert.False(await page.IsTooWideAsync(), page.Browser.Url);
    }
}

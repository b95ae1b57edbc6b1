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
        foreach (ILocator figure in await page[".figure"].AllAsync())
        {
            await Expect(figure.Locator(".sentence")).Not.ToBeEmptyAsync();
            await Expect(figure.GetByText("CSV")).ToBeVisibleAsync();
        }

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
    public async Task Figure_that_cannot_be_had_hides_no_other()
    {
        string kb = await service.BeginAsync();
        await service.AskAsync(kb, "What are your opening hours?", "li");
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions");
        await page.Browser.RouteAsync("**/analytics/topics*", route => route.AbortAsync());
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/overview'");
        await Expect(page["#days .sentence"]).ToContainTextAsync("Of 1 question 100% was answered");
        ILocator fault = page[".overview .notice-box"];
        await Expect(fault).ToBeVisibleAsync();
        await page.Browser.UnrouteAllAsync();
        await fault.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(fault).ToHaveCountAsync(0);
        await Expect(page["#days .sentence"]).ToBeVisibleAsync();
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

    [Fact]
    public async Task Settings_fit_a_phone_and_say_in_chinese_what_was_done_to_which_entry()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(HttpMethod.Put, $"kbs/{kb}/members", new
        {
            kind = "user",
            name = "somebody.with.a.long.name@department.shop.example",
            roles = new[] { "editor" },
        });
        await service.CallAsync(HttpMethod.Post, $"kbs/{kb}/keys", new
        {
            name = "nightly-import-of-all-entries",
            roles = new[] { "editor" },
        });
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/hours", new { answer = new { en = "From 8." } });
        await using AdminPage page = await service.OpenAsync($"#/{kb}/settings", new BrowserNewContextOptions
        {
            Locale = "zh-CN",
            ViewportSize = new ViewportSize { Width = 375, Height = 700 },
        });
        foreach ((string tab, string shown) in new[]
        {
            ("general", "faqbot-general textarea"), ("widget", "#snippet"), ("policy", "faqbot-policy input"),
            ("members", "faqbot-members td"), ("keys", "faqbot-keys td"), ("models", ".models li"), ("retention", "#retention"),
            ("audit", "faqbot-audit td"),
        })
        {
            await page[$"[data-tab={tab}]"].ClickAsync();
            await Expect(page[shown].First).ToBeVisibleAsync();
            await CheckAsync(page);
            Assert.Empty(await page.Browser.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('.scroller')].filter((box) => box.scrollWidth > box.clientWidth)"
                    + ".map((box) => box.ariaLabel)"));
        }

        ILocator edit = page["faqbot-audit tr"].Filter(new LocatorFilterOptions { HasText = "修改问答" });
        await Expect(edit.GetByRole(AriaRole.Link)).ToHaveTextAsync("What are your opening hours?");
        Assert.Equal(6, await page["faqbot-audit tr"].Filter(new LocatorFilterOptions { HasText = "新建问答" }).CountAsync());

        // Every action that people see has a name of its own.
        Assert.DoesNotContain(
            await page["faqbot-audit td:nth-child(3)"].AllInnerTextsAsync(),
            action => System.Text.RegularExpressions.Regex.IsMatch(action, "^[A-Z][a-z]+[A-Z]"));
        await page["[data-tab=models]"].ClickAsync();
        await Expect(page[".models li .hint"].First).ToContainTextAsync("中英文短问句");
    }

    [Fact]
    public async Task Greeting_and_starters_are_written_in_each_language_beside_each_other()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/settings");
        await page["faqbot-general label"].Filter(new LocatorFilterOptions { HasText = "Greeting · English" }).Locator("textarea")
            .FillAsync("Welcome to the tea shop.");
        ILocator starters = page["faqbot-general .starters"];
        await Expect(starters).ToHaveCountAsync(2);
        await starters.Nth(0).FillAsync("几点开门？\n多久送到？");
        await starters.Nth(1).FillAsync("When do you open?\nHow long is delivery?");
        await page["#save-settings"].ClickAsync();
        await Expect(page.Toast).ToContainTextAsync("Settings saved");
        JsonElement saved = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/settings");
        Assert.Equal("Welcome to the tea shop.", saved.GetProperty("greeting").GetProperty("en").GetString());
        JsonElement second = saved.GetProperty("starters")[1];
        Assert.Equal(
            ("多久送到？", "How long is delivery?"),
            (second.GetProperty("zh-Hans").GetString(), second.GetProperty("en").GetString()));
        await page["[data-tab=widget]"].ClickAsync();
        await Expect(page[".mock-bubble"].First).ToHaveTextAsync("Welcome to the tea shop.");
        await Expect(page[".mock-chips span"]).ToHaveTextAsync(["When do you open?", "How long is delivery?"]);
    }

    [Fact]
    public async Task Edits_name_their_entries_and_knowledge_bases_are_called_as_the_reader_speaks()
    {
        string kb = await service.BeginAsync();
        JsonElement settings = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/settings");
        Dictionary<string, JsonElement> changed = settings.EnumerateObject()
            .Where(member => member.Name is not ("entries" or "formatVersion")).ToDictionary(member => member.Name, member => member.Value);
        changed["name"] = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["en"] = "Tea help", ["zh-Hans"] = "茶铺客服" });
        await service.CallAsync(HttpMethod.Put, $"kbs/{kb}/settings", changed);
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/hours", new { answer = new { en = "From 8." } });
        await using AdminPage page = await service.OpenAsync(
            $"#/{kb}/history?show=changes", new BrowserNewContextOptions { Locale = "zh-CN" });
        await Expect(page["[data-change]"].First.GetByRole(AriaRole.Link)).ToHaveTextAsync("What are your opening hours?");
        await Expect(page["#kb option:checked"]).ToHaveTextAsync("茶铺客服");
    }

    private static async Task CheckAsync(AdminPage page)
    {
        await Page.Axe.FindsNothingAsync(page.Browser);
        Assert.False(await page.IsTooWideAsync(), page.Browser.Url);
    }
}

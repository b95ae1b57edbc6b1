using System.Text.Json;
using FaqBot.Tests.Page;
using FaqBot.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Admin;

/// <summary>The first two days of an owner who knows the README alone: from a spreadsheet to an answer on the owner's own page, and to what
/// customers missed. Takes the pictures of the documentation on the way.</summary>
/// <remarks>What the README says of starting, in a fresh clone, is done by <see cref="ReadmeTests"/>.</remarks>
[Collection(ChatPageCollection.Name)]
public sealed class FirstDaysTests(ChatPageService browsers, SampleDatabase sample)
{
    private const string Key = "sixteen characters or more";
    private const string Question = "what does shipping cost";
    private const string Wrong = "Two working days as a rule.", Right = "4.90, and nothing from 50 on.";
    private const string Missed = "do you repair bicycles";

    private static readonly (string Question, string Answer)[] Rows =
    [
        ("What are your opening hours?", "Daily from 9 to 18."),
        ("How long does delivery take?", "Two working days as a rule."),

        // A line too far down in the spreadsheet: it happens.
        ("How much is delivery?", Wrong),
        ("How do I return a packet of tea?", "Within 30 days, unopened."),
        ("How hot should the water be for green tea?", "Eighty degrees."),
        ("Do you wrap presents?", "Yes, free of charge."),
        ("Which cards do you accept?", "All of them."),
        ("Can I pick up my order in the shop?", "Yes, an hour after you ordered."),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spreadsheet_becomes_answers_on_the_owners_page_and_tomorrow_tells_what_was_missed()
    {
        string readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"), Token);
        Assert.All((string[])["`FaqBot__Admin__Key`", "/admin", "/?kb=", "docs/widget.md"], told =>
            Assert.Contains(told, readme, StringComparison.Ordinal));
        using TemporaryFolder folder = new();
        using DocumentFilm film = new("edit-to-live");
        string database = await sample.CopyToAsync(folder.Path);
        string address = $"http://127.0.0.1:{FreePort.Find()}";
        string html = "";
        await using LocalServer site = await LocalServer.StartAsync(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(html);
        });
        string origin = site.Address.GetLeftPart(UriPartial.Authority);
        (string, string)[] options = [("urls", address), ("Storage:Path", database), ("Limits:Enabled", "false"), ("Admin:Key", Key)];
        string snippet, setting;
        await using (ServiceProcess service = await StartAsync(options))
        {
            IPage visitor = await browsers.NewPageAsync(Window());
            await using AdminPage owner = new(await browsers.NewPageAsync(Window()), service.Address);
            await SignInAsync(owner, service);
            await ImportAsync(owner, await SpreadsheetAsync(folder));
            await PublishAsync(owner, isFirst: true);

            await AskAsync(visitor, service, Wrong);
            await film.TakeAsync(visitor, 2.4);
            await MendAsync(owner, film);
            await PublishAsync(owner, isFirst: false, film);
            await AskAsync(visitor, service, Right);
            await film.TakeAsync(visitor, 3);
            await film.EndAsync();
            await visitor.Context.DisposeAsync();

            (snippet, setting) = await EmbedAsync(owner, origin);
            await service.StopAsync();
        }

        // The line of the designer is put into the page, and its advice into the service's settings, as they stand.
        html = $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tea</title>{snippet}</head><body><h1>Tea</h1></body></html>
            """;
        string[] advice = setting.Split('=', 2);
        await using (ServiceProcess service = await StartAsync([.. options, (advice[0], advice[1])]))
        {
            await using Widget widget = new(await browsers.NewPageAsync(Window()));
            await widget.Page.GotoAsync(site.Address.ToString());
            await widget.OpenAsync();
            await Expect(await widget.AskAsync(Question)).ToContainTextAsync(Right);
            await Expect(await widget.AskAsync(Missed)).ToContainTextAsync("Sorry, I have no answer to that yet.");
            Assert.Empty(widget.Errors);
            await service.StopAsync();
        }

        await MakeItYesterdayAsync(Path.ChangeExtension(database, ".questions.db"));
        await using (ServiceProcess service = await StartAsync(options))
        {
            await using AdminPage owner = new(await browsers.NewPageAsync(Window()), service.Address);
            await SignInAsync(owner, service);
            await owner["#kb"].SelectOptionAsync("tea-house");
            await owner["#areas"].GetByText("Overview").ClickAsync();
            await Expect(owner["#unanswered"]).ToContainTextAsync(Missed);
            await Expect(owner["#days .sentence"]).ToContainTextAsync("Of 4 questions 75% were answered");
            await DocumentPicture.TakeAsync(owner.Browser, "unanswered");
            await owner[".next-best a"].First.ClickAsync();
            await Expect(owner["#question"]).ToHaveValueAsync(Missed);
        }
    }

    private static BrowserNewContextOptions Window() => new()
    {
        Locale = "en-GB",
        ReducedMotion = ReducedMotion.Reduce,
        ViewportSize = new ViewportSize { Width = 1100, Height = 700 },
    };

    private static Task<ServiceProcess> StartAsync((string, string)[] options) => ServiceProcess.StartReadyAsync(options);

    private static async Task<string> SpreadsheetAsync(TemporaryFolder folder)
    {
        string entries = JsonSerializer.Serialize(Rows.Select((row, i) => new
        {
            id = $"{i + 1}",
            question = row.Question,
            answer = row.Answer,
        }));
        string file = folder.File("tea.json"), sheet = folder.File("questions.xlsx");
        await File.WriteAllTextAsync(
            file,
            $$"""{"formatVersion": 1, "id": "tea", "name": "Tea", "languages": ["en"], "defaultAnswer": "?", "entries": {{entries}}}""",
            Token);
        await IndexerProcess.RunAsync("export", "--input", file, "--format", "cqa-xlsx", "--output", sheet);
        return sheet;
    }

    private static async Task SignInAsync(AdminPage owner, ServiceProcess service)
    {
        await owner.Browser.GotoAsync($"{service.Address}admin");
        await owner["#key"].FillAsync(Key);
        await owner.Browser.Keyboard.PressAsync("Enter");
        await Expect(owner["#areas"]).ToBeVisibleAsync();
    }

    /// <summary>Begins a knowledge base with a spreadsheet.</summary>
    private static async Task ImportAsync(AdminPage owner, string sheet)
    {
        await owner["#kb"].SelectOptionAsync("");
        await owner["#base-name"].FillAsync("Tea house");
        await owner["#begin-import"].ClickAsync();
        await owner["#file"].SetInputFilesAsync(sheet);
        await Expect(owner["#import-preview .new dd"]).ToHaveTextAsync("8");
        await DocumentPicture.TakeAsync(owner.Browser, "import");
        await owner["#import-now"].ClickAsync();
        await owner["#imported a.primary"].ClickAsync();
    }

    private static async Task PublishAsync(AdminPage owner, bool isFirst, DocumentFilm? film = null)
    {
        if (!isFirst)
        {
            await owner["#to-publish"].ClickAsync();
            await Expect(owner["#behaviour"]).ToContainTextAsync(Question);
        }

        await Expect(owner["#checks .headline"]).ToBeVisibleAsync();
        if (await owner["#reason"].CountAsync() > 0)
        {
            await owner["#reason"].FillAsync("It is meant so");
        }

        await Expect(owner["#publish-now"]).ToBeEnabledAsync();
        if (film is not null)
        {
            await film.TakeAsync(owner.Browser, 3);
        }

        await owner["#publish-now"].ClickAsync();
        await Expect(owner["#live-now"]).ToContainTextAsync("Live in");
        if (film is not null)
        {
            await owner["#live-now"].ScrollIntoViewIfNeededAsync();
            await film.TakeAsync(owner.Browser, 2);
        }
    }

    /// <summary>Asks in the chat page as a customer.</summary>
    private static async Task AskAsync(IPage visitor, ServiceProcess service, string answer)
    {
        await visitor.GotoAsync($"{service.Address}?kb=tea-house");
        await visitor.Locator("#question").FillAsync(Question);
        await visitor.Locator("#send").ClickAsync();
        await Expect(visitor.Locator("#messages .message.bot[data-decision]").Last).ToContainTextAsync(answer);
    }

    /// <summary>Finds the entry by what the customer asked, mends its answer, and looks at the effect before anybody reads it.</summary>
    private static async Task MendAsync(AdminPage owner, DocumentFilm film)
    {
        await owner["#areas"].GetByText("Questions").ClickAsync();
        await owner["#search"].FillAsync(Question);
        await owner.Rows.GetByText("How much is delivery?").ClickAsync();
        await Expect(owner["#answer"]).ToHaveValueAsync(Wrong);
        await film.TakeAsync(owner.Browser, 2);
        await owner["#answer"].FillAsync(Right);
        await owner.SavedAsync();
        await film.TakeAsync(owner.Browser, 2);
        await owner["#dock"].ClickAsync();
        await owner["#test-question"].FillAsync(Question);
        await owner.Browser.Keyboard.PressAsync("Enter");
        await Expect(owner[".version.live"]).ToContainTextAsync(Wrong);
        await Expect(owner[".version.draft"]).ToContainTextAsync(Right);
        await film.TakeAsync(owner.Browser, 3);
        await DocumentPicture.TakeAsync(owner.Browser, "effect");
        await owner["#dock"].ClickAsync();
    }

    /// <summary>Takes the line for the page, and learns what its origin needs.</summary>
    private static async Task<(string Snippet, string Setting)> EmbedAsync(AdminPage owner, string origin)
    {
        await owner["#areas"].GetByText("Settings").ClickAsync();
        await owner[".tabs"].GetByText("Widget").ClickAsync();
        await Expect(owner["#people"]).ToBeVisibleAsync();
        await owner["#origin"].FillAsync(origin);
        await Expect(owner["#origin-verdict"]).ToContainTextAsync("may not yet");
        string setting = await owner["#origin-verdict pre"].InnerTextAsync();
        await owner.Browser.EvaluateAsync("() => document.querySelector('#people').scrollIntoView()");
        await DocumentPicture.TakeAsync(owner.Browser, "embed");
        return (await owner["#snippet"].InnerTextAsync(), setting);
    }

    /// <summary>Lets a day pass: all that was noted of it lies a day back.</summary>
    private static async Task MakeItYesterdayAsync(string log)
    {
        await using SqliteConnection connection = new($"Data Source={log};Pooling=False");
        await connection.OpenAsync(Token);
        foreach ((string table, string change) in ((string, string)[])
        [
            ("questions", "day = day - 1, at = at - 86400000"), ("wordings", "last_day = last_day - 1"),
            ("conversations", "day = day - 1, at = at - 86400000"), ("day_users", "day = day - 1"), ("totals", "day = day - 1"),
            ("confidence_totals", "day = day - 1"), ("day_totals", "day = day - 1"), ("publications", "at = at - 86400000"),
        ])
        {
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"UPDATE {table} SET {change}";
            await command.ExecuteNonQueryAsync(Token);
        }
    }
}

using FaqBot.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>The reports of <c>lint</c> and <c>eval</c> in a browser: they need nothing but themselves.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class ReportPageTests(ChatPageService service)
{
    [Fact]
    public async Task Lint_says_its_verdict_first_and_filters_in_both_languages_and_on_paper()
    {
        using TemporaryFolder folder = new();
        string report = folder.File("lint.html");
        await IndexerProcess.RunAsync("lint", "--input", Repository.PathOf("data", "faq.json"), "--html", report, "--lang", "zh");
        IPage page = await service.NewPageAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        await page.GotoAsync("file://" + report);
        await Axe.FindsNothingAsync(page);

        // It opens in the language that was asked for, with every finding in it.
        await Expect(page.Locator(".verdict")).ToContainTextAsync("没有错误。", new() { UseInnerText = true });
        string[] said = [.. await page.Locator("tr[class^=is-] td:last-child .zh").AllInnerTextsAsync()];
        Assert.NotEmpty(said);
        Assert.All(said, text => Assert.Matches("[一-鿿]", text));
        Assert.Equal(0, await page.Locator("tr[class^=is-] td:nth-child(6) > .en:visible").CountAsync());
        await page.Locator("#report-en").CheckAsync();
        await Expect(page.Locator(".verdict")).ToContainTextAsync("Everything works.", new() { UseInnerText = true });
        await Expect(page.Locator("main > :is(p, h2, table, .wide)").First).ToHaveClassAsync("verdict warning");

        // A step leads to its findings, which show the questions of both entries.
        ILocator step = page.Locator("ol a").First;
        string anchor = (await step.GetAttributeAsync("href"))!;
        await step.ClickAsync();
        await Expect(page.Locator(anchor)).ToBeInViewportAsync();
        ILocator row = page.Locator($"{anchor} ~ .wide tbody tr").First;
        Assert.All(
            await row.Locator("td").AllInnerTextsAsync() is var cells ? cells.Take(4) : [], cell => Assert.NotEqual("", cell));

        // Kinds are taken away, the other language chosen.
        await Expect(page.Locator("tr.is-note").First).ToBeVisibleAsync();
        await page.Locator("#show-note").UncheckAsync();
        await Expect(page.Locator("tr.is-note").First).ToBeHiddenAsync();
        await page.Locator("#report-zh").CheckAsync();
        await Expect(page.Locator(".verdict .zh")).ToBeVisibleAsync();
        await Expect(page.Locator(".verdict .en")).ToBeHiddenAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator("fieldset").First).ToBeHiddenAsync();
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Sample_shop_has_no_warning_that_is_not_argued()
    {
        using TemporaryFolder folder = new();
        string report = folder.File("lint.json");
        await IndexerProcess.RunAsync(
            "lint", "--input", Repository.PathOf("data", "faq.json"), "--ignore-file", Repository.PathOf("data", "faq.lint-ignore"),
            "--json", report);
        using System.Text.Json.JsonDocument found = System.Text.Json.JsonDocument.Parse(
            await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        Assert.Empty(found.RootElement.GetProperty("findings").EnumerateArray().Select(finding =>
            $"{finding.GetProperty("ruleId")}:{finding.GetProperty("entry")}+{finding.GetProperty("otherEntry")}"));
    }

    [Fact]
    public async Task Eval_says_its_verdict_first_and_what_to_do()
    {
        using TemporaryFolder folder = new();
        string report = folder.File("eval.html"), queries = folder.File("few.tsv");
        string[] lines = await File.ReadAllLinesAsync(
            Repository.PathOf("tests", "data", "shop.queries.tsv"), TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(queries, lines.Where((_, i) => i == 0 || i % 6 == 1), TestContext.Current.CancellationToken);
        await IndexerProcess.RunAsync("eval", queries, "--input", Repository.PathOf("data", "faq.json"), "--html", report);
        IPage page = await service.NewPageAsync();
        await page.GotoAsync("file://" + report);
        await Axe.FindsNothingAsync(page);
        await Expect(page.Locator(".verdict .en")).ToContainTextAsync("questions with an answer");
        await Expect(page.Locator("#glossary")).ToHaveCountAsync(1);
        await Expect(page.Locator("#figures ~ .wide tr.is-en").First).ToBeVisibleAsync();
        await page.Locator("#show-en").UncheckAsync();
        await Expect(page.Locator("#figures ~ .wide tr.is-en").First).ToBeHiddenAsync();
        await page.Context.DisposeAsync();
    }
}

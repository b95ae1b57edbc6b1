using System.Text.Json;
using Microsoft.Playwright;

namespace FaqBot.Bench;

/// <summary>The administration's list of many entries in a browser: what its scripts keep the page from, and how much of the list is in the
/// document.</summary>
internal static class PagesBench
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Key = "the key of the measurement";
    private const int Entries = 10_000, QuestionsOfEntry = 1, FewEntries = 100, Steps = 40;
    private const double LongestTask = 50, MostRows = 100, LongestWait = 200;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        if (!File.Exists(Chromium))
        {
            context.Say($"pages: {Chromium} is missing; install Debian's package chromium.");
            return [];
        }

        int entries = context.Quick ? Entries / 5 : Entries;
        string large = await folder.DatabaseAsync("pages-large.db", () => BenchFolder.Knowledge(entries, QuestionsOfEntry));
        string small = await folder.DatabaseAsync("pages-small.db", () => BenchFolder.Knowledge(FewEntries, QuestionsOfEntry));
        string service = await folder.ServiceAsync(context);
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        List<Visit> many = [], few = [];
        for (int round = 0; round < Math.Max(3, context.Rounds / 3); round++)
        {
            many.Add(await VisitAsync(browser, service, large, entries));
            few.Add(await VisitAsync(browser, service, small, FewEntries));
        }

        return
        [
            Row("longest task of its scripts", "ms", visit => visit.LongestTask, Goal.AtMost(LongestTask, "ms")),
            Row("rows in the document", "rows", visit => visit.MostRows, Goal.AtMost(MostRows, "rows")),
            Row("from a key to the rows that fit", "ms", visit => visit.Found, Goal.AtMost(LongestWait, "ms")),
        ];

        Measurement Row(string name, string unit, Func<Visit, double> of, Goal goal) => new(
            $"pages: {name}, {entries:#,0} entries", unit, new Series([.. many.Select(of)]), $"{FewEntries} entries",
            new Series([.. few.Select(of)]), goal);
    }

    private static async Task<Visit> VisitAsync(IBrowser browser, string service, string database, int entries)
    {
        await using PublishedService running = await PublishedService.StartAsync(
            service, database, ("Admin:Key", Key), ("Knowledge:IndexAtStart", "false"));
        await using IBrowserContext visitor = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = "en-GB" });
        await visitor.AddInitScriptAsync($"sessionStorage.setItem('faqbot.admin.key', '{Key}')");
        IPage page = await visitor.NewPageAsync();
        BrowserTrace trace = await BrowserTrace.BeginAsync(page);
        await page.GotoAsync($"{running.Address}admin#/shop/questions");
        await page.Locator($".table[aria-rowcount='{entries + 1}']").WaitForAsync();
        await page.Locator(".entry").First.WaitForAsync();
        double rows = await page.EvaluateAsync<double>(
            """
            async (steps) => {
              const list = document.querySelector(".table-body");
              let most = 0;
              for (let step = 0; step <= steps; step++) {
                list.scrollTop = list.scrollHeight * step / steps;
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                most = Math.max(most, document.querySelectorAll(".entry").length);
              }
              return most;
            }
            """,
            Steps);
        double found = await page.EvaluateAsync<double>(
            """
            async (text) => {
              const field = document.querySelector("#search");
              let longest = 0;
              for (let length = 1; length <= text.length; length++) {
                field.value = text.slice(0, length);
                const pressed = performance.now();
                field.dispatchEvent(new InputEvent("input", { bubbles: true }));
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                longest = Math.max(longest, performance.now() - pressed);
              }
              return longest;
            }
            """,
            "怎么办理退货");
        return new Visit(await trace.LongestScriptTaskAsync(running.Address), rows, found);
    }

    private sealed record Visit(double LongestTask, double MostRows, double Found);
}

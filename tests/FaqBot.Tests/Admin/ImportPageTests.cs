using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Admin;

[Collection(AdminCollection.Name)]
public sealed class ImportPageTests(AdminService service)
{
    [Fact]
    public async Task Table_is_looked_at_mended_in_place_taken_up_and_taken_back()
    {
        string kb = await service.BeginAsync();
        using TemporaryFolder folder = new();
        string file = folder.File("more.csv");
        await File.WriteAllTextAsync(
            file,
            "question,answer\nDo you sell teapots?,\"Yes, of clay.\"\nWhat are your opening hours?,From 8.\n,An answer to nothing.\n",
            TestContext.Current.CancellationToken);
        await using AdminPage page = await service.OpenAsync($"#/{kb}/import");
        await page["#file"].SetInputFilesAsync(file);
        await Expect(page["#import-preview .new dd"]).ToHaveTextAsync("1");
        await Expect(page["#import-preview .refused dd"]).Not.ToHaveTextAsync("0");
        await Expect(page[".read-file"]).ToContainTextAsync("more.csv");
        Assert.Equal(6, (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries")).GetProperty("total").GetInt32());
        await Page.Axe.FindsNothingAsync(page.Browser);
        ILocator mend = page[".fault-table tbody tr"].First.Locator("input");
        await mend.Nth(0).FillAsync("What is nothing?");
        await mend.Nth(1).FillAsync("An answer to nothing.");
        IDownload faults = await page.Browser.RunAndWaitForDownloadAsync(() => page["button"].GetByText("Download").ClickAsync());
        Assert.Contains("more.csv", await File.ReadAllTextAsync(await faults.PathAsync(), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        await page["#import-now"].ClickAsync();
        await Expect(page["#imported"]).ToContainTextAsync("Imported");
        JsonElement found = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries?text=teapots");
        Assert.Equal("Yes, of clay.",
            found.GetProperty("entries")[0].GetProperty("entry").GetProperty("answer").EnumerateText().First());
        Assert.Equal(1, (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries?text=nothing")).GetProperty("total").GetInt32());
        await page["#imported"].GetByText("Undo").ClickAsync();
        await Expect(page.Toast).ToContainTextAsync("Taken back");
        Assert.Equal(6, (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Found_columns_are_shown_said_otherwise_remembered_and_found_again()
    {
        string kb = await service.BeginAsync();
        using TemporaryFolder folder = new();
        string file = folder.File("columns.csv");
        await File.WriteAllTextAsync(
            file, "Question,Answer,提问\nx,Yes of clay.,Do you sell teapots?\nx,Daily.,Are you open on Mondays?\n",
            TestContext.Current.CancellationToken);
        await using AdminPage page = await service.OpenAsync($"#/{kb}/import");
        await page["#file"].SetInputFilesAsync(file);
        ILocator question = page["[data-meaning=question]"];
        await Expect(question).ToHaveValueAsync("Question");
        await Expect(page["[data-meaning=answer]"]).ToHaveValueAsync("Answer");
        await Expect(page["[data-meaning=id]"]).ToHaveValueAsync("");
        await Expect(page["#columns"]).ToContainTextAsync("Found by their names");
        await question.SelectOptionAsync("提问");
        await Expect(page["#import-preview .new dd"]).ToHaveTextAsync("2");
        await Expect(page["#columns"]).ToContainTextAsync("As you say");
        await Page.Axe.FindsNothingAsync(page.Browser);
        await page["#import-now"].ClickAsync();
        await Expect(page["#imported"]).ToBeVisibleAsync();
        Assert.Equal(1, (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries?text=teapots")).GetProperty("total").GetInt32());

        // The next table of this header is read so; what its names say is one click away.
        await page["#file"].SetInputFilesAsync(file);
        await Expect(page["#columns"]).ToContainTextAsync("As admin named them");
        await Expect(question).ToHaveValueAsync("提问");
        await page["#detect-columns"].ClickAsync();
        await Expect(question).ToHaveValueAsync("Question");
    }

    [Fact]
    public async Task Table_that_is_not_recognised_is_read_once_its_columns_are_named()
    {
        string kb = await service.BeginAsync();
        using TemporaryFolder folder = new();
        string file = folder.File("strange.csv");
        await File.WriteAllTextAsync(
            file, "kunde sagt,wir sagen,team,ort\nDo you sell teapots?,Of clay.,a,b\n", TestContext.Current.CancellationToken);
        await using AdminPage page = await service.OpenAsync($"#/{kb}/import", new BrowserNewContextOptions { Locale = "zh-CN" });
        await page["#file"].SetInputFilesAsync(file);
        await Expect(page["#columns"]).ToContainTextAsync("没有认出这个表格");
        await Page.Axe.FindsNothingAsync(page.Browser);
        await page["[data-meaning=question]"].FillAsync("kunde sagt");
        await page["[data-meaning=answer]"].FillAsync("wir sagen");
        await page["#name-columns"].ClickAsync();
        await Expect(page["#import-preview .new dd"]).ToHaveTextAsync("1");
        await Expect(page[".read-file"]).ToContainTextAsync("按指定的列");
        await Expect(page["[data-meaning=question]"]).ToHaveValueAsync("kunde sagt");
    }

    [Fact]
    public async Task Comments_of_reviewers_are_shown_imported_and_read_in_the_history_of_their_entries()
    {
        string kb = await service.BeginAsync();
        using TemporaryFolder folder = new();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/settings");
        foreach (string format in (string[])["json", "cqa-xlsx", "cqa-json", "csv"])
        {
            IDownload saved = await page.Browser.RunAndWaitForDownloadAsync(() => page[$"[data-format={format}]"].ClickAsync());
            Assert.NotEqual(0, new FileInfo(await saved.PathAsync()).Length);
        }

        string sheet = await service.Client.GetStringWithKeyAsync($"api/v1/kbs/{kb}/export?format=review-csv", AdminService.Key);
        string[] rows = sheet.Split("\r\n");
        string file = folder.File("review.csv");
        int comment = Array.FindIndex(rows[0].Split(','), cell => cell.Contains("Comment", StringComparison.Ordinal));
        int gift = Array.FindIndex(rows, row => row.Contains("Do you wrap presents?", StringComparison.Ordinal));
        string[] cells = rows[gift].Split(',');
        cells[comment] = "Say what it costs.";
        rows[gift] = string.Join(',', cells);
        await File.WriteAllTextAsync(file, string.Join("\r\n", rows), TestContext.Current.CancellationToken);
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/import'");
        await page["#file"].SetInputFilesAsync(file);
        await Expect(page["#comments"]).ToContainTextAsync("Say what it costs.");
        await Expect(page["#comments a"]).ToHaveTextAsync("Do you wrap presents?");
        await Page.Axe.FindsNothingAsync(page.Browser);
        await page["#import-now"].ClickAsync();
        await Expect(page["#imported"]).ToBeVisibleAsync();
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/questions/gift'");
        await page[".editor-tools button[title]"].ClickAsync();
        await Expect(page["dialog"]).ToContainTextAsync("Say what it costs.");
        await page.Browser.Keyboard.PressAsync("Escape");
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/history?show=changes'");
        await page["[data-change]"].First.GetByText("Show").ClickAsync();
        await Expect(page["dialog .comments"]).ToContainTextAsync("Say what it costs.");
    }
}

file static class KeyedClient
{
    /// <summary>Gets a text as whoever has a key.</summary>
    public static async Task<string> GetStringWithKeyAsync(this HttpClient client, string path, string key)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}

file static class AnswerText
{
    /// <summary>The texts of an answer, whether it has one for all languages or one for each.</summary>
    public static IEnumerable<string?> EnumerateText(this JsonElement answer) => answer.ValueKind == JsonValueKind.String
        ? [answer.GetString()] : answer.EnumerateObject().Select(text => text.Value.GetString());
}

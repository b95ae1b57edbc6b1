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
}

file static class AnswerText
{
    /// <summary>The texts of an answer, whether it has one for all languages or one for each.</summary>
    public static IEnumerable<string?> EnumerateText(this JsonElement answer) => answer.ValueKind == JsonValueKind.String
        ? [answer.GetString()] : answer.EnumerateObject().Select(text => text.Value.GetString());
}

using System.Net;
using System.Text.Json;
using FaqBot.Tests.Asking;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Browsing;

/// <summary><c>GET /api/v1/browse</c>, and what pages are told of a knowledge base.</summary>
[Collection(AskingCollection.Name)]
public sealed class BrowseTests(AskingService service)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Invoices")]
    [InlineData("zh-Hant", "發票")]
    [InlineData("zh-Hans", "发票")]
    public async Task Categories_have_names_and_questions_the_language(string language, string name)
    {
        JsonElement all = await GetAsync($"language={language}&top=200");
        JsonElement category = all.GetProperty("categories").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "invoice");
        Assert.Equal(name, category.GetProperty("name").GetString());
        JsonElement invoices = await GetAsync($"language={language}&category=invoice");
        Assert.Equal(category.GetProperty("questions").GetInt32(), invoices.GetProperty("total").GetInt32());
        Assert.Equal(invoices.GetProperty("total").GetInt32(), invoices.GetProperty("questions").GetArrayLength());
        Assert.Contains(invoices.GetProperty("questions").EnumerateArray(), one => one.GetProperty("language").GetString() == language);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_context_only_entries_are_left_out()
    {
        List<string> ids = [];
        int total;
        do
        {
            JsonElement page = await GetAsync($"skip={ids.Count}&top=40");
            total = page.GetProperty("total").GetInt32();
            ids.AddRange(page.GetProperty("questions").EnumerateArray().Select(one => one.GetProperty("entryId").GetString()!));
        }
        while (ids.Count < total);

        Assert.Equal(total, ids.Distinct().Count());
        Assert.DoesNotContain("return-freight", ids);
    }

    [Fact]
    public async Task Words_are_searched()
    {
        JsonElement found = await GetAsync("q=发票抬头");
        Assert.Contains(
            found.GetProperty("questions").EnumerateArray(), one => one.GetProperty("entryId").GetString() == "invoice-title-wrong");
        Assert.All(found.GetProperty("categories").EnumerateArray(), one => Assert.Equal("invoice", one.GetProperty("id").GetString()));
        Assert.Equal(0, (await GetAsync("q=zzzzqqq")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Faults_are_told_together()
    {
        using HttpResponseMessage response = await service.Client.GetAsync(
            new Uri(
                $"api/v1/browse?language=xx&skip=-1&top=0&q={new string('x', 101)}&category={new string('c', 600)}",
                UriKind.Relative),
            Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using JsonDocument problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(
            ["category", "language", "q", "skip", "top"],
            problem.RootElement.GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pages_are_told_names_greeting_starters_and_the_line_that_answers_are_automatic()
    {
        using JsonDocument list = JsonDocument.Parse(await service.Client.GetStringAsync(new Uri("api/v1/kbs", UriKind.Relative), Token));
        JsonElement shop = list.RootElement.GetProperty("kbs").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "shop");
        Assert.Equal("Qinghe Shop help", shop.GetProperty("names").GetProperty("en").GetString());
        Assert.StartsWith("你好，這裡是", shop.GetProperty("greeting").GetProperty("zh-Hant").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, shop.GetProperty("starters").GetArrayLength());
        JsonElement visitors = list.RootElement.GetProperty("visitors");
        Assert.Equal("Answers here are automatic.", visitors.GetProperty("notice").GetProperty("en").GetString());
        Assert.Equal(
            (JsonValueKind.Null, true), (visitors.GetProperty("contactUrl").ValueKind, visitors.GetProperty("browsing").GetBoolean()));
        JsonElement plans = list.RootElement.GetProperty("kbs").EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == "plans");
        Assert.Equal((JsonValueKind.Null, 0), (plans.GetProperty("greeting").ValueKind, plans.GetProperty("starters").GetArrayLength()));
    }

    private async Task<JsonElement> GetAsync(string query) =>
        JsonElement.Parse(await service.Client.GetStringAsync(new Uri("api/v1/browse?kb=shop&" + query, UriKind.Relative), Token));
}

/// <summary>What the owner of a service tells visitors otherwise.</summary>
public sealed class VisitorOptionTests(SampleDatabase sample)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_contact_and_browsing_are_options()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)),
            ("Channels:Notice:En", "A machine answers."), ("Channels:Notice:ZhHans", ""),
            ("Channels:ContactUrl", "tel:+4930123456"), ("Channels:OfferBrowsing", "false"));
        using JsonDocument list = JsonDocument.Parse(await service.Client.GetStringAsync(new Uri("api/v1/kbs", UriKind.Relative), Token));
        JsonElement visitors = list.RootElement.GetProperty("visitors");
        Assert.Equal(
            ["", "回答由系統自動給出。", "A machine answers."],
            ((string[])["zh-Hans", "zh-Hant", "en"]).Select(tag => visitors.GetProperty("notice").GetProperty(tag).GetString()));
        Assert.Equal(
            ("tel:+4930123456", false), (visitors.GetProperty("contactUrl").GetString(), visitors.GetProperty("browsing").GetBoolean()));
        using HttpResponseMessage browsed = await service.Client.GetAsync(new Uri("api/v1/browse", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, browsed.StatusCode);
    }
}

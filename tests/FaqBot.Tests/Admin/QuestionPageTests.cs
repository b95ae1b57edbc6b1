using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Admin;

[Collection(AdminCollection.Name)]
public sealed class QuestionPageTests(AdminService service)
{
    [Fact]
    public async Task Key_opens_the_pages_and_stays_in_its_tab()
    {
        await using AdminPage page = await service.OpenAsync(signedIn: false);
        await page["#key"].FillAsync("a key that nobody has given");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page["[role=alert]"]).ToContainTextAsync("The key is wrong");
        await page["#key"].FillAsync(AdminService.Key);
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page.Rows.First).ToBeVisibleAsync();
        Assert.DoesNotContain(AdminService.Key,
            await page.Browser.EvaluateAsync<string>("() => JSON.stringify(localStorage) + location.href + document.cookie"),
            StringComparison.Ordinal);
        await page.Browser.ReloadAsync();
        await Expect(page.Rows.First).ToBeVisibleAsync();
        await page.Browser.GetByText("Sign out").ClickAsync();
        await Expect(page["#key"]).ToBeVisibleAsync();
        Assert.Equal("{}", await page.Browser.EvaluateAsync<string>("() => JSON.stringify(sessionStorage)"));
    }

    [Fact]
    public async Task Entries_are_found_by_words_and_by_meaning()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions");
        await Expect(page.Rows).ToHaveCountAsync(6);
        await page.Browser.Keyboard.PressAsync("/");
        await page.Browser.Keyboard.TypeAsync("green");
        await Expect(page.Rows.First).ToHaveAttributeAsync("data-id", "brew");
        await page["#search"].FillAsync("send the goods back");
        await Expect(page["[data-id=return] .meant"]).ToBeVisibleAsync();
        await page["#search"].FillAsync("");
        await page["[data-filter=lacks-en]"].ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.Rows).ToHaveAttributeAsync("data-id", "gift");
    }

    [Fact]
    public async Task Keys_move_through_the_list_and_open_an_entry()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions");
        await Expect(page.Rows).ToHaveCountAsync(6);
        await page.Browser.Keyboard.PressAsync("j");
        await page.Browser.Keyboard.PressAsync("j");
        await page.Browser.Keyboard.PressAsync("j");
        await page.Browser.Keyboard.PressAsync("k");
        await Expect(page["[data-id=delivery] a"]).ToBeFocusedAsync();
        await page.Browser.Keyboard.PressAsync("x");
        await Expect(page[".bulk"]).ToContainTextAsync("1 selected");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page["#question"]).ToHaveValueAsync("How long does delivery take?");
        await page.Browser.Keyboard.PressAsync("a");
        await Expect(page["faqbot-wordings input.add-wording"].First).ToBeFocusedAsync();
        await page.Browser.Keyboard.PressAsync("Control+k");
        await page.Browser.Keyboard.TypeAsync("presents");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(page["#question"]).ToHaveValueAsync("Do you wrap presents?");
    }

    [Fact]
    public async Task Many_are_changed_after_a_preview_and_one_click_takes_it_back()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions");
        await page["[data-id=hours] input"].ClickAsync();
        await page["[data-id=pay] input"].ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Shift] });
        await Expect(page[".bulk"]).ToContainTextAsync("6 selected");
        await page.Browser.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Hide" }).ClickAsync();
        await Expect(page["dialog"]).ToContainTextAsync("6 entries change.");
        Assert.Equal(6, (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries?state=active")).GetProperty("total").GetInt32());
        await page["dialog"].GetByText("Apply").ClickAsync();
        await Expect(page.Toast).ToContainTextAsync("6 entries changed");
        await Expect(page["[data-id=hours] .chip"]).ToHaveTextAsync("Hidden");
        Assert.Equal(0, (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries?state=active")).GetProperty("total").GetInt32());
        await page.Toast.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page["[data-id=hours] .chip"]).ToHaveTextAsync("Live");
        Assert.Equal(6, (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries?state=active")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Ten_thousand_entries_have_at_most_a_hundred_rows_in_the_document()
    {
        const int many = 10_000;
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync();

        // Ten thousand questions to encode would take a minute: the pages are the service's own, with more of the same entries.
        JsonElement real = await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries?limit=1");
        await page.Browser.RouteAsync($"**/kbs/{kb}/entries?*", route =>
        {
            int after = int.TryParse(System.Web.HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query)["after"],
                CultureInfo.InvariantCulture, out int last) ? last : 0;
            string entry = real.GetProperty("entries")[0].GetRawText();
            string body = string.Join(',', Enumerable.Range(after + 1, 500).Select(number =>
                entry.Replace("\"hours\"", $"\"{number}\"", StringComparison.Ordinal)
                    .Replace("opening hours", $"opening hours of shop {number}", StringComparison.Ordinal)));
            string next = after + 500 < many ? $"\"{after + 500}\"" : "null";
            return route.FulfillAsync(new RouteFulfillOptions
            {
                ContentType = "application/json",
                Body = $"{{\"revision\":1,\"total\":{many},\"entries\":[{body}],\"next\":{next}}}",
            });
        });
        await page.Browser.EvaluateAsync($"() => location.hash = '#/{kb}/questions'");
        await Expect(page["[data-filter=all]"]).ToContainTextAsync("10,000");
        await Expect(page[".table"]).ToHaveAttributeAsync("aria-rowcount", $"{many + 1}");
        foreach (string place in new[] { "0", "300000", "1e9" })
        {
            await page.Browser.EvaluateAsync($"() => document.querySelector('.table-body').scrollTop = {place}");
            await Expect(page.Rows.First).ToBeVisibleAsync();
            Assert.InRange(await page.Rows.CountAsync(), 5, 100);
        }

        await Expect(page["[data-id='10000']"]).ToBeVisibleAsync();
        await page["#search"].FillAsync("shop 7777");
        await Expect(page["[data-id='7777']"]).ToBeVisibleAsync();
    }
}

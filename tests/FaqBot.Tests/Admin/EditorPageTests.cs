using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Admin;

[Collection(AdminCollection.Name)]
public sealed class EditorPageTests(AdminService service)
{
    [Fact]
    public async Task What_is_typed_is_saved_and_taken_back()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions/hours");
        await page["[role=tab]"].GetByText("English").ClickAsync();
        await page["#answer"].FillAsync("Daily from **10** to 18.");
        await Expect(page[".preview strong"]).ToHaveTextAsync("10");
        await page.SavedAsync();
        Assert.Equal("Daily from **10** to 18.", await AnswerOfAsync(kb, "hours"));
        await Expect(page["#unpublished"]).ToHaveTextAsync("1 unpublished change");
        await page["#undo"].ClickAsync();
        await Expect(page["#answer"]).ToHaveValueAsync("Daily from 9 to 18.");
        Assert.Equal("Daily from 9 to 18.", await AnswerOfAsync(kb, "hours"));
        Assert.Equal("九点", (await EntryAsync(kb, "hours")).GetProperty("answer").GetProperty("zh-Hans").GetString()![2..4]);
    }

    [Fact]
    public async Task New_entry_is_there_once_it_has_question_and_answer()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions/new");
        await page["#question"].FillAsync("May I bring my dog?");
        await Expect(page["#save-state"]).ToHaveAttributeAsync("data-state", "incomplete");
        await page["[role=tab]"].GetByText("English").ClickAsync();
        await page["#answer"].FillAsync("On a lead.");
        await page.SavedAsync();
        await Expect(page.Browser).ToHaveURLAsync($"{service.Process.Address}admin#/{kb}/questions/1");
        JsonElement entry = await EntryAsync(kb, "1");
        Assert.Equal("May I bring my dog?", entry.GetProperty("question").GetString());
        await page["faqbot-prompts input[role=combobox]"].FillAsync("wrap");
        await page.Browser.Keyboard.PressAsync("Enter");
        await page.SavedAsync();
        await Eventually.IsTrueAsync(
            async () => (await EntryAsync(kb, "1")).TryGetProperty("prompts", out JsonElement prompts)
                && prompts[0].GetProperty("entryId").GetString() == "gift", "the prompt is saved");
        await page["#delete"].ClickAsync();
        await Expect(page.Toast).ToContainTextAsync("Entry deleted");
        Assert.Equal(6, (await service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries")).GetProperty("total").GetInt32());
        await page.Toast.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page["[data-id='1']"]).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Prompts_take_the_place_that_they_are_dropped_on()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions/hours");
        foreach (string words in (string[])["wrap", "green tea"])
        {
            await page["faqbot-prompts input[role=combobox]"].FillAsync(words);
            await page.Browser.Keyboard.PressAsync("Enter");
        }

        ILocator prompts = page["faqbot-prompts .prompts li"];
        await Expect(prompts).ToHaveCountAsync(2);
        await prompts.Nth(1).Locator(".grip").DragToAsync(prompts.Nth(0));
        await page.SavedAsync();
        await Eventually.IsTrueAsync(
            async () => (await EntryAsync(kb, "hours")).TryGetProperty("prompts", out JsonElement saved)
                && saved.EnumerateArray().Select(prompt => prompt.GetProperty("entryId").GetString()).SequenceEqual(["brew", "gift"]),
            "the order is saved");
    }

    [Fact]
    public async Task Work_survives_a_lost_connection_and_a_reload()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions/brew");
        await Expect(page["#question"]).ToHaveValueAsync("How hot should the water be for green tea?");
        await page.Browser.RouteAsync("**/entries/brew", route =>
            route.Request.Method == "PATCH" ? route.AbortAsync() : route.ContinueAsync());
        await page["#question"].FillAsync("How hot must water for green tea be?");
        await Expect(page["#save-state"]).ToHaveAttributeAsync("data-state", "offline");
        await Expect(page["#save-state"]).ToContainTextAsync("kept on this device");
        await page.Browser.ReloadAsync();
        await Expect(page["#question"]).ToHaveValueAsync("How hot must water for green tea be?");
        await page.Browser.UnrouteAllAsync();
        await page["#question"].FillAsync("How hot must water for green tea be, please?");
        await page.SavedAsync();
        Assert.Equal("How hot must water for green tea be, please?", (await EntryAsync(kb, "brew")).GetProperty("question").GetString());
        Assert.Equal("[]", await page.Browser.EvaluateAsync<string>(
            "() => JSON.stringify(Object.keys(localStorage).filter((key) => key.startsWith('faqbot.admin.unsaved')))"));
    }

    [Fact]
    public async Task Other_persons_change_is_put_together_or_shown_side_by_side()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions/pay");
        await Expect(page["#question"]).ToHaveValueAsync("Which cards do you accept?");

        // Another member: both are kept.
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/pay", new { source = "the other person" });
        await page["#question"].FillAsync("Which cards may I pay with?");
        await page.SavedAsync();
        JsonElement both = await EntryAsync(kb, "pay");
        Assert.Equal("the other person", both.GetProperty("source").GetString());
        Assert.Equal("Which cards may I pay with?", both.GetProperty("question").GetString());

        // The same member: a person chooses, and nothing is lost before.
        await service.CallAsync(HttpMethod.Patch, $"kbs/{kb}/entries/pay", new { question = "What can I pay with?" });
        await page["#question"].FillAsync("Which credit cards do you take?");
        await Expect(page[".conflict"]).ToContainTextAsync("Changed by admin");
        await Expect(page[".side-choice"].First).ToContainTextAsync("Which credit cards do you take?");
        await Expect(page[".side-choice"].Last).ToContainTextAsync("What can I pay with?");
        Assert.Equal("What can I pay with?", (await EntryAsync(kb, "pay")).GetProperty("question").GetString());
        await Page.Axe.FindsNothingAsync(page.Browser);
        await page.Browser.GetByText("Save what is chosen").ClickAsync();
        await page.SavedAsync();
        Assert.Equal("Which credit cards do you take?", (await EntryAsync(kb, "pay")).GetProperty("question").GetString());
    }

    [Fact]
    public async Task Wording_of_another_entry_warns_while_it_is_typed_and_many_lines_are_pasted_at_once()
    {
        string kb = await service.BeginAsync();
        await using AdminPage page = await service.OpenAsync($"#/{kb}/questions/gift");
        ILocator field = page["faqbot-wordings input.add-wording"].First;
        await field.FillAsync("when do you open");
        await Expect(page[".notice-box.warning"]).ToContainTextAsync("would take the customers of “What are your opening hours?”");
        await page.Browser.GetByText("Move it there").ClickAsync();
        await Expect(page.Toast).ToContainTextAsync("Added to “What are your opening hours?”");
        Assert.Equal("when do you open", (await EntryAsync(kb, "hours")).GetProperty("alternates")[0].GetString());
        await field.EvaluateAsync(
            "(field) => { const data = new DataTransfer(); data.setData('text', '- is gift wrapping free\\n2. can it be wrapped\\n\\n'); "
            + "field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }");
        await Expect(page[".wording-chip"]).ToHaveCountAsync(2);
        await page.SavedAsync();
        Assert.Equal(["is gift wrapping free", "can it be wrapped"],
            (await EntryAsync(kb, "gift")).GetProperty("alternates").EnumerateArray().Select(one => one.GetString()));
    }

    private Task<JsonElement> EntryAsync(string kb, string id) => service.CallAsync(HttpMethod.Get, $"kbs/{kb}/entries/{id}");

    private async Task<string?> AnswerOfAsync(string kb, string id) =>
        (await EntryAsync(kb, id)).GetProperty("answer").GetProperty("en").GetString();
}

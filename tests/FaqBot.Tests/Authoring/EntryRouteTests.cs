using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Authoring;

[Collection(EditingCollection.Name)]
public sealed class EntryRouteTests(EditingService service)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Change_that_a_page_of_the_service_sends_is_the_pages_whoever_is_signed_in_there()
    {
        string kb = await service.BeginAsync();
        string page = service.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        async Task EditAsync(string answer, params (string, string)[] headers) => await service.CallAsync(
            HttpMethod.Patch, $"{kb}/entries/seat", new { answer }, HttpStatusCode.OK, [("If-Match", "*"), .. headers]);
        await EditAsync("From a page.", ("Origin", page));
        await EditAsync("From a program.");
        await EditAsync("From another site.", ("Origin", "https://elsewhere.example"));
        JsonElement changes = await service.CallAsync(HttpMethod.Get, $"{kb}/changes?limit=3");
        Assert.Equal(
            ["api", "api", "page"],
            changes.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("origin").GetString()));
        Assert.Equal(1, (await service.CallAsync(HttpMethod.Get, $"{kb}/changes?origin=page")).GetProperty("changes").GetArrayLength());
    }

    [Fact]
    public async Task Prompts_stay_in_the_order_of_their_list_whatever_else_is_done()
    {
        string kb = await service.BeginAsync();
        (string, string) anybody = ("If-Match", "*");
        async Task PatchAsync(object change) =>
            await service.CallAsync(HttpMethod.Patch, $"{kb}/entries/luggage", change, HttpStatusCode.OK, anybody);
        object[] prompts = [new { text = "Seats?", entryId = "seat" }, new { text = "Refunds?", entryId = "refund" }];
        await PatchAsync(new { prompts });
        await PatchAsync(new { answer = "One bag." });
        await PatchAsync(new { metadata = new { topic = "bags" } });
        Assert.Equal(["seat", "refund"], await PromptsAsync(kb));

        // By the format that numbers them, and by the one that lists them.
        foreach (string format in new[] { "cqa-tsv", "cqa-json", "qna" })
        {
            using HttpResponseMessage file = await service.SendAsync(HttpMethod.Get, $"{kb}/export?format={format}");
            using HttpRequestMessage import = new(HttpMethod.Post, $"{kb}-{format}/import?create=true&filename=x")
            {
                Content = new ByteArrayContent(await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)),
            };
            import.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", EditingService.Key);
            using HttpResponseMessage imported = await service.Client.SendAsync(import, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
            Assert.Equal(["seat", "refund"], await PromptsAsync($"{kb}-{format}"));
        }

        await PatchAsync(new { prompts = prompts.Reverse() });
        Assert.Equal(["refund", "seat"], await PromptsAsync(kb));
        await service.PublishAsync(kb);
        (HttpStatusCode _, JsonElement asked) = await service.Client.PostJsonAsync(
            "api/v1/ask", new { question = "How much luggage may I take on the train?", kb = kb.Split('/')[^1] });
        Assert.Equal(
            ["refund", "seat"],
            asked.GetProperty("answer").GetProperty("prompts").EnumerateArray()
                .Select(prompt => prompt.GetProperty("entryId").GetString()));
    }

    [Fact]
    public async Task Entry_is_created_read_written_patched_deleted_and_restored()
    {
        string kb = await service.BeginAsync();
        using HttpResponseMessage created = await service.SendAsync(
            HttpMethod.Post, $"{kb}/entries?note=dogs", new
            {
                question = "May I bring my dog?",
                answer = new
                {
                    en = "Yes.",
                    zhHans = "x"
                }
            });
        Assert.Equal(HttpStatusCode.BadRequest, created.StatusCode);
        using HttpResponseMessage again = await service.SendAsync(
            HttpMethod.Post, $"{kb}/entries?note=dogs",
                "{\"question\": \"May I bring my dog?\", \"answer\": {\"en\": \"Yes.\", \"zh-Hans\": \"可以。\"}}");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal($"/{kb}/entries/1", again.Headers.Location!.ToString());
        string tag = again.Headers.ETag!.ToString();
        Assert.False(again.Headers.ETag.IsWeak);

        Assert.Equal(tag, await service.TagAsync($"{kb}/entries/1"));
        using HttpResponseMessage known = await service.SendAsync(HttpMethod.Get, $"{kb}/entries/1", null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);

        JsonElement patched = await service.CallAsync(
            HttpMethod.Patch, $"{kb}/entries/1",
                "{\"metadata\": {\"topic\": \"pets\"}, \"answer\": {\"en\": null}, \"alternates\": [\"dog?\"]}",
            HttpStatusCode.OK, ("If-Match", tag));
        Assert.Equal("{\"zh-Hans\":\"可以。\"}", patched.GetProperty("answer").GetRawText());
        Assert.Equal("pets", patched.GetProperty("metadata").GetProperty("topic").GetString());

        string second = await service.TagAsync($"{kb}/entries/1");
        Assert.NotEqual(tag, second);
        JsonElement written = await service.CallAsync(
            HttpMethod.Put, $"{kb}/entries/1", new { question = "May I bring my dog?", answer = "On a leash." }, HttpStatusCode.OK,
            ("If-Match", second));
        Assert.False(written.TryGetProperty("metadata", out _));

        string third = await service.TagAsync($"{kb}/entries/1");
        await service.CallAsync(HttpMethod.Delete, $"{kb}/entries/1", null, HttpStatusCode.OK, ("If-Match", third));
        await service.CallAsync(HttpMethod.Get, $"{kb}/entries/1", null, HttpStatusCode.NotFound);
        JsonElement deleted = await service.CallAsync(HttpMethod.Get, $"{kb}/entries?state=deleted");
        Assert.Equal("1", deleted.GetProperty("entries")[0].GetProperty("entry").GetProperty("id").GetString());
        await service.CallAsync(HttpMethod.Post, $"{kb}/entries/1/restore");
        JsonElement history = await service.CallAsync(HttpMethod.Get, $"{kb}/entries/1/history");
        Assert.Equal(
            [("admin", "api", null), ("admin", "api", null), ("admin", "api", null), ("admin", "api", null), ("admin", "api", "dogs")],
            history.GetProperty("history").EnumerateArray().Select(item => item.GetProperty("set")).Select(set => (
                set.GetProperty("author").GetString(), set.GetProperty("origin").GetString(), set.GetProperty("note").GetString())));
        JsonElement blame = await service.CallAsync(HttpMethod.Get, $"{kb}/entries/1/blame");
        Assert.All(blame.GetProperty("members").EnumerateArray().Where(one => one.GetProperty("member").GetString() != "id"), one =>
            Assert.Equal("admin", one.GetProperty("set").GetProperty("author").GetString()));
    }

    [Fact]
    public async Task Change_needs_to_say_what_it_changes()
    {
        string kb = await service.BeginAsync();
        string entry = $"{kb}/entries/seat";
        object body = new { question = "Can I reserve a seat in advance?", answer = "By phone." };
        foreach ((HttpMethod method, object? sent) in new[] { (HttpMethod.Put, body), (HttpMethod.Patch, body), (HttpMethod.Delete, null) })
        {
            JsonElement problem = await service.CallAsync(method, entry, sent, (HttpStatusCode)428);
            Assert.Equal("precondition_required", problem.GetProperty("code").GetString());
        }

        string tag = await service.TagAsync(entry);
        await service.CallAsync(HttpMethod.Put, entry, body, HttpStatusCode.OK, ("If-Match", tag));
        foreach (string wrong in new[] { tag, "\"999\"", "W/" + await service.TagAsync(entry), "nonsense", "\"x\"" })
        {
            JsonElement stale = await service.CallAsync(
                HttpMethod.Patch, entry, new { answer = "Lost." }, HttpStatusCode.PreconditionFailed, ("If-Match", wrong));
            Assert.Equal("By phone.", stale.GetProperty("current").GetProperty("answer").GetString());
            Assert.Equal("admin", stale.GetProperty("changedBy").GetString());
            Assert.Equal(await service.TagAsync(entry), $"\"{stale.GetProperty("revision").GetInt32()}\"");
        }

        await service.CallAsync(HttpMethod.Put, entry, body, HttpStatusCode.PreconditionFailed, ("If-None-Match", "*"));
        await service.CallAsync(HttpMethod.Put, $"{kb}/entries/new", new { question = "New?", answer = "Yes." }, HttpStatusCode.Created,
            ("If-None-Match", "*"));
        await service.CallAsync(HttpMethod.Put, $"{kb}/entries/none", body, HttpStatusCode.PreconditionFailed, ("If-Match", "*"));
        await service.CallAsync(HttpMethod.Patch, entry, new { answer = "Any." }, HttpStatusCode.OK, ("If-Match", "*"));
        await service.CallAsync(HttpMethod.Post, $"{kb}/entries", new { id = "seat", question = "x?", answer = "y" },
            HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task All_faults_of_a_body_are_told_with_their_paths()
    {
        string kb = await service.BeginAsync();
        JsonElement problem = await service.CallAsync(
            HttpMethod.Post, $"{kb}/entries",
            """{"id": "x", "question": "", "alternates": ["fine", 5], "answr": "a", "prompts": [{"text": "t"}], "enabled": 1}""",
            HttpStatusCode.BadRequest);
        Assert.Equal(
            ["", "alternates[1]", "answr", "enabled", "prompts[0]", "question"],
            problem.GetProperty("errors").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        JsonElement shared = await service.CallAsync(
            HttpMethod.Post, $"{kb}/entries", new
            {
                question = "can i reserve a SEAT in advance",
                answer = "x",
                alternates = new[] { "a", "A!" }
            },
            HttpStatusCode.BadRequest);
        Assert.Equal(
            ["alternates[1]", "question"], shared.GetProperty("errors").EnumerateObject().Select(member =>
                member.Name).Order(StringComparer.Ordinal));

        // An entry that would close the list around it brings no second one.
        await service.CallAsync(
            HttpMethod.Post, $"{kb}/entries",
                "{\"id\": \"a\", \"question\": \"b\", \"answer\": \"c\"}, {\"id\": \"d\", \"question\": \"e\", \"answer\": \"f\"}",
            HttpStatusCode.BadRequest);
        Assert.Equal(3, (await service.CallAsync(HttpMethod.Get, $"{kb}/entries")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Lists_are_filtered_ordered_and_paged()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(HttpMethod.Post, $"{kb}/entries/order", new { ids = new[] { "seat" } });
        List<string> ids = [];
        for (string? next = ""; next is not null;)
        {
            JsonElement page = await service.CallAsync(HttpMethod.Get, $"{kb}/entries?limit=2&after={next}");
            ids.AddRange(page.GetProperty("entries").EnumerateArray().Select(item =>
                item.GetProperty("entry").GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(["seat", "luggage", "refund"], ids);
        JsonElement found = await service.CallAsync(HttpMethod.Get, $"{kb}/entries?text=LUGGAGE&state=active");
        Assert.Equal(1, found.GetProperty("total").GetInt32());
        await service.CallAsync(HttpMethod.Get, $"{kb}/entries?state=odd", null, HttpStatusCode.BadRequest);
        await service.CallAsync(HttpMethod.Get, $"{kb}/entries?limit=501", null, HttpStatusCode.BadRequest);
        await service.CallAsync(HttpMethod.Get, "api/v1/kbs/none/entries", null, HttpStatusCode.NotFound);
        using HttpResponseMessage withoutKey = await service.Client.GetAsync(
            new Uri($"{kb}/entries", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, withoutKey.StatusCode);
    }

    [Fact]
    public async Task Tester_is_answered_by_what_was_edited_and_customers_once_it_is_published()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(
            HttpMethod.Patch, $"{kb}/entries/seat", new { answer = "Only by phone." }, HttpStatusCode.OK, ("If-Match", "*"));
        await Eventually.TrueAsync("the draft answers", Deadline, async () =>
            await service.TestAnswerAsync(kb, "Can I reserve a seat in advance?") == "Only by phone.");
        string id = kb.Split('/')[^1];
        Assert.Equal("Yes, online.", (await service.Client.AskAsync(new
        {
            question = "Can I reserve a seat in advance?",
            kb = id
        })).Answer!.Text);
        JsonElement diff = await service.CallAsync(HttpMethod.Get, $"{kb}/draft/diff");
        Assert.Equal("seat", diff.GetProperty("entries")[0].GetProperty("entryId").GetString());
        Assert.Equal("answer", diff.GetProperty("entries")[0].GetProperty("fields")[0].GetProperty("member").GetString());
        await service.PublishAsync(kb);
        Assert.Equal("Only by phone.", (await service.Client.AskAsync(new
        {
            question = "Can I reserve a seat in advance?",
            kb = id
        })).Answer!.Text);
    }

    [Fact]
    public async Task Settings_have_a_tag_of_their_own()
    {
        string kb = await service.BeginAsync();
        string tag = await service.TagAsync($"{kb}/settings");
        object settings = new
        {
            name = "Renamed",
            languages = new[] { "en" },
            defaultAnswer = "Still nobody.",
            synonyms = new[] { new[] { "bag", "luggage" } }
        };
        await service.CallAsync(HttpMethod.Put, $"{kb}/settings", settings, (HttpStatusCode)428);
        await service.CallAsync(HttpMethod.Put, $"{kb}/settings", settings, HttpStatusCode.OK, ("If-Match", tag));
        await service.CallAsync(HttpMethod.Put, $"{kb}/settings", settings, HttpStatusCode.PreconditionFailed, ("If-Match", tag));
        JsonElement problem = await service.CallAsync(
            HttpMethod.Put, $"{kb}/settings", "{\"languages\": [\"xx\"], \"defaultAnswer\": \"x\", \"entries\": [1]}",
                HttpStatusCode.BadRequest,
            ("If-Match", "*"));
        Assert.True(problem.GetProperty("errors").EnumerateObject().Count() >= 3, problem.ToString());
    }

    private async Task<string[]> PromptsAsync(string kb) =>
    [
        .. (await service.CallAsync(HttpMethod.Get, $"{kb}/entries/luggage")).GetProperty("prompts").EnumerateArray()
            .Select(prompt => prompt.GetProperty("entryId").GetString()!),
    ];
}

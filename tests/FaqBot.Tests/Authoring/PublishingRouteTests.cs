using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Authoring;

[Collection(EditingCollection.Name)]
public sealed class PublishingRouteTests(EditingService service)
{
    private const string Seat = "Can I reserve a seat in advance?";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Only_what_was_reviewed_is_published()
    {
        string kb = await service.BeginAsync();
        JsonElement moved = await service.CallAsync(HttpMethod.Post, $"{kb}/publish", new { revision = 1 }, HttpStatusCode.Conflict);
        Assert.Equal(("revision_moved", 4), (moved.GetProperty("code").GetString(), moved.GetProperty("revision").GetInt32()));
        await service.CallAsync(HttpMethod.Post, $"{kb}/publish", new { note = "x" }, HttpStatusCode.BadRequest);
        JsonElement versions = await service.CallAsync(HttpMethod.Get, $"{kb}/versions");
        Assert.Equal(versions.GetProperty("published").GetInt32(), versions.GetProperty("versions")[0].GetProperty("number").GetInt32());
        Assert.Equal("admin", versions.GetProperty("versions")[0].GetProperty("author").GetString());
    }

    [Fact]
    public async Task Former_version_is_restored_and_the_knowledge_base_withdrawn()
    {
        string kb = await service.BeginAsync();
        int first = (await service.CallAsync(HttpMethod.Get, $"{kb}/versions")).GetProperty("published").GetInt32();
        JsonElement bulk = await service.CallAsync(
            HttpMethod.Post, $"{kb}/bulk",
            """{"filter": {"text": "seat"}, "actions": [{"replaceText": {"find": "online", "with": "by phone"}}], "preview": true}""");
        Assert.Equal((1, 1, true), (bulk.GetProperty("matched").GetInt32(), bulk.GetProperty("changed").GetInt32(),
            bulk.GetProperty("preview").GetBoolean()));
        await service.CallAsync(
            HttpMethod.Post, $"{kb}/bulk",
            """{"filter": {"text": "seat"}, "actions": [{"replaceText": {"find": "online", "with": "by phone"}}], "note": "no website"}""");
        await service.CallAsync(HttpMethod.Post, $"{kb}/bulk", "{\"actions\": [{\"odd\": 1}, {\"setMetadata\": {}}]}",
            HttpStatusCode.BadRequest);
        await service.PublishAsync(kb);
        string id = kb.Split('/')[^1];
        Assert.Equal("Yes, by phone.", (await service.Client.AskAsync(new { question = Seat, kb = id })).Answer!.Text);

        JsonElement diff = await service.CallAsync(HttpMethod.Get, $"{kb}/versions/{first}/diff");
        Assert.Equal("changed", diff.GetProperty("entries")[0].GetProperty("difference").GetString());
        JsonElement restored = await service.CallAsync(HttpMethod.Post, $"{kb}/versions/{first}/restore?note=oops");
        Assert.True(restored.GetProperty("version").GetInt32() > first + 1);
        Assert.Equal("Yes, online.", (await service.Client.AskAsync(new { question = Seat, kb = id })).Answer!.Text);
        JsonElement file = await service.CallAsync(HttpMethod.Get, $"{kb}/versions/{first}");
        Assert.Equal(3, file.GetProperty("entries").GetArrayLength());
        await service.CallAsync(HttpMethod.Get, $"{kb}/versions/9999", null, HttpStatusCode.NotFound);

        Assert.True((await service.CallAsync(HttpMethod.Post, $"{kb}/unpublish")).GetProperty("changed").GetBoolean());
        using HttpResponseMessage gone = await service.Client.PostAskAsync(new { question = Seat, kb = id });
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(3, (await service.CallAsync(HttpMethod.Get, $"{kb}/entries")).GetProperty("total").GetInt32());
        JsonElement changes = await service.CallAsync(HttpMethod.Get, $"{kb}/changes?limit=2");
        JsonElement latest = changes.GetProperty("changes")[0];
        await service.CallAsync(HttpMethod.Post, $"{kb}/changes/{latest.GetProperty("number").GetInt32()}/undo");
        Assert.Equal("Yes, by phone.", (await service.CallAsync(HttpMethod.Get, $"{kb}/entries/seat")).GetProperty("answer").GetString());
        Assert.Equal("no website", changes.GetProperty("changes")[1].GetProperty("note").GetString());
    }

    [Fact]
    public async Task Gates_block_until_a_reason_is_given()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(HttpMethod.Put, $"{kb}/policy", new { lint = true, minAccuracy = 1 });
        await service.CallAsync(HttpMethod.Put, $"{kb}/policy", new { minAccuracy = 2 }, HttpStatusCode.BadRequest);
        await service.CallAsync(
            HttpMethod.Post, $"{kb}/labelled", new
            {
                labelled = new[] { new { question = "may I take three bags along?",
                entry = "luggage" } }
            });
        await service.CallAsync(HttpMethod.Patch, $"{kb}/entries/luggage", new { contextOnly = true }, HttpStatusCode.OK,
            ("If-Match", "*"));
        int revision = (await service.CallAsync(HttpMethod.Get, $"{kb}/draft")).GetProperty("revision").GetInt32();
        JsonElement blocked = await service.CallAsync(HttpMethod.Post, $"{kb}/publish", new { revision }, HttpStatusCode.Conflict);
        Assert.Equal(("publication_blocked", true, 2),
            (blocked.GetProperty("code").GetString(), blocked.GetProperty("canBeOverridden").GetBoolean(),
                blocked.GetProperty("blocked").GetArrayLength()));
        JsonElement lint = await service.CallAsync(HttpMethod.Get, $"{kb}/draft/lint?severity=error");
        Assert.Equal("luggage", lint.GetProperty("findings")[0].GetProperty("entry").GetString());
        JsonElement done = await service.CallAsync(HttpMethod.Post, $"{kb}/publish",
            new { revision, overrideReason = "the bot leads there" });
        Assert.Equal(2, done.GetProperty("overridden").GetArrayLength());
    }

    [Fact]
    public async Task Draft_is_compared_with_what_is_published_by_what_they_answer()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(
            HttpMethod.Post, $"{kb}/labelled", new
            {
                labelled = new[] { new { question = "May I bring my dog "
                + "along?", entry = "refund" } }
            });
        await service.CallAsync(
            HttpMethod.Patch, $"{kb}/entries/refund", new { alternates = new[] { "May I bring my dog?" } }, HttpStatusCode.OK,
                ("If-Match", "*"));
        JsonElement behaviour = await service.CallAsync(
            HttpMethod.Post, $"{kb}/draft/behaviour", new { questions = new[] { "May I bring my dog?", Seat } });
        Assert.Equal(1, behaviour.GetProperty("labelled").GetProperty("better").GetArrayLength());
        Assert.Contains("McNemar", behaviour.GetProperty("labelled").GetProperty("accuracy").GetString(), StringComparison.Ordinal);
        JsonElement otherwise = Assert.Single(behaviour.GetProperty("otherwise").EnumerateArray());
        Assert.Equal("answer", otherwise.GetProperty("after").GetProperty("decision").GetString());

        await service.CallAsync(HttpMethod.Post, $"{kb}/evaluations", new { note = "before" });
        await service.CallAsync(HttpMethod.Post, $"{kb}/evaluations", new { deployment = "test" });
        JsonElement list = await service.CallAsync(HttpMethod.Get, $"{kb}/evaluations");
        Assert.Equal(["test", "production"], list.GetProperty("evaluations").EnumerateArray().Select(one =>
            one.GetProperty("deployment").GetString()));
        JsonElement compared = await service.CallAsync(HttpMethod.Get, $"{kb}/evaluations/compare?first=1&second=2");
        Assert.Equal(1, compared.GetProperty("better").GetArrayLength());
        Assert.Equal("May I bring my dog along?",
            (await service.CallAsync(HttpMethod.Get, $"{kb}/evaluations/1")).GetProperty("questions")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Last_questions_of_customers_are_asked_of_the_draft_and_users_say_what_is_better()
    {
        string kb = await service.BeginAsync(), id = kb.Split('/')[^1];
        const string Dog = "May I bring my dog along?";
        foreach (string user in new[] { "ann", "bob" })
        {
            await service.Client.AskAsync(new { question = Dog, kb = id, userId = user });
            await service.Client.PostJsonAsync(
                "api/v1/feedback", new { question = Dog, kb = id, entryId = "luggage", kind = "chosen", userId = user });
        }

        await service.Client.AskAsync(new { question = Seat, kb = id, userId = "ann" });
        await service.Client.AskAsync(new { question = "How do I get a refund for my ticket?", kb = id, userId = "ann" });
        await service.CallAsync(
            HttpMethod.Patch, $"{kb}/entries/luggage", new { alternates = new[] { Dog } }, HttpStatusCode.OK, ("If-Match", "*"));
        await service.CallAsync(HttpMethod.Patch, $"{kb}/entries/seat", new { answer = "No." }, HttpStatusCode.OK, ("If-Match", "*"));
        JsonElement compared = await service.CallAsync(HttpMethod.Post, $"{kb}/draft/behaviour/logged", new { last = 100 });
        Assert.Equal((4, 3, 1), (
            compared.GetProperty("questions").GetInt32(), compared.GetProperty("wordings").GetInt32(),
            compared.GetProperty("judged").GetInt32()));
        JsonElement better = Assert.Single(compared.GetProperty("better").EnumerateArray());
        Assert.Equal((Dog, 2, "luggage"), (
            better.GetProperty("question").GetString(), better.GetProperty("times").GetInt32(), better.GetProperty("wanted").GetString()));
        Assert.Equal(Seat, Assert.Single(compared.GetProperty("changed").EnumerateArray()).GetProperty("question").GetString());
        Assert.Empty(compared.GetProperty("worse").EnumerateArray());
        Assert.Contains("McNemar", compared.GetProperty("verdict").GetString(), StringComparison.Ordinal);

        // Taken back after it was published, it is worse.
        await service.PublishAsync(kb);
        await service.CallAsync(
            HttpMethod.Patch, $"{kb}/entries/luggage", new { alternates = Array.Empty<string>() }, HttpStatusCode.OK, ("If-Match", "*"));
        compared = await service.CallAsync(HttpMethod.Post, $"{kb}/draft/behaviour/logged", "{}");
        Assert.Equal(Dog, Assert.Single(compared.GetProperty("worse").EnumerateArray()).GetProperty("question").GetString());
        await service.CallAsync(HttpMethod.Post, $"{kb}/draft/behaviour/logged", new { last = 2_001 }, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Entries_are_found_by_use_and_by_what_lint_finds_and_edited_at_once()
    {
        string kb = await service.BeginAsync(), id = kb.Split('/')[^1];
        await service.Client.AskAsync(new { question = Seat, kb = id, userId = "ann" });
        await service.CallAsync(
            HttpMethod.Patch, $"{kb}/entries/refund", new { alternates = new[] { "Refund?" } }, HttpStatusCode.OK, ("If-Match", "*"));
        Assert.Equal(["luggage", "refund"], await IdsAsync($"{kb}/entries?usage=neverAsked"));
        Assert.Equal(["seat"], await IdsAsync($"{kb}/entries?usage=asked&days=30"));
        Assert.Empty(await IdsAsync($"{kb}/entries?usage=unhelpful"));
        Assert.Equal(["refund"], await IdsAsync($"{kb}/entries?lint=short-question"));
        JsonElement faulty = await service.CallAsync(
            HttpMethod.Get, $"{kb}/entries?lint=none&usage=often&days=0", null, HttpStatusCode.BadRequest);
        Assert.Equal(3, faulty.GetProperty("errors").EnumerateObject().Count());
        await service.CallAsync(
            HttpMethod.Post, $"{kb}/bulk", """{"filter": {"lint": ["x"], "usage": "y", "days": 0}, "actions": [{"setEnabled": true}]}""",
            HttpStatusCode.BadRequest);

        const string Rule = """{"filter": {"usage": "neverAsked", "lint": ["short-question"]}, "actions": [{"setEnabled": false}]""";
        JsonElement preview = await service.CallAsync(HttpMethod.Post, $"{kb}/bulk", Rule + ", \"preview\": true}");
        Assert.Equal((1, "refund"), (
            preview.GetProperty("changed").GetInt32(), preview.GetProperty("changes")[0].GetProperty("entryId").GetString()));
        JsonElement done = await service.CallAsync(
            HttpMethod.Post, $"{kb}/bulk", """{"filter": {"usage": "neverAsked"}, "actions": [{"setEnabled": false}, {"setSource": "old"}]}""");
        int number = done.GetProperty("change").GetProperty("number").GetInt32();
        Assert.Equal(["luggage", "refund"], await IdsAsync($"{kb}/entries?state=disabled"));
        await service.CallAsync(HttpMethod.Post, $"{kb}/changes/{number}/undo");
        Assert.Empty(await IdsAsync($"{kb}/entries?state=disabled"));
        Assert.Empty(await IdsAsync($"{kb}/entries?source=old"));
    }

    [Fact]
    public async Task Difference_of_an_answer_is_shown_by_its_words()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(
            HttpMethod.Patch, $"{kb}/entries/luggage", new { answer = "Three bags." }, HttpStatusCode.OK, ("If-Match", "*"));
        JsonElement field = (await service.CallAsync(HttpMethod.Get, $"{kb}/draft/diff"))
            .GetProperty("entries")[0].GetProperty("fields")[0];
        Assert.Equal(
            [("removed", "Two"), ("added", "Three"), ("same", " bags.")],
            field.GetProperty("texts")[0].GetProperty("parts").EnumerateArray().Select(part => (
                part.GetProperty("kind").GetString()!, part.GetProperty("text").GetString()!)));
    }

    [Fact]
    public async Task Labelled_questions_go_out_and_in_as_the_command_eval_reads_them()
    {
        string kb = await service.BeginAsync();
        using HttpResponseMessage imported = await ImportAsync($"{kb}/labelled/import?replace=true",
            "question\tentry\nreserve a seat?\tseat\nweather?\t-\n");
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        using HttpResponseMessage exported = await service.SendAsync(HttpMethod.Get, $"{kb}/labelled/export");
        Assert.Equal("text/tab-separated-values", exported.Content.Headers.ContentType!.MediaType);
        string file = await exported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("reserve a seat?\tseat\ten\t\n", file, StringComparison.Ordinal);
        using HttpResponseMessage faulty = await ImportAsync($"{kb}/labelled/import", "question\tentry\nx\tnone\ny\tneither\n");
        Assert.Equal(HttpStatusCode.BadRequest, faulty.StatusCode);
        Assert.Contains("line 3", await faulty.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await service.CallAsync(HttpMethod.Delete, $"{kb}/labelled?question=Weather", null, HttpStatusCode.NoContent);
        Assert.Equal(1, (await service.CallAsync(HttpMethod.Get, $"{kb}/labelled")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Planned_publication_survives_and_happens()
    {
        string kb = await service.BeginAsync();
        await service.CallAsync(HttpMethod.Patch, $"{kb}/entries/seat", new { answer = "Later." }, HttpStatusCode.OK, ("If-Match", "*"));
        int revision = (await service.CallAsync(HttpMethod.Get, $"{kb}/draft")).GetProperty("revision").GetInt32();
        await service.CallAsync(HttpMethod.Post, $"{kb}/publish", new { revision, at = "2020-01-01T00:00:00Z" }, HttpStatusCode.Conflict);
        DateTimeOffset at = TimeProvider.System.GetUtcNow().AddSeconds(3);
        await service.CallAsync(HttpMethod.Post, $"{kb}/publish", new { revision, at }, HttpStatusCode.Accepted);
        Assert.Equal(
            revision,
            (await service.CallAsync(HttpMethod.Get, $"{kb}/draft")).GetProperty("planned").GetProperty("revision").GetInt32());
        string id = kb.Split('/')[^1];
        await Eventually.TrueAsync("it is published", Deadline, async () =>
            (await service.Client.AskAsync(new { question = Seat, kb = id })).Answer?.Text == "Later.");
        Assert.Equal(JsonValueKind.Null, (await service.CallAsync(HttpMethod.Get, $"{kb}/draft")).GetProperty("planned").ValueKind);
    }

    [Fact]
    public async Task Planned_publication_and_draft_survive_a_restart()
    {
        using TemporaryFolder folder = new();
        await IndexerProcess.IndexAsync(folder.File("faq.db"), EditingService.Draft("filed").Write(folder.File("filed.json")));
        (string, string)[] options =
        [
            ("Storage:Path", folder.File("faq.db")), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"),
            ("Admin:Key", EditingService.Key), ("Answering:DefaultKnowledgeBase", "filed"),
        ];
        await using (ServiceProcess planning = await ServiceProcess.StartReadyAsync(options))
        {
            // Killed before the draft of the edit can be there, and long before the time of the plan.
            string at = TimeProvider.System.GetUtcNow().AddSeconds(5).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
            await SendAsync(planning.Client, HttpMethod.Patch, "entries/seat", "{\"answer\": \"As planned.\"}");
            await SendAsync(planning.Client, HttpMethod.Post, "publish", $$"""{"revision": 1, "at": "{{at}}"}""");
            await planning.KillAsync();
        }

        await using ServiceProcess again = await ServiceProcess.StartReadyAsync(options);
        await Eventually.TrueAsync("the draft answers tests", Deadline, async () => await TestedAsync(again.Client) == "As planned.");
        await Eventually.TrueAsync("it is published as planned", Deadline, async () =>
            (await again.Client.AskAsync(Seat)).Answer?.Text == "As planned.");
        await again.LoggedAsync("was published as planned");
    }

    [Fact]
    public async Task File_is_edited_after_its_indexing_and_a_start_does_not_undo_that()
    {
        using TemporaryFolder folder = new();
        string file = EditingService.Draft("filed").Write(folder.File("filed.json"));
        (string, string)[] options =
        [
            ("Storage:Path", folder.File("faq.db")), ("Knowledge:Files:0", file), ("Limits:Enabled", "false"),
            ("Admin:Key", EditingService.Key), ("Answering:DefaultKnowledgeBase", "filed"),
        ];
        await using (ServiceProcess editing = await ServiceProcess.StartReadyAsync(options))
        {
            await SendAsync(editing.Client, HttpMethod.Patch, "entries/seat", "{\"answer\": \"Edited.\"}");
            await SendAsync(editing.Client, HttpMethod.Post, "publish", "{\"revision\": 1}");
            Assert.Equal("Edited.", (await editing.Client.AskAsync(Seat)).Answer!.Text);
            Assert.Equal(0, await editing.StopAsync());
        }

        await using ServiceProcess again = await ServiceProcess.StartReadyAsync(options);
        await again.LoggedAsync("'filed' is edited here");
        Assert.Equal("Edited.", (await again.Client.AskAsync(Seat)).Answer!.Text);

        // The command says so on purpose.
        await IndexerProcess.IndexAsync(folder.File("faq.db"), file);
        await Eventually.TrueAsync("the file answers", Deadline, async () =>
            (await again.Client.AskAsync(Seat)).Answer!.Text == "Yes, online.");
        JsonElement changes = await SendAsync(again.Client, HttpMethod.Get, "changes", null);
        Assert.Equal("file", changes.GetProperty("changes")[0].GetProperty("origin").GetString());
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, string? body)
    {
        using HttpRequestMessage request = new(method, $"api/v1/kbs/filed/{path}");
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", EditingService.Key);
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private static async Task<string?> TestedAsync(HttpClient client)
    {
        (_, JsonElement json) = await client.PostJsonAsync(
            "qnamaker/knowledgebases/filed/generateAnswer", new { question = Seat, isTest = true });
        return json.GetProperty("answers")[0].GetProperty("answer").GetString();
    }

    private async Task<string[]> IdsAsync(string path) => [.. (await service.CallAsync(HttpMethod.Get, path)).GetProperty("entries")
        .EnumerateArray().Select(entry => entry.GetProperty("entry").GetProperty("id").GetString()!)];

    private async Task<HttpResponseMessage> ImportAsync(string path, string file)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path);
        request.Content = new StringContent(file, System.Text.Encoding.UTF8, "text/tab-separated-values");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", EditingService.Key);
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

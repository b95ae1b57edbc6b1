using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Authoring;

/// <summary>
/// The road of somebody who moves here: brings what Language Studio hands out, sees what was left out, changes an answer, asks the draft,
/// sees what publishing would change, publishes, goes back, finds what was not answered, accepts a suggestion, and reads who did it all.
/// </summary>
public sealed class WholeRoadTests : IAsyncLifetime
{
    private const string Kb = "moved", Admin = "the admin key of the whole road", Gap = "How much is a ticket for the zoo on Sundays?";

    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _service;

    public async ValueTask InitializeAsync()
    {
        await IndexerProcess.IndexAsync(_folder.File("faq.db"), EditingService.Draft("first").Write(_folder.File("first.json")));
        _service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", _folder.File("faq.db")), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"),
            ("Admin:Key", Admin), ("Answering:DefaultKnowledgeBase", "first"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Knowledge_base_of_language_studio_is_moved_edited_published_and_learns()
    {
        // Three persons, each with a key of their own: who edits and reads questions, who publishes, who reads the audit log.
        string ada = await KeyAsync("ada", "editor", "analyst"), bob = await KeyAsync("bob", "publisher"),
            eve = await KeyAsync("eve", "owner");

        // What Language Studio hands out is looked at, then brought in; what was left out is told.
        JsonElement dry = await ImportAsync(eve, "&dryRun=true");
        Assert.True(dry.GetProperty("dryRun").GetBoolean());
        await OkAsync(HttpMethod.Get, "draft", eve, expected: HttpStatusCode.NotFound);
        JsonElement imported = await ImportAsync(eve, "");
        JsonElement report = imported.GetProperty("report");
        Assert.Equal("import:replica.zip", imported.GetProperty("change").GetProperty("origin").GetString());
        Assert.True(report.GetProperty("new").GetInt32() > 5, report.ToString());
        Assert.Contains(report.GetProperty("notes").EnumerateArray(), note => note.GetProperty("kind").GetString() == "leftOut");
        int first = (await PublishAsync(bob)).GetProperty("version").GetInt32();

        // An answer is changed by whoever has seen the present one.
        JsonElement entry = (await OkAsync(HttpMethod.Get, "entries?limit=1", ada)).GetProperty("entries")[0].GetProperty("entry");
        string id = entry.GetProperty("id").GetString()!, question = entry.GetProperty("question").GetString()!;
        string before = (await AskAsync(question)).Answer!.Text;
        string tag = await TagAsync(ada, id);
        await OkAsync(HttpMethod.Patch, $"entries/{id}?note=shorter", ada, new { answer = "In short: yes." }, tag: tag);
        await OkAsync(
            HttpMethod.Patch, $"entries/{id}", ada, new { answer = "Too late." }, tag: tag, expected: HttpStatusCode.PreconditionFailed);

        // The draft answers with it, customers do not; and what publishing would change is there to be seen.
        await Eventually.TrueAsync("the draft answers", TimeSpan.FromMinutes(2), async () => await TestAsync(question) == "In short: yes.");
        Assert.Equal(before, (await AskAsync(question)).Answer!.Text);
        JsonElement diff = await OkAsync(HttpMethod.Get, "draft/diff", ada);
        Assert.Equal((1, id), (diff.GetProperty("total").GetInt32(), diff.GetProperty("entries")[0].GetProperty("entryId").GetString()));
        Assert.NotEmpty(diff.GetProperty("entries")[0].GetProperty("fields")[0].GetProperty("texts").EnumerateArray());
        JsonElement behaviour = await OkAsync(HttpMethod.Post, "draft/behaviour", ada, new { questions = new[] { question } });
        Assert.Equal(1, behaviour.GetProperty("otherwise").GetArrayLength());
        JsonElement logged = await OkAsync(HttpMethod.Post, "draft/behaviour/logged", ada, new { last = 10 });
        Assert.Equal(1, logged.GetProperty("changed").GetArrayLength());

        // Who edits does not publish.
        await OkAsync(HttpMethod.Post, "publish", ada, new { revision = 3 }, expected: HttpStatusCode.Forbidden);
        await PublishAsync(bob);
        Assert.Equal("In short: yes.", (await AskAsync(question)).Answer!.Text);
        JsonElement restored = await OkAsync(HttpMethod.Post, $"versions/{first}/restore?note=as+before", bob);
        Assert.True(restored.GetProperty("version").GetInt32() > first + 1);
        Assert.Equal(before, (await AskAsync(question)).Answer!.Text);

        // What customers ask and nothing answers is grouped by meaning.
        for (int user = 0; user < 6; user++)
        {
            Reply reply = await AskAsync(user % 2 == 0 ? Gap : "zoo ticket price on Sundays?", $"visitor {user}");
            Assert.Null(reply.Answer);
        }

        // Of the last week, whichever day it is where the service is at home.
        DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        JsonElement unanswered = await OkAsync(
            HttpMethod.Get, $"analytics/wordings?unanswered=true&from={today.AddDays(-6):O}&to={today.AddDays(1):O}", ada);
        Assert.Equal(2, unanswered.GetProperty("wordings").GetArrayLength());
        JsonElement gaps = await OkAsync(HttpMethod.Get, "suggestions?queue=gaps&refresh=true", ada);
        Assert.Equal(5, gaps.GetProperty("rule").GetProperty("leastPeople").GetInt32());
        JsonElement gap = Assert.Single(gaps.GetProperty("suggestions").EnumerateArray());
        Assert.Equal((6, 2), (gap.GetProperty("people").GetInt32(), gap.GetProperty("wordings").GetArrayLength()));
        await OkAsync(HttpMethod.Get, "suggestions", bob, expected: HttpStatusCode.Forbidden);

        // What else would be answered otherwise is told before; accepted, it is an entry of the working copy; published, it answers.
        JsonElement effect = await OkAsync(HttpMethod.Get, $"suggestions/{gap.GetProperty("id").GetString()}/effect", ada);
        Assert.False(effect.GetProperty("steals").GetBoolean());
        JsonElement accepted = await OkAsync(
            HttpMethod.Post, $"suggestions/{gap.GetProperty("id").GetString()}/accept", ada,
            new { answer = "Half the price.", note = "asked by visitors" });
        int change = accepted.GetProperty("change").GetInt32();
        JsonElement set = (await OkAsync(HttpMethod.Get, $"changes/{change}", ada)).GetProperty("set");
        Assert.Equal(("suggestion", "key:ada"), (set.GetProperty("origin").GetString(), set.GetProperty("author").GetString()));
        await PublishAsync(bob);
        Assert.Equal("Half the price.", (await AskAsync(Gap)).Answer!.Text);
        Assert.Empty((await OkAsync(HttpMethod.Get, "suggestions?queue=gaps", ada)).GetProperty("suggestions").EnumerateArray());

        // Who did what can be read, by whom it concerns.
        await OkAsync(HttpMethod.Get, "audit", bob, expected: HttpStatusCode.Forbidden);
        foreach ((string actor, string action, string outcome) in new[]
        {
            ("key:eve", "ImportFiles", "done"), ("key:bob", "Publish", "done"), ("key:ada", "PatchEntry", "done"),
            ("key:ada", "PatchEntry", "failed"),
            ("key:ada", "Publish", "refused"), ("key:bob", "RestoreVersion", "done"), ("key:ada", "ListSuggestions", "done"),
            ("key:bob", "ListSuggestions", "refused"), ("key:ada", "AcceptSuggestion", "done"), ("key:bob", "ListOwnAudit", "refused"),
        })
        {
            await Eventually.TrueAsync($"{actor} {action} {outcome} is in the audit log", TimeSpan.FromMinutes(1), async () =>
                (await OkAsync(HttpMethod.Get, "audit?limit=500", eve)).GetProperty("rows").EnumerateArray()
                    .Any(row => row.GetProperty("actor").GetString() == actor && row.GetProperty("action").GetString() == action
                        && row.GetProperty("outcome").GetString() == outcome));
        }
    }

    private async Task<string> KeyAsync(string name, params string[] roles)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, "api/v1/keys", Admin, new { name, grants = roles.Select(role => new { kb = Kb, role }) });
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return JsonElement.Parse(text).GetProperty("secret").GetString()!;
    }

    private async Task<JsonElement> ImportAsync(string key, string query)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"api/v1/kbs/{Kb}/import?filename=replica.zip&create=true{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(
            Repository.SharedFile("data", "samples", "qnamaker_SampleV2KBReplica.zip"), TestContext.Current.CancellationToken));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpResponseMessage response = await _service!.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    private async Task<JsonElement> PublishAsync(string key)
    {
        int revision = (await OkAsync(HttpMethod.Get, "draft", key)).GetProperty("revision").GetInt32();
        return await OkAsync(HttpMethod.Post, "publish", key, new { revision });
    }

    private async Task<string> TagAsync(string key, string entry)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, $"api/v1/kbs/{Kb}/entries/{entry}", key);
        return response.Headers.ETag!.ToString();
    }

    private async Task<JsonElement> OkAsync(
        HttpMethod method, string path, string key, object? body = null, string? tag = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using HttpResponseMessage response = await SendAsync(method, $"api/v1/kbs/{Kb}/{path}", key, body, tag);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{method} {path}: {response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key, object? body = null, string? tag = null)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        request.Content = body is null ? null
            : new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), System.Text.Encoding.UTF8, "application/json");
        return await _service!.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<Reply> AskAsync(string question, string user = "somebody") =>
        _service!.Client.AskAsync(new { question, kb = Kb, userId = user });

    private async Task<string?> TestAsync(string question)
    {
        (_, JsonElement json) = await _service!.Client.PostJsonAsync(
            $"qnamaker/knowledgebases/{Kb}/generateAnswer", new { question, isTest = true });
        return json.GetProperty("answers")[0].GetProperty("answer").GetString();
    }
}

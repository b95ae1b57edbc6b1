using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Authoring;

/// <summary><c>/api/v1/archive</c>: all knowledge bases out, and into a service that has none of them, or others by now.</summary>
[Collection(ArchiveCollection.Name)]
public sealed class ArchiveRouteTests(ArchiveService service)
{
    private const string Question = "How much luggage may I take on the train?";

    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post;

    [Fact]
    public async Task Archive_brings_everything_to_a_service_that_has_nothing()
    {
        await service.CallAsync(
            HttpMethod.Patch, "api/v1/kbs/shop/entries/luggage", new { answer = "Three bags." }, headers: ("If-Match", "*"));
        await service.CallAsync(
            Post, "api/v1/kbs/shop/labelled", new { labelled = new[] { new { question = "May I bring bags?", entry = "luggage" } } });
        using HttpResponseMessage exported = await service.SendAsync(Get, "api/v1/archive");
        Assert.Equal("application/zip", exported.Content.Headers.ContentType!.MediaType);
        Assert.Equal("knowledge-bases.zip", exported.Content.Headers.ContentDisposition!.FileName);
        Assert.True(exported.Headers.CacheControl!.NoStore);
        byte[] archive = await exported.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        JsonElement row = (await service.CallAsync(Get, "api/v1/audit?action=ExportAll&limit=1")).GetProperty("rows")[0];
        Assert.Equal(("admin", "done"), (row.GetProperty("actor").GetString(), row.GetProperty("outcome").GetString()));

        await using ArchiveService empty = await ArchiveService.StartEmptyAsync();
        JsonElement[] restored = await RestoreAsync(empty, archive, "?note=moved");
        Assert.Equal(
            [("hr", 2, 0, 3), ("shop", 2, 1, 3)],
            restored.Select(one => (
                one.GetProperty("kb").GetString()!, one.GetProperty("entries").GetInt32(), one.GetProperty("labelled").GetInt32(),
                one.GetProperty("change").GetProperty("count").GetInt32())));
        JsonElement change = restored[1].GetProperty("change");
        Assert.Equal(
            ("import:knowledge-bases.zip", "moved", "admin"),
            (Text(change, "origin"), Text(change, "note"), Text(change, "author")));
        foreach (string kb in new[] { "hr", "shop" })
        {
            Assert.Equal(await EntriesAsync(service, kb), await EntriesAsync(empty, kb));
        }

        Assert.Equal(
            "May I bring bags?",
            Text((await empty.CallAsync(Get, "api/v1/kbs/shop/labelled")).GetProperty("labelled")[0], "question"));

        // Nobody is answered until somebody publishes.
        int revision = (await empty.CallAsync(Get, "api/v1/kbs/shop/draft")).GetProperty("revision").GetInt32();
        Assert.Equal(JsonValueKind.Null, (await empty.CallAsync(Get, "api/v1/kbs/shop/draft")).GetProperty("publishedRevision").ValueKind);
        await empty.CallAsync(Post, "api/v1/kbs/shop/publish", new { revision });
        Reply reply = await empty.Client.AskAsync(new { question = Question, kb = "shop" });
        Assert.Equal("Three bags.", reply.Answer!.Text);

        // Once more it changes nothing.
        Assert.All(
            await RestoreAsync(empty, archive), one => Assert.Equal(JsonValueKind.Null, one.GetProperty("change").ValueKind));
    }

    [Fact]
    public async Task Archive_goes_over_what_was_changed_since_as_a_change_set_that_can_be_undone()
    {
        // Whatever other tests have made of it.
        await service.CallAsync(
            HttpMethod.Patch, "api/v1/kbs/hr/entries/refund", new { answer = "Ask at the counter." }, headers: ("If-Match", "*"));
        byte[] archive = await ExportAsync();
        await service.CallAsync(
            HttpMethod.Patch, "api/v1/kbs/hr/entries/refund", new { answer = "Changed since." }, headers: ("If-Match", "*"));
        string answered = (await service.Client.AskAsync(new { question = Question, kb = "hr" })).Answer!.Text;
        JsonElement[] restored = await RestoreAsync(service, archive);
        JsonElement change = Assert.Single(restored, one => one.GetProperty("change").ValueKind != JsonValueKind.Null);
        Assert.Equal("hr", Text(change, "kb"));
        Assert.Equal("Ask at the counter.", Text(await service.CallAsync(Get, "api/v1/kbs/hr/entries/refund"), "answer"));
        Assert.Equal(answered, (await service.Client.AskAsync(new { question = Question, kb = "hr" })).Answer!.Text);
        int number = change.GetProperty("change").GetProperty("number").GetInt32();
        await service.CallAsync(Post, $"api/v1/kbs/hr/changes/{number}/undo");
        Assert.Equal("Changed since.", Text(await service.CallAsync(Get, "api/v1/kbs/hr/entries/refund"), "answer"));
    }

    [Fact]
    public async Task What_is_no_archive_or_no_whole_one_changes_nothing()
    {
        byte[] archive = await ExportAsync();

        // Something to restore, so that a restored half would show.
        await service.CallAsync(
            HttpMethod.Patch, "api/v1/kbs/hr/entries/refund", new { answer = "Not in the archive." }, headers: ("If-Match", "*"));
        string before = await StateAsync();
        byte[] foreign = await File.ReadAllBytesAsync(
            Repository.SharedFile("data", "samples", "qnamaker_SampleV2KBReplica.zip"), TestContext.Current.CancellationToken);
        Assert.Contains("has no archive.json, expected", await RefusedAsync(foreign), StringComparison.Ordinal);
        Assert.Contains("no archive of knowledge bases", await RefusedAsync(archive[..^40]), StringComparison.Ordinal);
        Assert.Contains("no archive of knowledge bases", await RefusedAsync([]), StringComparison.Ordinal);
        Assert.Contains("no archive of knowledge bases", await RefusedAsync("PK and nothing more"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("it has no", await RefusedAsync(With(archive, Part("shop"), null)), StringComparison.Ordinal);

        // A knowledge base that breaks rules, beside a good one: where and what is told.
        JsonElement problem = await service.CallAsync(
            Post, "api/v1/archive", With(archive, Part("shop"), """{"id": "shop", "entries": [{"id": "a"}]}"""u8.ToArray()),
            HttpStatusCode.BadRequest);
        Assert.Equal("invalid_request", Text(problem, "code"));
        JsonProperty[] errors = [.. problem.GetProperty("errors").EnumerateObject()];
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.StartsWith("the archive/", error.Name, StringComparison.Ordinal));
        Assert.Equal(before, await StateAsync());

        // A part of either knowledge base, whichever the archive has.
        string Part(string kb)
        {
            using ZipArchive zip = new(new MemoryStream(archive));
            return zip.Entries.Select(entry => entry.FullName).First(name => name.EndsWith($"/{kb}.json", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Bodies_and_what_they_become_are_bounded()
    {
        string before = await StateAsync();
        using MemoryStream bomb = new();
        using (ZipArchive zip = new(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            StringBuilder manifest = new("{\"format\":1,\"knowledgeBases\":[");
            byte[] blanks = [.. Enumerable.Repeat((byte)' ', 1 << 20)];
            for (int kb = 0; kb < 4; kb++)
            {
                manifest.Append(kb == 0 ? "" : ",").Append("{\"id\":\"kb").Append(kb).Append("\",\"hasDraft\":true}");
                using Stream part = zip.CreateEntry($"drafts/kb{kb}.json", CompressionLevel.Fastest).Open();
                for (int i = 0; i < 100; i++)
                {
                    part.Write(blanks);
                }
            }

            using Stream list = zip.CreateEntry("archive.json").Open();
            list.Write(System.Text.Encoding.UTF8.GetBytes(manifest.Append("]}").ToString()));
        }

        JsonElement problem = await service.CallAsync(Post, "api/v1/archive", bomb.ToArray(), HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("when it is unpacked", Text(problem, "detail"), StringComparison.Ordinal);
        using HttpRequestMessage request = new(Post, "api/v1/archive");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ArchiveService.Key);
        request.Headers.ExpectContinue = true;
        request.Content = new ByteArrayContent(new byte[(100 << 20) + 1]);
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Right_to_one_knowledge_base_or_to_read_is_not_enough()
    {
        byte[] archive = await ExportAsync();
        string before = await StateAsync(), owner = await KeyAsync("owner of one", "hr", "owner"),
            reader = await KeyAsync("reader", "*", "viewer");
        await service.CallAsync(Get, "api/v1/archive", null, HttpStatusCode.Forbidden, owner);
        await service.CallAsync(Post, "api/v1/archive", archive, HttpStatusCode.Forbidden, owner);
        await service.CallAsync(Post, "api/v1/archive", archive, HttpStatusCode.Forbidden, reader);
        await service.CallAsync(Get, "api/v1/archive", null, HttpStatusCode.Unauthorized, "");
        using HttpResponseMessage read = await service.SendAsync(Get, "api/v1/archive", key: reader);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(before, await StateAsync());
        JsonElement[] refused =
        [
            .. (await service.CallAsync(Get, "api/v1/audit?outcome=refused")).GetProperty("rows").EnumerateArray()
                .Where(row => Text(row, "actor") == "key:owner of one"),
        ];
        Assert.Equal(["RestoreAll", "ExportAll"], refused.Select(row => Text(row, "action")));
    }

    private async Task<string> KeyAsync(string name, string kb, string role) => Text(
        await service.CallAsync(
            Post, "api/v1/keys", new { name, grants = new[] { new { kb, role } } }, HttpStatusCode.Created), "secret");

    private async Task<string> RefusedAsync(byte[] archive)
    {
        JsonElement problem = await service.CallAsync(Post, "api/v1/archive", archive, HttpStatusCode.BadRequest);
        Assert.Equal("import_refused", Text(problem, "code"));
        return Text(problem, "detail");
    }

    private async Task<byte[]> ExportAsync()
    {
        using HttpResponseMessage exported = await service.SendAsync(Get, "api/v1/archive");
        return await exported.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement[]> RestoreAsync(ArchiveService into, byte[] archive, string query = "") =>
        [.. (await into.CallAsync(Post, $"api/v1/archive{query}", archive)).GetProperty("knowledgeBases").EnumerateArray()];

    /// <summary>All knowledge bases and where their working copies are.</summary>
    private async Task<string> StateAsync()
    {
        List<string> state = [];
        foreach (JsonElement kb in (await service.CallAsync(Get, "api/v1/drafts")).GetProperty("kbs").EnumerateArray())
        {
            string id = Text(kb, "id");
            state.AddRange(
                [id, (await service.CallAsync(Get, $"api/v1/kbs/{id}/draft")).GetProperty("revision").GetRawText()]);
            state.AddRange(await EntriesAsync(service, id));
        }

        return string.Join('\n', state);
    }

    private static async Task<string[]> EntriesAsync(ArchiveService of, string kb) =>
    [
        .. (await of.CallAsync(Get, $"api/v1/kbs/{kb}/entries")).GetProperty("entries").EnumerateArray()
            .Select(entry => entry.GetProperty("entry").GetRawText()),
    ];

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    /// <summary>An archive of which a part is another one, or none.</summary>
    private static byte[] With(byte[] archive, string path, byte[]? content)
    {
        using MemoryStream file = new();
        file.Write(archive);
        using (ZipArchive zip = new(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(path)!.Delete();
            if (content is not null)
            {
                using Stream part = zip.CreateEntry(path).Open();
                part.Write(content);
            }
        }

        return file.ToArray();
    }
}

/// <summary>A service with two knowledge bases, or none.</summary>
public sealed class ArchiveService : IAsyncLifetime
{
    public const string Key = "the key of the archive tests";

    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _process;

    public HttpClient Client => (_process ?? throw new InvalidOperationException("The service has not been started.")).Client;

    /// <summary>Starts one that has no knowledge base.</summary>
    internal static async Task<ArchiveService> StartEmptyAsync()
    {
        ArchiveService empty = new();
        empty._process = await ServiceProcess.StartAsync(empty.Options);
        await Eventually.TrueAsync("it can be edited", TimeSpan.FromMinutes(2), async () =>
        {
            using HttpResponseMessage response = await empty.SendAsync(HttpMethod.Get, "api/v1/archive");
            return response.IsSuccessStatusCode;
        });
        return empty;
    }

    public async ValueTask InitializeAsync()
    {
        await IndexerProcess.IndexAsync(
            _folder.File("faq.db"), Access.AccessService.Draft("shop").Write(_folder.File("shop.json")),
            Access.AccessService.Draft("hr").Write(_folder.File("hr.json")));
        _process = await ServiceProcess.StartReadyAsync(Options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    internal async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body = null, string key = Key, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        request.Content = body switch
        {
            null => null,
            byte[] bytes => new ByteArrayContent(bytes),
            _ => new StringContent(
                JsonSerializer.Serialize(body, JsonSerializerOptions.Web), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = key.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", key);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal async Task<JsonElement> CallAsync(
        HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK, string key = Key,
        params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body, key, headers);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{method} {path}: {response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    private IEnumerable<(string Path, string Value)> Options =>
    [
        ("Storage:Path", _folder.File("faq.db")), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"), ("Admin:Key", Key),
        ("Answering:DefaultKnowledgeBase", "shop"),
    ];
}

[CollectionDefinition(Name)]
public sealed class ArchiveCollection : ICollectionFixture<ArchiveService>
{
    public const string Name = "archive";
}

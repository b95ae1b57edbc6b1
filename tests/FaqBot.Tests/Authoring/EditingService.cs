using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Authoring;

/// <summary>A service whose knowledge bases are edited through its routes; each test edits one of its own.</summary>
public sealed class EditingService : IAsyncLifetime
{
    public const string Key = "the key of the editing tests";

    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _process;
    private int _knowledgeBases;

    internal ServiceProcess Process => _process ?? throw new InvalidOperationException("The service has not been started.");

    public HttpClient Client => Process.Client;

    public string Database => _folder.File("faq.db");

    /// <summary>Options of a service with this database.</summary>
    internal IEnumerable<(string Path, string Value)> Options =>
    [
        ("Storage:Path", Database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"), ("Admin:Key", Key),
        ("Answering:DefaultKnowledgeBase", "first"),
    ];

    public async ValueTask InitializeAsync()
    {
        await IndexerProcess.IndexAsync(Database, Draft("first").Write(_folder.File("first.json")));
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

    internal static KnowledgeDraft Draft(string id) => new(
        id,
        new DraftEntry("luggage", "How much luggage may I take on the train?", "Two bags."),
        new DraftEntry("refund", "How do I get a refund for my ticket?", "Ask at the counter."),
        new DraftEntry("seat", "Can I reserve a seat in advance?", "Yes, online."));

    /// <summary>Begins a knowledge base with three entries and publishes it.</summary>
    /// <returns>Its path, without a leading slash.</returns>
    internal async Task<string> BeginAsync()
    {
        string id = $"kb{Interlocked.Increment(ref _knowledgeBases)}";
        await CallAsync(
            HttpMethod.Post, "api/v1/kbs", new { id, name = id, languages = new[] { "en" }, defaultAnswer = "Nobody knows." },
            HttpStatusCode.Created);
        foreach (DraftEntry entry in Draft(id).Entries)
        {
            await CallAsync(
                HttpMethod.Post, $"api/v1/kbs/{id}/entries", new { entry.Id, entry.Question, entry.Answer }, HttpStatusCode.Created);
        }

        await PublishAsync($"api/v1/kbs/{id}");
        return $"api/v1/kbs/{id}";
    }

    /// <summary>Publishes what is there.</summary>
    internal async Task<JsonElement> PublishAsync(string path)
    {
        int revision = (await CallAsync(HttpMethod.Get, $"{path}/draft")).GetProperty("revision").GetInt32();
        return await CallAsync(HttpMethod.Post, $"{path}/publish", new { revision });
    }

    /// <summary>Sends a request with the key.</summary>
    internal async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null)
        {
            string json = body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web);
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a request and expects a status.</summary>
    internal async Task<JsonElement> CallAsync(
        HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK,
        params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body, headers);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>The ETag of an entry.</summary>
    internal async Task<string> TagAsync(string path)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.ETag!.ToString();
    }

    /// <summary>What a tester is answered, by the route that asks the test deployment.</summary>
    internal async Task<string> TestAnswerAsync(string path, string question)
    {
        string kb = path.Split('/')[^1];
        (HttpStatusCode _, JsonElement json) = await Client.PostJsonAsync(
            $"qnamaker/knowledgebases/{kb}/generateAnswer", new { question, isTest = true });
        return json.GetProperty("answers")[0].GetProperty("answer").GetString()!;
    }
}

[CollectionDefinition(Name)]
public sealed class EditingCollection : ICollectionFixture<EditingService>
{
    public const string Name = "editing";
}

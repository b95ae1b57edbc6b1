using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Access;

/// <summary>A service with two knowledge bases and an admin key, whose other keys the tests make.</summary>
public sealed class AccessService : IAsyncLifetime
{
    public const string AdminKey = "the key of the access tests";

    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _process;
    private int _keys;

    internal ServiceProcess Process => _process ?? throw new InvalidOperationException("The service has not been started.");

    public HttpClient Client => Process.Client;

    public string Database => _folder.File("faq.db");

    public async ValueTask InitializeAsync()
    {
        await IndexerProcess.IndexAsync(
            Database, Draft("shop").Write(_folder.File("shop.json")), Draft("hr").Write(_folder.File("hr.json")));
        _process = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", Database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"), ("Admin:Key", AdminKey),
            ("Answering:DefaultKnowledgeBase", "shop"));
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
        new DraftEntry("refund", "How do I get a refund for my ticket?", "Ask at the counter."));

    /// <summary>Makes a key.</summary>
    /// <param name="grants">Knowledge base and role, such as <c>shop:editor</c>.</param>
    /// <returns>Its name and what opens it.</returns>
    internal async Task<(string Name, string Secret, long Id)> KeyAsync(params string[] grants)
    {
        string name = $"key{Interlocked.Increment(ref _keys)}";
        JsonElement made = await CallAsync(
            HttpMethod.Post, "api/v1/keys", AdminKey,
            new { name, grants = grants.Select(grant => grant.Split(':')).Select(pair => new { kb = pair[0], role = pair[1] }) },
            HttpStatusCode.Created);
        return (name, made.GetProperty("secret").GetString()!, made.GetProperty("key").GetProperty("id").GetInt64());
    }

    /// <summary>Sends a request.</summary>
    internal async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? key, object? body = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null)
        {
            string json = body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web);
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }

        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a request and expects a status.</summary>
    internal async Task<JsonElement> CallAsync(
        HttpMethod method, string path, string? key, object? body = null, HttpStatusCode expected = HttpStatusCode.OK,
        params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await SendAsync(method, path, key, body, headers);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{method} {path}: {response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>The latest rows of the audit log.</summary>
    internal async Task<JsonElement[]> AuditAsync(string query) =>
        [.. (await CallAsync(HttpMethod.Get, $"api/v1/audit?{query}", AdminKey)).GetProperty("rows").EnumerateArray()];
}

[CollectionDefinition(Name)]
public sealed class AccessCollection : ICollectionFixture<AccessService>
{
    public const string Name = "access";
}

using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.QnaMaker;

/// <summary>A knowledge base with numbers as ids, a name that is not ASCII, sources, prompts and context.</summary>
internal static class Kiosk
{
    public const string Id = "kiosk-qna";
    public const string Name = "订单 客服 Kiosk 1";
    public const string DefaultAnswer = "抱歉，这里没有答案。";
    public const string Question = "When does the counter open?";

    private const string Json = """
        {"formatVersion":1,"id":"kiosk-qna","name":"订单 客服 Kiosk 1","languages":["zh-Hans","en"],"defaultAnswer":"抱歉，这里没有答案。","entries":[
        {"id":"1","question":"When does the counter open?","alternates":["opening hours of the counter"],"answer":"At nine.","metadata":{"Branch":"north"},
         "source":"manual.docx","prompts":[{"text":"Sundays?","entryId":"2"},{"text":"Refunds?","entryId":"refund"}]},
        {"id":"2","question":"And on Sundays?","answer":"Closed.","contextOnly":true},
        {"id":"3","question":"Where can I park near the counter?","answer":"Behind the south counter.","metadata":{"branch":"south"},"source":"web",
         "notThis":["What does it cost to park near the counter?"]},
        {"id":"refund","question":"How do I get my money back?","answer":"Ask at the desk.\n\nBring the receipt. We pay within 3.5 days."}]}
        """;

    /// <summary>Writes the knowledge file, with another answer to the first question if asked to.</summary>
    public static string Write(string path, string answer = "At nine.")
    {
        File.WriteAllText(path, Json.Replace("At nine.", answer, StringComparison.Ordinal));
        return path;
    }

    /// <summary>Posts JSON with a key.</summary>
    /// <param name="client">A client with the service's address.</param>
    /// <param name="path">The route.</param>
    /// <param name="body">The body as text.</param>
    /// <param name="headers">Further headers.</param>
    public static async Task<(HttpStatusCode Status, string? Type, JsonElement Json)> SendAsync(
        HttpClient client, string path, string body, params (string Name, string Value)[] headers)
    {
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");

        // A path with two slashes at its beginning would be an address of another host.
        Uri address = path.StartsWith('/')
            ? new Uri(client.BaseAddress!.ToString().TrimEnd('/') + path) : new Uri(path, UriKind.Relative);
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = content };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType, text.Length == 0 ? default : JsonElement.Parse(text));
    }
}

/// <summary>A service with the kiosk published, a draft of it, two keys of it, and one of another knowledge base.</summary>
/// <param name="sample">The database to copy.</param>
public sealed class KioskService(SampleDatabase sample) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _process;

    internal ServiceProcess Process => _process ?? throw new InvalidOperationException("The service has not been started.");

    public HttpClient Client => Process.Client;

    public string Database { get; private set; } = "";

    public string Key { get; private set; } = "";

    public string SecondKey { get; private set; } = "";

    public string OtherKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Database = await sample.CopyToAsync(_folder.Path);
        await IndexerProcess.IndexAsync(Database, Kiosk.Write(_folder.File("kiosk.json")));
        await IndexerProcess.RunAsync(
            "index", "--deployment", "test", "-o", Database, "-i", Kiosk.Write(_folder.File("draft.json"), "Draft: at eight."));
        Key = (await IndexerProcess.RunAsync("keys", "create", Kiosk.Id, "-o", Database)).Trim();
        SecondKey = (await IndexerProcess.RunAsync("keys", "create", Kiosk.Id, "-o", Database)).Trim();
        OtherKey = (await IndexerProcess.RunAsync("keys", "create", "chitchat", "-o", Database)).Trim();
        _process = await ServiceProcess.StartReadyAsync(("Storage:Path", Database));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Asks with the key.</summary>
    /// <param name="path">The route.</param>
    /// <param name="body">The body as text.</param>
    /// <returns>Status, type and body.</returns>
    public Task<(HttpStatusCode Status, string? Type, JsonElement Json)> SendAsync(string path, string body) =>
        Kiosk.SendAsync(Client, path, body, ("Authorization", $"EndpointKey {Key}"));

    /// <summary>Asks with the key and expects success.</summary>
    /// <param name="path">The route.</param>
    /// <param name="body">The body as text.</param>
    /// <returns>The answers.</returns>
    public async Task<JsonElement[]> AnswersAsync(string path, string body)
    {
        (HttpStatusCode status, _, JsonElement json) = await SendAsync(path, body);
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        return [.. json.GetProperty("answers").EnumerateArray()];
    }
}

[CollectionDefinition(Name)]
public sealed class KioskCollection : ICollectionFixture<KioskService>
{
    public const string Name = "kiosk";
}

using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>Three services on one database of PostgreSQL, with a proxy before them that asks each in turn.</summary>
internal sealed class ThreeReplicas : IAsyncDisposable
{
    public const string Key = "the key of the replicas' tests";

    private readonly (string, string)[] _options;

    private ThreeReplicas((string, string)[] options, ServiceProcess[] replicas, NginxServer proxy)
    {
        _options = options;
        Replicas = replicas;
        Proxy = proxy;
        Client = new HttpClient { BaseAddress = proxy.Address, Timeout = TimeSpan.FromMinutes(3) };
    }

    public ServiceProcess[] Replicas { get; }

    public NginxServer Proxy { get; }

    /// <summary>A client of the proxy.</summary>
    public HttpClient Client { get; }

    public static async Task<ThreeReplicas> StartAsync(string connection, params (string, string)[] more)
    {
        (string, string)[] options =
        [
            ("Storage:ConnectionString", connection), ("Storage:VectorCache", ""), ("Knowledge:IndexAtStart", "false"), ("Admin:Key", Key),
            .. more,
        ];
        ServiceProcess[] replicas = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ServiceProcess.StartReadyAsync(options)));

        // What the documentation has, but for the ports; what is refused on purpose fills no test's output.
        string documented = await File.ReadAllTextAsync(
            Repository.PathOf("docs", "replicas.nginx.conf"), TestContext.Current.CancellationToken);
        NginxServer proxy = await NginxServer.StartWholeAsync(port => documented
            .Replace("error_log stderr", "error_log error.log", StringComparison.Ordinal)
            .Replace("127.0.0.1:5080", $"127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("127.0.0.1:5081", replicas[0].Address.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:5082", replicas[1].Address.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:5083", replicas[2].Address.Authority, StringComparison.Ordinal));
        return new ThreeReplicas(options, replicas, proxy);
    }

    /// <summary>Calls a route of editors.</summary>
    public static async Task<JsonElement> CallAsync(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        if (body is not null)
        {
            request.Content = new StringContent(
                JsonSerializer.Serialize(body, JsonSerializerOptions.Web), System.Text.Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Adds an entry and publishes, through one client.</summary>
    /// <returns>Number of the version.</returns>
    public static async Task<int> PublishAsync(HttpClient client, string kb, string entry, string question, string answer)
    {
        await CallAsync(client, HttpMethod.Post, $"api/v1/kbs/{kb}/entries", new { id = entry, question, answer });
        int revision = (await CallAsync(client, HttpMethod.Get, $"api/v1/kbs/{kb}/draft")).GetProperty("revision").GetInt32();
        return (await CallAsync(client, HttpMethod.Post, $"api/v1/kbs/{kb}/publish", new { revision })).GetProperty("version").GetInt32();
    }

    /// <summary>Starts a replica where another one was.</summary>
    /// <param name="former">The other one.</param>
    /// <param name="program">Another build of the service; null: the one that the others are of.</param>
    public Task<ServiceProcess> StartAgainAsync(ServiceProcess former, string? program = null) =>
        ServiceProcess.StartReadyAsync([.. OptionsOf(program), ("urls", former.Address.ToString())]);

    /// <summary>The options of a replica.</summary>
    /// <param name="program">Another build of the service; null: the one that the others are of.</param>
    public IEnumerable<(string, string)> OptionsOf(string? program) => program is null ? _options : [.. _options, ("program", program)];

    /// <summary>Says that an answer helped.</summary>
    public static async Task<HttpResponseMessage> SayAsync(HttpClient client, string kb, string question, string entryId)
    {
        using StringContent body = new(
            JsonSerializer.Serialize(new { kb, question, entryId, kind = "helpful" }), System.Text.Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri("api/v1/feedback", UriKind.Relative), body, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Proxy.DisposeAsync();
        foreach (ServiceProcess replica in Replicas)
        {
            await replica.DisposeAsync();
        }
    }
}

using FaqBot.Tests.DirectLine;
using FaqBot.Tests.QnaMaker;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Limits;

/// <summary>A service that lets an address send ten requests, a conversation's token five, and keys any number; a minute brings one
/// more.</summary>
internal sealed class LimitedService : IAsyncDisposable
{
    public const string ApiKey = "the-api-key-of-the-limit-tests";

    private readonly TemporaryFolder _folder;

    private LimitedService(TemporaryFolder folder, ServiceProcess process, string endpointKey) =>
        (_folder, Process, EndpointKey) = (folder, process, endpointKey);

    public ServiceProcess Process { get; }

    /// <summary>A key of <see cref="Kiosk"/>.</summary>
    public string EndpointKey { get; }

    public HttpClient Client => Process.Client;

    public static async Task<LimitedService> StartAsync(SampleDatabase sample, params IEnumerable<(string Path, string Value)> options)
    {
        TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path);
        await IndexerProcess.IndexAsync(database, Kiosk.Write(folder.File("kiosk.json")));
        string key = (await IndexerProcess.RunAsync("keys", "create", Kiosk.Id, "-o", database)).Trim();
        ServiceProcess process = await ServiceProcess.StartReadyAsync(
        [
            ("Storage:Path", database), ("Knowledge:IndexAtStart", "false"), ("Http:ApiKey", ApiKey),
                ("DirectLine:Secrets:0", DirectLineCalls.Secret),
            ("Limits:AddressPerMinute", "1"), ("Limits:TokenPerMinute", "1"), ("Limits:KeyPerMinute", "10000"),
                ("Limits:Burst", "00:10:00"),
            .. options,
        ]);
        return new LimitedService(folder, process, key);
    }

    /// <summary>Sends requests until one is refused.</summary>
    /// <returns>How many were answered.</returns>
    public async Task<int> ExhaustAsync(params (string Name, string Value)[] headers)
    {
        for (int count = 0; count < 50; count++)
        {
            using HttpResponseMessage response = await SendAsync("GET", "/api/v1/kbs", headers);
            if (response.StatusCode == System.Net.HttpStatusCode.TooManyRequests)
            {
                return count;
            }
        }

        return 50;
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Dispose();
    }
}

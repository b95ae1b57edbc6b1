using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FaqBot.Encoding.Building;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Switching;

/// <summary>A service with the sample knowledge bases, an admin key, and a folder of models of its own.</summary>
internal sealed class SwitchingService : IAsyncDisposable
{
    public const string Key = "the key of the switch tests";

    private static readonly TimeSpan JobDeadline = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _process;

    private SwitchingService()
    {
    }

    public ServiceProcess Process => _process ?? throw new InvalidOperationException("The service has not been started.");

    public HttpClient Client => Process.Client;

    public string Database => _folder.File("faq.db");

    public string Models => Directory.CreateDirectory(_folder.File("models")).FullName;

    public static async Task<SwitchingService> PrepareAsync(SampleDatabase sample)
    {
        SwitchingService service = new();
        await sample.CopyToAsync(service._folder.Path);
        return service;
    }

    /// <summary>Builds an encoder, which has no confidence, into the folder of models.</summary>
    /// <param name="checkpoint">Name of the checkpoint among the shared models.</param>
    /// <param name="folder">Name of the folder.</param>
    public void Build(string checkpoint, string folder) => ModelBuilder.Build(
        Repository.SharedFolder("fixtures", "models", checkpoint), Path.Combine(Models, folder), new BuildOptions());

    /// <summary>Puts a checkpoint into the folder of models.</summary>
    /// <param name="checkpoint">Name of the checkpoint among the shared models.</param>
    /// <param name="folder">Name of the folder.</param>
    public void Copy(string checkpoint, string folder)
    {
        string from = Repository.SharedFolder("fixtures", "models", checkpoint);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Models, folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public async Task StartAsync(params IEnumerable<(string Path, string Value)> options) =>
        _process = await ServiceProcess.StartReadyAsync(
        [("Storage:Path", Database), ("Limits:Enabled", "false"), ("Models:Folder", Models), ("Admin:Key", Key), .. options]);

    /// <summary>Starts it where it may never be ready, since its own knowledge base cannot answer.</summary>
    public async Task StartListeningAsync() => _process = await ServiceProcess.StartAsync(
        [("Storage:Path", Database), ("Limits:Enabled", "false"), ("Models:Folder", Models), ("Admin:Key", Key)]);

    public async Task StopAsync()
    {
        Assert.Equal(0, await Process.StopAsync());
        await Process.DisposeAsync();
        _process = null;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a request and expects a status.</summary>
    public async Task<JsonElement> CallAsync(
        HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public Task<JsonElement> ModelAsync(string kb = "shop") => CallAsync(HttpMethod.Get, $"api/v1/kbs/{kb}/model");

    /// <summary>Waits for the end of a job.</summary>
    /// <returns>Its last status.</returns>
    public async Task<JsonElement> EndOfAsync(JsonElement job)
    {
        string path = $"api/v1/models/jobs/{job.GetProperty("id").GetString()}";
        JsonElement status = job;
        await Eventually.TrueAsync("the job ends", JobDeadline, async () =>
            (status = await CallAsync(HttpMethod.Get, path)).GetProperty("state").GetString() != "running");
        return status;
    }

    /// <summary>Runs a job to its end and expects it to be done.</summary>
    public async Task<string> DoAsync(HttpMethod method, string path, object? body = null)
    {
        JsonElement job = await EndOfAsync(await CallAsync(method, path, body, HttpStatusCode.Accepted));
        Assert.True(job.GetProperty("state").GetString() == "done", job.ToString());
        Assert.Equal(JsonValueKind.Null, job.GetProperty("error").ValueKind);
        return job.GetProperty("result").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }
}

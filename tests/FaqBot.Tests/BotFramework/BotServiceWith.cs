using System.Net;
using System.Text.Json.Nodes;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.BotFramework;

/// <summary>Another service in the same cloud, with other options, for one test.</summary>
internal sealed class BotServiceWith : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private BotServiceWith(TemporaryFolder folder, ServiceProcess process)
    {
        _folder = folder;
        Process = process;
    }

    public ServiceProcess Process { get; }

    /// <summary>Starts a service whose bot has the usual credentials unless the options say otherwise.</summary>
    public static async Task<BotServiceWith> StartAsync(BotService cloud, params (string Path, string Value)[] options)
    {
        TemporaryFolder folder = new();
        (string Path, string Value)[] usual =
        [
            ("Storage:Path", folder.File("faq.db")),
            ("Bot:Authority:MetadataUrl", cloud.Cloud.Address + "/openid"),
            ("Bot:Authority:EmulatorMetadataUrl", cloud.Cloud.Address + "/openid-emulator"),
            ("Bot:Authority:LoginUrl", cloud.Cloud.Address + "/login"),
            ("Bot:AppId", BotServiceBase.AppId),
            ("Bot:Password", BotServiceBase.Secret),
            ("Bot:TenantId", BotServiceBase.Tenant),
        ];
        return new BotServiceWith(folder, await ServiceProcess.StartReadyAsync(
            [.. usual.Where(one => !options.Any(other => other.Path == one.Path)), .. options.Where(option => option.Value.Length > 0)]));
    }

    /// <summary>Sends an activity.</summary>
    public async Task<HttpStatusCode> SendAsync(JsonObject activity, string? header, params (string Name, string Value)[] headers)
    {
        using StringContent content = new(activity.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, "api/messages") { Content = content };
        foreach ((string name, string value) in header is null ? headers : [.. headers, ("Authorization", header)])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await Process.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Dispose();
    }
}

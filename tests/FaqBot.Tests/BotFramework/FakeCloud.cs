using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FaqBot.Tests.BotFramework;

/// <summary>A cloud on this machine: signing keys, token service, managed identity and a channel; keeps what it is asked.</summary>
internal sealed class FakeCloud : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _tokens;

    private FakeCloud(WebApplication application) => _application = application;

    public TokenMint Mint { get; } = new();

    /// <summary>The cloud's address, without a slash at its end.</summary>
    public string Address => _application.Urls.Single();

    /// <summary>The channel's service URL.</summary>
    public string ServiceUrl => Address + "/channel/";

    /// <summary>Channels that the key is endorsed for; null: none are named.</summary>
    public string[]? Endorsements { get; set; } =
        ["msteams", "webchat", "directline", "emulator", "sms", "facebook", "slack", "email", "custom"];

    /// <summary>All that was asked, in order.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>Replies of the channel in place of its usual ones, each taken once.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Instead { get; } = new();

    /// <summary>Replies of the token service and the managed identity in place of their usual ones, each taken once.</summary>
    public ConcurrentQueue<(int Status, string Body)> InsteadOfToken { get; } = new();

    /// <summary>What the channel got in a conversation.</summary>
    public Asked[] SentTo(string conversation) =>
        [.. Requests.Where(request =>
            request.Path.StartsWith($"/channel/v3/conversations/{Uri.EscapeDataString(conversation)}/", StringComparison.Ordinal))];

    public static async Task<FakeCloud> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        FakeCloud cloud = new(application);
        application.Run(cloud.AnswerAsync);
        await application.StartAsync();
        return cloud;
    }

    public async ValueTask DisposeAsync()
    {
        Mint.Dispose();
        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        string path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        Requests.Enqueue(new Asked(
            context.Request.Method, path, context.Request.Headers.Authorization, body,
                context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())));
        if (path.StartsWith("/channel/", StringComparison.Ordinal))
        {
            if (Instead.TryDequeue(out Func<HttpContext, Task>? instead))
            {
                await instead(context);
                return;
            }

            await context.Response.WriteAsJsonAsync(new { id = $"sent-{Requests.Count}" });
            return;
        }

        bool isToken = path.StartsWith("/login/", StringComparison.Ordinal) || path.StartsWith("/identity", StringComparison.Ordinal);
        if (isToken && InsteadOfToken.TryDequeue(out (int Status, string Body) other))
        {
            context.Response.StatusCode = other.Status;
            await context.Response.WriteAsync(other.Body);
            return;
        }

        JsonNode? answer = path switch
        {
            "/openid" => new JsonObject { ["issuer"] = "https://api.botframework.com", ["jwks_uri"] = Address + "/keys" },
            "/keys" => Mint.Keys(Endorsements),
            "/openid-emulator" => new JsonObject { ["jwks_uri"] = Address + "/keys-emulator" },
            "/keys-emulator" => Mint.Keys(null, issuer: "https://login.microsoftonline.com/{tenantid}/v2.0"),
            _ when path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal) => Token(),
            _ when path.StartsWith("/identity", StringComparison.Ordinal) => Identity(),
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 404 : 200;
        await context.Response.WriteAsync(answer?.ToJsonString() ?? "{}");
    }

    private JsonObject Token() =>
        new() { ["token_type"] = "Bearer", ["expires_in"] = 3600, ["access_token"] = $"token-{Interlocked.Increment(ref _tokens)}" };

    private JsonObject Identity() => new()
    {
        ["access_token"] = $"identity-{Interlocked.Increment(ref _tokens)}",
        ["expires_on"] =
            TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}

/// <summary>A request to the cloud.</summary>
internal sealed record Asked(string Method, string Path, string? Authorization, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonElement.Parse(Body);
}

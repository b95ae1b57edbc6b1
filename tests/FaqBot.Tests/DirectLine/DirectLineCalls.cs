using System.Net;
using System.Text.Json;

namespace FaqBot.Tests.DirectLine;

/// <summary>Direct Line by hand.</summary>
internal static class DirectLineCalls
{
    public const string Secret = "a-secret-of-the-tests-0123456789";

    public const string Root = "v3/directline/";

    /// <summary>Sends a request.</summary>
    /// <param name="client">A client with the service's address.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">Path below the root.</param>
    /// <param name="key">Secret or token; null: none.</param>
    /// <param name="body">The body, an object that becomes JSON or JSON text as it is; null: none.</param>
    /// <param name="origin">Origin of the page that sends it; null: no page.</param>
    /// <returns>Status, body, and Retry-After.</returns>
    public static async Task<DirectLineReply> DirectLineAsync(
        this HttpClient client, string method, string path, string? key = null, object? body = null, string? origin = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), Root + path);
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        if (body is not null)
        {
            request.Content = new StringContent(
                body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web), System.Text.Encoding.UTF8, "application/json");
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new DirectLineReply(response.StatusCode, text.Length == 0
            ? default : JsonElement.Parse(text), response.Headers.RetryAfter?.Delta);
    }

    /// <summary>Gets a token.</summary>
    public static async Task<string> TokenAsync(this HttpClient client, object? body = null, string? secret = Secret) =>
        (await client.DirectLineAsync("POST", "tokens/generate", secret, body ?? new { user = new { id = "dl_tester" } })).Ok("token");

    /// <summary>Begins a conversation.</summary>
    public static async Task<Talk> TalkAsync(
        this HttpClient client, object? tokenBody = null, object? startBody = null, string? secret = Secret)
    {
        DirectLineReply begun =
            await client.DirectLineAsync("POST", "conversations", await client.TokenAsync(tokenBody, secret), startBody);
        return new Talk(client, begun.Ok("conversationId"), begun.Ok("token"), begun.Ok("streamUrl"));
    }
}

/// <summary>A reply of the Direct Line server.</summary>
internal sealed record DirectLineReply(HttpStatusCode Status, JsonElement Json, TimeSpan? RetryAfter)
{
    /// <summary>A text member of a reply that must be a success.</summary>
    public string Ok(string name)
    {
        Assert.True((int)Status is >= 200 and < 300, $"{Status}: {Json}");
        return Json.GetProperty(name).GetString()!;
    }

    /// <summary>Expects an error.</summary>
    public void Is(HttpStatusCode status, string code)
    {
        Assert.True(status == Status, $"{Status}: {Json}");
        JsonElement error = Assert.Single(Json.EnumerateObject()).Value;
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }
}

/// <summary>A conversation.</summary>
internal sealed record Talk(HttpClient Client, string Id, string Token, string StreamUrl)
{
    public Task<DirectLineReply> PostAsync(object activity) =>
        Client.DirectLineAsync("POST", $"conversations/{Id}/activities", Token, activity);

    public async Task<string> SayAsync(string text, string? clientId = null) => (await PostAsync(new
    {
        type = "message",
        from = new { id = "somebody" },
        text,
        channelData = new { clientActivityID = clientId },
    })).Ok("id");

    public Task<DirectLineReply> GetAsync(string watermark = "") =>
        Client.DirectLineAsync("GET", $"conversations/{Id}/activities?watermark={watermark}", Token);

    public async Task<JsonElement[]> ReadAsync(string watermark = "")
    {
        DirectLineReply reply = await GetAsync(watermark);
        reply.Ok("watermark");
        return [.. reply.Json.GetProperty("activities").EnumerateArray()];
    }

    /// <summary>Comes back to the conversation.</summary>
    public async Task<string> ReconnectAsync(string watermark) =>
        (await Client.DirectLineAsync("GET", $"conversations/{Id}?watermark={watermark}", Token)).Ok("streamUrl");
}

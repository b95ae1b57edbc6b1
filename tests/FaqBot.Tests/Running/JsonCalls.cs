using System.Net;
using System.Text.Json;

namespace FaqBot.Tests.Running;

/// <summary>Sends JSON as it is written and reads JSON as it comes.</summary>
internal static class JsonCalls
{
    /// <summary>Posts a body.</summary>
    /// <param name="client">A client with the service's address.</param>
    /// <param name="path">The route, without a leading slash.</param>
    /// <param name="body">The body, an object that becomes JSON or JSON text as it is.</param>
    /// <param name="key">Bearer token, or null.</param>
    /// <returns>Status and body.</returns>
    public static async Task<(
        HttpStatusCode Status, JsonElement Json)> PostJsonAsync(this HttpClient client, string path, object body, string? key = null)
    {
        string json = body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web);
        using StringContent content = new(json, System.Text.Encoding.UTF8, "application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await ReadAsync(response));
    }

    /// <summary>Posts a body and expects success.</summary>
    /// <param name="client">A client with the service's address.</param>
    /// <param name="path">The route, without a leading slash.</param>
    /// <param name="body">The body.</param>
    /// <returns>The body of the reply.</returns>
    public static async Task<JsonElement> PostOkAsync(this HttpClient client, string path, object body)
    {
        (HttpStatusCode status, JsonElement json) = await client.PostJsonAsync(path, body);
        Assert.True(status == HttpStatusCode.OK, $"{status}: {json}");
        return json;
    }

    /// <summary>Gets a document.</summary>
    /// <param name="client">A client with the service's address.</param>
    /// <param name="path">The route, without a leading slash.</param>
    /// <returns>Status and body.</returns>
    public static async Task<(HttpStatusCode Status, JsonElement Json)> GetJsonAsync(this HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await ReadAsync(response));
    }

    /// <summary>The numbers of a list.</summary>
    /// <param name="list">The list.</param>
    /// <returns>Its numbers.</returns>
    public static float[] Floats(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetSingle())];

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}

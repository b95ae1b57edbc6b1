using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Errors;

/// <summary>An error reply, checked to be RFC 9457 problem details.</summary>
/// <param name="Text">The body.</param>
/// <param name="Json">The body, parsed.</param>
internal sealed record Problem(string Text, JsonElement Json)
{
    private static readonly string[] SecurityHeaders = ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"];

    /// <summary>Faults by field; empty when the problem is of another kind.</summary>
    public IReadOnlyDictionary<string, string[]> Faults => Json.TryGetProperty("errors", out JsonElement errors)
        ? errors.EnumerateObject().ToDictionary(
            member => member.Name, member => member.Value.EnumerateArray().Select(fault => fault.GetString()!).ToArray())
        : new Dictionary<string, string[]>();

    public static async Task<Problem> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.All(SecurityHeaders, name => Assert.True(response.Headers.Contains(name), name));
        JsonElement json = JsonElement.Parse(text);
        Assert.Equal((int)expected, json.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(json.GetProperty("title").GetString()));
        return new Problem(text, json);
    }

    /// <summary>Sends a body to the question route and expects an error.</summary>
    /// <param name="service">The service.</param>
    /// <param name="body">The body, sent as it is; characters below U+0100 as one byte each where <paramref name="bytes"/> says so.</param>
    /// <param name="expected">The expected status.</param>
    /// <param name="contentType">The content type, or null for none.</param>
    /// <param name="bytes">Whether the body stands for bytes.</param>
    /// <returns>The problem.</returns>
    public static async Task<Problem> AskAsync(
        SampleService service, string body, HttpStatusCode expected, string? contentType = "application/json", bool bytes = false)
    {
        using ByteArrayContent content = new(bytes ? System.Text.Encoding.Latin1.GetBytes(body) : System.Text.Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
        {
            content.Headers.Add("Content-Type", contentType);
        }

        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("api/v1/ask", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return await ReadAsync(response, expected);
    }
}

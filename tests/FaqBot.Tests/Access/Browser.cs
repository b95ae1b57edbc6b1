using System.Net;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace FaqBot.Tests.Access;

/// <summary>What a browser does with redirects and cookies, one step at a time.</summary>
internal sealed class Browser(Uri address) : IDisposable
{
    private readonly HttpClient _client = new(
        new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    { BaseAddress = address };

    /// <summary>The cookies that it holds.</summary>
    public Dictionary<string, SetCookieHeaderValue> Cookies { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Another with the same cookies, as somebody who has copied them.</summary>
    public Browser Copy() => new(address) { Cookies = new(Cookies, StringComparer.Ordinal) };

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string url, object? body = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, url);
        if (body is not null)
        {
            request.Content = new StringContent(
                JsonSerializer.Serialize(body, JsonSerializerOptions.Web), System.Text.Encoding.UTF8, "application/json");
        }

        if (Cookies.Count > 0 && new Uri(address, url).Authority == address.Authority)
        {
            request.Headers.TryAddWithoutValidation(
                "Cookie", string.Join("; ", Cookies.Values.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set))
        {
            foreach (SetCookieHeaderValue cookie in SetCookieHeaderValue.ParseList([.. set]))
            {
                Cookies.Remove(cookie.Name.ToString());
                if (cookie.Value.Length > 0)
                {
                    Cookies[cookie.Name.ToString()] = cookie;
                }
            }
        }

        return response;
    }

    /// <summary>Sends a request and expects a status.</summary>
    public async Task<JsonElement> CallAsync(
        HttpMethod method, string url, object? body = null, HttpStatusCode expected = HttpStatusCode.OK,
        params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await SendAsync(method, url, body, headers);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{method} {url}: {response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Who the service takes it for.</summary>
    public Task<JsonElement> MeAsync() => CallAsync(HttpMethod.Get, "api/v1/me");

    /// <summary>The header that changes need.</summary>
    public async Task<(string Name, string Value)> AntiforgeryAsync() =>
        ("X-FaqBot-Antiforgery", (await MeAsync()).GetProperty("antiforgeryToken").GetString()!);

    public void Dispose() => _client.Dispose();
}

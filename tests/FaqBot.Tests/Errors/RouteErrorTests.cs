using System.Net;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Errors;

[Collection(ErrorCollection.Name)]
public sealed class RouteErrorTests(ErrorService service)
{
    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("POST", "/api/v1/nothing")]
    [InlineData("GET", "/api/v1/kbs/nothing")]
    [InlineData("GET", "/wwwroot/../appsettings.json")]
    public async Task Unknown_route_is_not_found(string method, string path)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await Problem.ReadAsync(response, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET", "/api/v1/ask", "POST")]
    [InlineData("PUT", "/api/v1/ask", "POST")]
    [InlineData("DELETE", "/api/v1/kbs", "GET, POST")]
    [InlineData("GET", "/api/v1/kbs/shop/reload", "POST")]
    [InlineData("POST", "/healthz", "GET")]
    public async Task Wrong_verb_is_told_the_right_one(string method, string path, string allowed)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await Problem.ReadAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow.Order()));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Wrong_content_type_is_refused(string? contentType) =>
        await Problem.AskAsync(service, """{"question":"你好"}""", HttpStatusCode.UnsupportedMediaType, contentType);

    [Fact]
    public async Task Body_over_the_limit_is_refused_by_its_stated_length()
    {
        string response = await RawHttp.SendAsync(service.Process.Address, Head("Content-Length: 70000"));
        AssertTooLarge(response);
    }

    [Fact]
    public async Task Body_over_the_limit_is_refused_without_a_stated_length()
    {
        const string Chunk = "4000\r\n";
        string chunks = string.Concat(Enumerable.Repeat(Chunk + new string(' ', 0x4000) + "\r\n", 4)) + "1\r\n{\r\n0\r\n\r\n";
        string response = await RawHttp.SendAsync(service.Process.Address, Head("Transfer-Encoding: chunked") + chunks);
        AssertTooLarge(response);
    }

    [Fact]
    public async Task Body_within_the_limit_is_read_in_chunks()
    {
        const string Json = """{"question":"发票抬头写错了怎么办"}""";
        using ByteArrayContent body = new(System.Text.Encoding.UTF8.GetBytes(Json)) { Headers = { ContentType = new("application/json") } };
        using HttpRequestMessage request = new(HttpMethod.Post, "api/v1/ask") { Content = body };
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/chat.js")]
    [InlineData("/similarity")]
    [InlineData("/api/v1/kbs")]
    [InlineData("/healthz")]
    public async Task Reply_carries_the_security_headers(string path)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("script-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    private static string Head(string length) =>
        $"POST /api/v1/ask HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nConnection: close\r\n{length}\r\n\r\n";

    private static void AssertTooLarge(string response)
    {
        Assert.StartsWith("HTTP/1.1 413 ", response, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", response, StringComparison.Ordinal);
        Assert.Contains("\"status\":413", response, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy:", response, StringComparison.Ordinal);
    }
}

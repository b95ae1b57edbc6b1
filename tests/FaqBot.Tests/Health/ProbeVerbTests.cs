using System.Net;
using FaqBot.Tests.Errors;

namespace FaqBot.Tests.Health;

/// <summary>Load balancers ask by HEAD or OPTIONS how a service fares.</summary>
[Collection(ErrorCollection.Name)]
public sealed class ProbeVerbTests(ErrorService service)
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/health")]
    [InlineData("/ping")]
    [InlineData("/metrics")]
    public async Task Head_is_answered_as_get_without_the_body(string path)
    {
        using HttpResponseMessage whole = await SendAsync(HttpMethod.Get, path);
        using HttpResponseMessage head = await SendAsync(HttpMethod.Head, path);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (whole.StatusCode, head.StatusCode));
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.True(head.Headers.Contains("X-Request-Id"));
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/health")]
    [InlineData("/ping")]
    [InlineData("/metrics")]
    public async Task Options_tells_the_verbs(string path)
    {
        using HttpResponseMessage options = await SendAsync(HttpMethod.Options, path);
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], options.Content.Headers.Allow.Order());
        Assert.True(options.Headers.Contains("X-Content-Type-Options"));
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) =>
        service.Client.SendAsync(new HttpRequestMessage(method, path), TestContext.Current.CancellationToken);
}

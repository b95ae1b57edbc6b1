using System.Net;
using FaqBot.Tests.Errors;
using FaqBot.Tests.QnaMaker;

namespace FaqBot.Tests.EndpointKeys;

/// <summary>Without keys, QnA Maker's routes answer programs of this machine, and nobody who only looks like one.</summary>
[Collection(ErrorCollection.Name)]
public sealed class LocalTrustTests(ErrorService service)
{
    [Theory]
    [InlineData("Host", "localhost:5080", HttpStatusCode.OK)]
    [InlineData("Host", "[::1]:5080", HttpStatusCode.OK)]
    [InlineData("Origin", "http://localhost:3000", HttpStatusCode.OK)]
    [InlineData("Host", "attacker.example", HttpStatusCode.Unauthorized)]
    [InlineData("Host", "127.0.0.1.attacker.example", HttpStatusCode.Unauthorized)]
    [InlineData("Origin", "https://attacker.example", HttpStatusCode.Unauthorized)]
    [InlineData("Origin", "null", HttpStatusCode.Unauthorized)]
    [InlineData("Origin", "http://localhost@attacker.example", HttpStatusCode.Unauthorized)]
    [InlineData("X-Forwarded-For", "127.0.0.1", HttpStatusCode.Unauthorized)]
    [InlineData("X-Forwarded-Host", "localhost", HttpStatusCode.Unauthorized)]
    [InlineData("X-Forwarded-Proto", "http", HttpStatusCode.Unauthorized)]
    [InlineData("Forwarded", "for=127.0.0.1", HttpStatusCode.Unauthorized)]
    [InlineData("Via", "1.1 proxy", HttpStatusCode.Unauthorized)]
    public async Task Local_at_generateAnswer_looks_at_host_origin_and_proxies(string header, string value, HttpStatusCode status)
    {
        const string path = "qnamaker/knowledgebases/chitchat/generateAnswer";
        Assert.Equal(HttpStatusCode.OK, (await Kiosk.SendAsync(service.Client, path, """{"question":"hello"}""")).Status);
        Assert.Equal(status, (await Kiosk.SendAsync(service.Client, path, """{"question":"hello"}""", (header, value))).Status);
    }

    [Theory]
    [InlineData("Host", "attacker.example")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Local_at_direct_line_looks_at_host_and_proxies(string header, string value)
    {
        const string path = "v3/directline/tokens/generate";
        Assert.Equal(HttpStatusCode.OK, (await Kiosk.SendAsync(service.Client, path, "{}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Kiosk.SendAsync(service.Client, path, "{}", (header, value))).Status);
    }
}

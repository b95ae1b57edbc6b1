using System.Net;
using System.Text.Json;
using FaqBot.Tests.DirectLine;
using FaqBot.Tests.QnaMaker;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Proxies;

/// <summary>The service behind a real nginx.</summary>
public sealed class NginxTests(SampleDatabase sample)
{
    private const string Question = """{"question":"hello"}""";

    /// <summary>Nothing in such a request tells it from one of a program of this machine, but that the options know of a proxy.</summary>
    [Theory]
    [InlineData("Http:PublicUrl", "https://faq.example")]
    [InlineData("Http:TrustedProxies:0", "127.0.0.1")]
    [InlineData("Http:TrustLocal", "false")]
    public async Task Bare_proxy_pass_makes_no_stranger_a_program_of_this_machine(string option, string value)
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await StartAsync(folder, (option, value));
        await using NginxServer nginx = await NginxServer.StartAsync($"location / {{ proxy_pass {service.Address}; }}");
        using HttpClient client = ClientOf(nginx);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), await DoorsAsync(client));
        Assert.Equal("answer", (await client.AskAsync("发票抬头写错了怎么办")).Decision);
    }

    [Fact]
    public async Task Documented_lines_pass_address_scheme_and_streams_on_and_trust_nobody()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await StartAsync(
            folder, ("Http:TrustedProxies:0", "127.0.0.1"), ("Limits:AddressPerMinute", "6"), ("Limits:Burst", "00:01:00"));
        (string http, string server) = DocumentedProxy.Nginx(service.Address);
        await using NginxServer nginx = await NginxServer.StartAsync(server, http);
        using HttpClient client = ClientOf(nginx);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), await DoorsAsync(client));

        // What a stranger claims to be is not believed: all count for the address that nginx saw.
        HttpStatusCode last = HttpStatusCode.OK;
        for (int i = 0; i < 8; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "api/v1/kbs");
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            last = response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task Documented_lines_carry_a_conversation_with_its_stream()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await StartAsync(
            folder, ("Http:TrustedProxies:0", "127.0.0.1"), ("DirectLine:Secrets:0", DirectLineCalls.Secret));
        (string http, string server) = DocumentedProxy.Nginx(service.Address);
        await using NginxServer nginx = await NginxServer.StartAsync(server, http);
        using HttpClient client = ClientOf(nginx);
        Talk talk = await client.TalkAsync();
        Assert.StartsWith($"ws://{nginx.Address.Authority}/v3/directline/", talk.StreamUrl, StringComparison.Ordinal);
        await using Listening listening = await Listening.OpenAsync(talk.StreamUrl);
        await talk.SayAsync("hello");
        await listening.UntilAsync(3);
    }

    [Theory]
    [InlineData("location /faq/ { proxy_pass {0}; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Prefix /faq; "
        + "proxy_set_header X-Forwarded-For $remote_addr; }", "Http:TrustedProxies:0", "127.0.0.1")]
    [InlineData("location /faq/ { proxy_pass {1}; proxy_set_header Host $http_host; }", "Http:PathBase", "/faq")]
    public async Task Prefix_of_a_proxy_stands_in_the_description_the_streams_and_the_pages(string server, string option, string value)
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service =
            await StartAsync(folder, (option, value), ("DirectLine:Secrets:0", DirectLineCalls.Secret));
        await using NginxServer nginx = await NginxServer.StartAsync(server
            .Replace("{0}", $"{service.Address}", StringComparison.Ordinal)
            .Replace("{1}", $"http://{service.Address.Authority}", StringComparison.Ordinal));
        using HttpClient client = ClientOf(nginx, "/faq/");
        (_, JsonElement description) = await client.GetJsonAsync("openapi/v1.json");
        Assert.Equal("/faq", description.GetProperty("servers")[0].GetProperty("url").GetString());
        Talk talk = await client.TalkAsync();
        Assert.StartsWith($"ws://{nginx.Address.Authority}/faq/v3/directline/", talk.StreamUrl, StringComparison.Ordinal);
        foreach (string page in new[] { "", "similarity", "similarity/", "widget", "widget/", "docs/", "widget.js" })
        {
            using HttpResponseMessage shown = await client.GetAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
            Assert.StartsWith("/faq/", shown.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Prefix_of_a_stranger_is_not_believed()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await StartAsync(folder, ("Http:TrustedProxies:0", "203.0.113.9"));
        using HttpRequestMessage request = new(HttpMethod.Get, "openapi/v1.json");
        request.Headers.Add("X-Forwarded-Prefix", "/evil");
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string description = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("evil", description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Public_address_stands_in_the_description_and_the_streams()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await StartAsync(
            folder, ("Http:PublicUrl", "https://shop.example/faq/"), ("DirectLine:Secrets:0", DirectLineCalls.Secret));
        (_, JsonElement description) = await service.Client.GetJsonAsync("openapi/v1.json");
        Assert.Equal("https://shop.example/faq", description.GetProperty("servers")[0].GetProperty("url").GetString());
        Assert.StartsWith(
            "wss://shop.example/faq/v3/directline/", (await service.Client.TalkAsync()).StreamUrl, StringComparison.Ordinal);
    }

    /// <summary>What the lines for the other proxies set is what the service reads.</summary>
    [Theory]
    [InlineData("Caddy", "reverse_proxy")]
    [InlineData("IIS", "<rewrite>")]
    [InlineData("Traefik", "loadBalancer")]
    public void Other_proxies_have_lines_in_the_documentation(string heading, string line) =>
        Assert.Contains(line, DocumentedProxy.Of(heading, new Uri("http://127.0.0.1:1")), StringComparison.Ordinal);

    private async Task<ServiceProcess> StartAsync(TemporaryFolder folder, params IEnumerable<(string Path, string Value)> options) =>
        await ServiceProcess.StartReadyAsync([("Storage:Path", await sample.CopyToAsync(folder.Path)), .. options]);

    private static HttpClient ClientOf(NginxServer nginx, string path = "/") =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(nginx.Address, path) };

    /// <summary>The three doors that are open to programs of this machine while there are no keys.</summary>
    private static async Task<(HttpStatusCode Messages, HttpStatusCode GenerateAnswer, HttpStatusCode Token)> DoorsAsync(HttpClient client)
    {
        const string activity = """
            {"type":"message","channelId":"emulator","serviceUrl":"http://127.0.0.1:1/","conversation":{"id":"c"},"from":{"id":"u"},"text":"hi"}
            """;
        return ((await Kiosk.SendAsync(client, "api/messages", activity)).Status,
            (await Kiosk.SendAsync(client, "qnamaker/knowledgebases/shop/generateAnswer", Question)).Status,
            (await client.DirectLineAsync("POST", "tokens/generate")).Status);
    }
}

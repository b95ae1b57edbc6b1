using System.Net;
using System.Text.Json;
using FaqBot.Tests.DirectLine;
using FaqBot.Tests.QnaMaker;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Limits;

/// <summary>How many requests one caller may send, and who is one caller.</summary>
public sealed class RateTests(SampleDatabase sample)
{
    [Fact]
    public async Task Address_beyond_its_rate_is_refused_in_each_apis_own_shape()
    {
        await using LimitedService service = await LimitedService.StartAsync(sample);
        Assert.InRange(await service.ExhaustAsync(), 10, 12);
        (string Method, string Path, Func<JsonElement, string?> Code, string Expected)[] doors =
        [
            ("POST", "/api/v1/ask", json => json.GetProperty("code").GetString(), "too_many_requests"),
            ("POST", "/api/v1/rank", json => json.GetProperty("code").GetString(), "too_many_requests"),
            ("POST", "/similarity", json => json.GetProperty("code").GetString(), "too_many_requests"),
            ("POST", "/api/messages", json => json.GetProperty("code").GetString(), "too_many_requests"),
            ("POST", "/v1/embeddings", json => json.GetProperty("error").GetProperty("code").GetString(), "rate_limit_exceeded"),
            ("POST", "/embed", json => json.GetProperty("error_type").GetString(), "Overloaded"),
            ("POST", $"/qnamaker/knowledgebases/{Kiosk.Id}/generateAnswer", json =>
                json.GetProperty("error").GetProperty("code").GetString(), "QuotaExceeded"),
            ("POST", $"/knowledgebases/{Kiosk.Id}/train", json =>
                json.GetProperty("error").GetProperty("code").GetString(), "QuotaExceeded"),
            ("POST", "/language/:query-text?api-version=2021-10-01", json =>
                json.GetProperty("error").GetProperty("code").GetString(), "TooManyRequests"),
            ("POST", "/v3/directline/tokens/generate", json =>
                json.GetProperty("error").GetProperty("code").GetString(), "TooManyRequests"),
        ];
        foreach ((string method, string path, Func<JsonElement, string?> code, string expected) in doors)
        {
            using HttpResponseMessage response = await RefusedAsync(service, method, path);
            JsonElement json = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(expected, code(json));
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Health_metrics_and_files_are_never_refused()
    {
        await using LimitedService service = await LimitedService.StartAsync(sample);
        await service.ExhaustAsync();
        foreach (string path in new[] { "/healthz", "/readyz", "/health", "/ping", "/metrics", "/", "/chat.js" })
        {
            for (int i = 0; i < 3; i++)
            {
                using HttpResponseMessage response = await service.SendAsync("GET", path);
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Right_keys_and_tokens_have_counts_of_their_own_and_wrong_ones_have_not()
    {
        await using LimitedService service = await LimitedService.StartAsync(sample);
        Talk talk = await service.Client.TalkAsync();
        await service.ExhaustAsync();
        using HttpResponseMessage api = await service.SendAsync("GET", "/v1/models", ("Authorization", $"Bearer {LimitedService.ApiKey}"));
        Assert.Equal(HttpStatusCode.OK, api.StatusCode);
        (HttpStatusCode asked, _, _) = await Kiosk.SendAsync(
            service.Client, $"qnamaker/knowledgebases/{Kiosk.Id}/generateAnswer", """{"question":"When does the counter open?"}""",
            ("Authorization", $"EndpointKey {service.EndpointKey}"));
        Assert.Equal(HttpStatusCode.OK, asked);
        using HttpResponseMessage wrong =
            await RefusedAsync(service, "GET", "/v1/models", ("Authorization", "Bearer a-key-that-somebody-made-up"));
        using HttpResponseMessage forged =
            await RefusedAsync(service, "POST", "/v3/directline/conversations", ("Authorization", $"Bearer {talk.Token}x"));

        // The token's own count: others' tokens count for themselves.
        HttpStatusCode last = HttpStatusCode.OK;
        for (int i = 0; i < 30 && last == HttpStatusCode.OK; i++)
        {
            last = (await talk.GetAsync()).Status;
        }

        (await talk.GetAsync()).Is(HttpStatusCode.TooManyRequests, "TooManyRequests");
        Assert.Equal(HttpStatusCode.OK, (await (await service.Client.TalkAsync()).GetAsync()).Status);
    }

    [Fact]
    public async Task Forwarded_address_of_a_stranger_is_not_believed()
    {
        await using LimitedService service = await LimitedService.StartAsync(sample);
        await service.ExhaustAsync();
        using HttpResponseMessage refused = await RefusedAsync(service, "GET", "/api/v1/kbs", ("X-Forwarded-For", "203.0.113.7"));
    }

    [Fact]
    public async Task Forwarded_address_of_a_trusted_proxy_is_who_counts()
    {
        await using LimitedService service =
            await LimitedService.StartAsync(sample, ("Http:TrustedProxies:0", "127.0.0.0/8"), ("Http:TrustedProxies:1", "::1"));
        Assert.InRange(await service.ExhaustAsync(("X-Forwarded-For", "203.0.113.7")), 10, 12);
        using HttpResponseMessage other = await service.SendAsync("GET", "/api/v1/kbs", ("X-Forwarded-For", "203.0.113.8"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        // What the client put before the proxy's own entry says nothing.
        using HttpResponseMessage forged =
            await RefusedAsync(service, "GET", "/api/v1/kbs", ("X-Forwarded-For", "203.0.113.99, 203.0.113.7"));

        // Who comes through a proxy is not this machine, whatever it calls itself.
        using HttpResponseMessage local = await service.SendAsync("POST", "/api/messages", ("X-Forwarded-For", "127.0.0.1"));
        Assert.Equal(HttpStatusCode.Forbidden, local.StatusCode);
    }

    /// <summary>Sends a request that is refused; one may be let through, as the count grows again.</summary>
    private static async Task<HttpResponseMessage> RefusedAsync(
        LimitedService service, string method, string path, params (string, string)[] headers)
    {
        HttpResponseMessage response = await service.SendAsync(method, path, headers);
        if (response.StatusCode != HttpStatusCode.TooManyRequests)
        {
            response.Dispose();
            response = await service.SendAsync(method, path, headers);
        }

        Assert.True(response.StatusCode == HttpStatusCode.TooManyRequests, $"{path}: {response.StatusCode}");
        return response;
    }
}

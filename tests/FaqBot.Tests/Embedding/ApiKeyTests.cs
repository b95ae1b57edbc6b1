using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Embedding;

/// <summary>Key, sites and limits that the options set.</summary>
public sealed class ApiKeyTests(SampleDatabase sample)
{
    private const string Key = "0123456789abcdef";
    private const string Site = "https://shop.example";

    [Fact]
    public async Task Key_closes_the_routes_that_encode_and_no_other()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Http:ApiKey", Key));
        (string Path, object Body)[] requests =
        [
            ("v1/embeddings", new { input = "a" }),
            ("embeddings", new { input = "a" }),
            ("embed", new { inputs = "a" }),
            ("tokenize", new { inputs = "a" }),
            ("similarity", new { sentence_a = "a", sentence_b = "b" }),
            ("api/v1/rank", new { query = "a", texts = new[] { "b" } }),
        ];
        foreach ((string path, object body) in requests)
        {
            foreach (string? wrong in new[] { null, Key + "0", "0123456789abcdeX" })
            {
                (HttpStatusCode refused, _) = await service.Client.PostJsonAsync(path, body, wrong);
                Assert.Equal((path, HttpStatusCode.Unauthorized), (path, refused));
            }

            (HttpStatusCode passed, JsonElement json) = await service.Client.PostJsonAsync(path, body, Key);
            Assert.True(passed == HttpStatusCode.OK, $"{path}: {json}");
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Client.GetJsonAsync("v1/models")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Client.GetJsonAsync("info")).Status);
        (_, JsonElement openAi) = await service.Client.PostJsonAsync("v1/embeddings", "{}");
        Assert.Equal("invalid_api_key", openAi.GetProperty("error").GetProperty("code").GetString());
        (_, JsonElement tei) = await service.Client.PostJsonAsync("embed", "{}");
        Assert.Contains("API key", tei.GetProperty("error").GetString(), StringComparison.Ordinal);
        (_, JsonElement own) = await service.Client.PostJsonAsync("similarity", "{}");
        Assert.Equal("unauthorized", own.GetProperty("code").GetString());
        foreach (string open in new[] { "health", "metrics", "similarity", "readyz" })
        {
            using HttpResponseMessage response =
                await service.Client.GetAsync(new Uri(open, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal((open, HttpStatusCode.OK), (open, response.StatusCode));
        }

        Assert.Equal("answer", (await service.Client.AskAsync("发票抬头写错了怎么办")).Decision);
        Assert.DoesNotContain(Key, service.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_site_may_call_from_a_browser_and_another_may_not()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Http:CorsOrigins:0", Site), ("Http:ApiKey", Key));
        foreach ((string origin, string? allowed) in new (string, string?)[] { (Site, Site), ("https://other.example", null) })
        {
            using HttpRequestMessage preflight = new(HttpMethod.Options, "similarity");
            preflight.Headers.Add("Origin", origin);
            preflight.Headers.Add("Access-Control-Request-Method", "POST");
            preflight.Headers.Add("Access-Control-Request-Headers", "content-type,authorization");
            using HttpResponseMessage offered = await service.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
            Assert.Equal(allowed, Allowed(offered));

            // Errors too, or a page could not read them.
            using HttpRequestMessage faulty =
                new(HttpMethod.Post, "similarity") { Content = new StringContent("{", null, "application/json") };
            faulty.Headers.Add("Origin", origin);
            faulty.Headers.Authorization = new("Bearer", Key);
            using HttpResponseMessage refused = await service.Client.SendAsync(faulty, TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.BadRequest, allowed), (refused.StatusCode, Allowed(refused)));
        }
    }

    [Fact]
    public async Task Nobody_elses_pages_may_call_by_default_and_the_size_of_a_body_is_an_option()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Http:MaxEmbeddingBodyBytes", "2048"));
        using HttpRequestMessage request = new(HttpMethod.Get, "readyz");
        request.Headers.Add("Origin", Site);
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Null(Allowed(response));
        (HttpStatusCode status, JsonElement json) = await service.Client.PostJsonAsync("embed", new { inputs = new string('x', 2100) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("The request body is too large.", json.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Wrong_values_are_reported_together()
    {
        await using ChildProcess service = ServiceProcess.Launch(
            ("Http:ApiKey", "short"), ("Http:CorsOrigins:0", "shop.example"), ("Http:CorsOrigins:1", Site + "/"),
                ("Http:MaxEmbeddingBodyBytes", "5"), ("Reranker:Folder", " "));
        Assert.Equal(2, await service.EndAsync());
        Assert.StartsWith("The options have 5 faults", service.Output, StringComparison.Ordinal);
        Assert.All(
            new[] { "ApiKey has 5 characters", "holds 'shop.example'", "holds 'https://shop.example/'", "MaxEmbeddingBodyBytes is 5",
                "FaqBot:Reranker: Folder is empty" },
            fault => Assert.Contains(fault, service.Output, StringComparison.Ordinal));
    }

    private static string? Allowed(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out IEnumerable<string>? values) ? values.Single() : null;
}

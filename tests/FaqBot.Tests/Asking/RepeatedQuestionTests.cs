using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class RepeatedQuestionTests(AskingService service)
{
    private static readonly Uri Route = new("api/v1/ask", UriKind.Relative);

    [Theory]
    [InlineData("""{"question":"发票抬头写错了怎么办？"}""")]
    [InlineData("""{"question":"抬头写错的发票要怎么改一改呀","top":5}""")]
    [InlineData("""{"question":"how high is the eiffel tower anyway"}""")]
    [InlineData("""{"question":"thanks a lot, you are great"}""")]
    [InlineData("""{"question":"我想退貨可以嗎","threshold":0.99}""")]
    [InlineData("""{"question":"When does the north branch open?","kb":"kiosk","filters":{"metadata":[{"name":"branch","value":"north"}]}}""")]
    public async Task Reply_to_the_same_body_is_the_same(string body)
    {
        List<JsonNode> replies = [];
        string[]? headers = null;
        HashSet<string> ids = [];
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage response = await PostAsync(body);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text), response.Content.Headers.ContentLength);
            JsonNode reply = JsonNode.Parse(text)!;
            Assert.True((double)reply["elapsedMs"]! > 0);
            reply["elapsedMs"] = 0;
            replies.Add(reply);
            string[] names = [.. response.Headers.Select(header => header.Key).Order(StringComparer.Ordinal)];
            Assert.Equal(headers ??= names, names);
            Assert.True(ids.Add(IdOf(response)));
        }

        // The second comes from the cache; all after it, members in their order, are as it is. Except for "cached", so is the first.
        string second = replies[1].ToJsonString();
        Assert.All(replies[2..], reply => Assert.Equal(second, reply.ToJsonString()));
        replies[0]["cached"] = replies[1]["cached"]!.DeepClone();
        Assert.Equal(second, replies[0].ToJsonString());
    }

    [Fact]
    public async Task Reply_to_the_same_body_by_other_ways_is_the_same()
    {
        const string Body = """{"question":"如何更改发票抬头","kb":"shop"}""";
        Func<HttpRequestMessage, HttpRequestMessage>[] ways =
        [
            request => request, request => request,
            request =>
            {
                request.Headers.TransferEncodingChunked = true;
                return request;
            },
            request =>
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "unknown");
                return request;
            },
            request =>
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=UTF-8");
                return request;
            },
            request =>
            {
                request.Headers.Add("Cookie", "a=b");
                return request;
            },
        ];
        HashSet<string> replies = [];
        for (int i = 0; i < 2 * ways.Length; i++)
        {
            using HttpRequestMessage request = ways[i % ways.Length](RequestOf(Body));
            using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            JsonNode reply = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            reply["elapsedMs"] = 0;
            reply["cached"] = false;
            replies.Add(reply.ToJsonString());
        }

        Assert.Single(replies);
    }

    [Theory]
    [InlineData("text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "zstd", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "gzip", HttpStatusCode.BadRequest)]
    public async Task Body_that_came_before_is_refused_where_its_headers_are_wrong(string type, string? encoding, HttpStatusCode expected)
    {
        const string Body = """{"question":"发票怎么开"}""";
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage fine = await PostAsync(Body);
            Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
        }

        using HttpRequestMessage request = RequestOf(Body);
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"question":""}""")]
    [InlineData("""{"question":"发票怎么开","top":99}""")]
    [InlineData("""{"question":"发票怎么开","kb":"nobody"}""")]
    [InlineData("""{"question":"发票怎么开" """)]
    public async Task Faulty_body_is_refused_every_time(string body)
    {
        HttpStatusCode? first = null;
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await PostAsync(body);
            Assert.InRange((int)response.StatusCode, 400, 499);
            Assert.Equal(first ?? response.StatusCode, response.StatusCode);
            Assert.NotEmpty(IdOf(response));
            first = response.StatusCode;
        }
    }

    private static string IdOf(HttpResponseMessage response) => response.Headers.GetValues("X-Request-Id").Single();

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using HttpRequestMessage request = RequestOf(body);
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>With its length, as browsers send it.</summary>
    private static HttpRequestMessage RequestOf(string body) => new(HttpMethod.Post, Route)
    {
        Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } },
    };
}

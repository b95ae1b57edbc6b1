using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Errors;

/// <summary>Bodies as HTTP may send them: in broken chunks, compressed, in other charsets, with a mark in front.</summary>
[Collection(ErrorCollection.Name)]
public sealed class BodyTests(ErrorService service)
{
    private const string Question = """{"question":"hello"}""";

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    public static TheoryData<string, string> JsonRoutes { get; } = new()
    {
        { "api/v1/ask", Question },
        { "api/v1/feedback", """{"question":"hello","kind":"notHelpful"}""" },
        { "similarity", """{"sentence_a":"a","sentence_b":"b"}""" },
        { "api/v1/rank", """{"query":"a","texts":["b"]}""" },
        { "embed", """{"inputs":"a"}""" },
        { "v1/embeddings", """{"input":"a"}""" },
        { "qnamaker/knowledgebases/chitchat/generateAnswer", Question },
        { "language/:query-knowledgebases?projectName=chitchat&api-version=2021-10-01", Question },
        { "v3/directline/tokens/generate", """{"user":{"id":"dl_1"}}""" },
    };

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF")]
    [InlineData("FFFFFFFF")]
    [InlineData("7FFFFFFFFFFFFFFF")]
    [InlineData("-1")]
    [InlineData("xyz")]
    [InlineData("")]
    [InlineData("5;" + "\u0001")]
    public async Task Chunk_of_an_impossible_size_is_a_fault_of_the_request(string size)
    {
        foreach (string path in new[] { "/api/v1/ask", "/similarity", "/v3/directline/tokens/generate", "/api/messages" })
        {
            string reply = await RawHttp.SendAsync(
                service.Process.Address,
                $"POST {path} HTTP/1.1\r\nHost: {service.Process.Address.Authority}\r\nContent-Type: application/json\r\n"
                + $"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{size}\r\n{Question}\r\n0\r\n\r\n");
            Assert.Matches("^HTTP/1.1 4(00|13|15) ", reply);
        }

        Assert.DoesNotContain("failed.", service.Process.Log, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(JsonRoutes))]
    public async Task Compressed_body_is_read(string path, string body)
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes(body);
        foreach (string encoding in new[] { "gzip", "deflate", "br" })
        {
            HttpStatusCode status = await StatusAsync(path, Compress(encoding, json), encoding: encoding);
            Assert.True(status < HttpStatusCode.BadRequest, $"{status}: {encoding} {path}");
        }
    }

    [Theory]
    [MemberData(nameof(JsonRoutes))]
    public async Task Bomb_is_refused_at_the_limit_of_the_route(string path, string body)
    {
        Assert.NotEmpty(body);
        byte[] bomb = Compress("gzip", new byte[100 * 1024 * 1024]);
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge, await StatusAsync(path, bomb[..Math.Min(bomb.Length, 60_000)], encoding: "gzip"));
    }

    [Theory]
    [InlineData("gzip", "no gzip at all")]
    [InlineData("deflate", "no zlib at all")]
    [InlineData("br", "no brotli at all")]
    public async Task Body_that_is_not_what_it_says_is_a_fault_of_the_request(string encoding, string bytes)
    {
        foreach (string path in new[] { "api/v1/ask", "v3/directline/tokens/generate", "api/messages" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(path, System.Text.Encoding.UTF8.GetBytes(bytes), encoding: encoding));
        }
    }

    [Theory]
    [InlineData("zstd", null)]
    [InlineData("gzip, gzip", null)]
    [InlineData(null, "gb18030")]
    [InlineData(null, "utf-16")]
    [InlineData(null, "\"iso-8859-1\"")]
    [InlineData(null, "no-such-charset")]
    public async Task Encoding_that_is_not_read_is_told(string? encoding, string? charset)
    {
        foreach (string path in new[] { "api/v1/ask", "embed", "v3/directline/tokens/generate", "api/messages" })
        {
            Assert.Equal(
                HttpStatusCode.UnsupportedMediaType,
                await StatusAsync(path, System.Text.Encoding.UTF8.GetBytes(Question), charset, encoding));
        }
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("UTF-8")]
    [InlineData("\"utf-8\"")]
    public async Task Charset_of_JSON_is_read(string charset) =>
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("api/v1/ask", System.Text.Encoding.UTF8.GetBytes(Question), charset));

    [Theory]
    [MemberData(nameof(JsonRoutes))]
    public async Task Byte_order_mark_is_accepted(string path, string body) => Assert.True(
        await StatusAsync(path, [.. Mark, .. System.Text.Encoding.UTF8.GetBytes(body)]) < HttpStatusCode.BadRequest);

    private static byte[] Compress(string encoding, byte[] bytes)
    {
        using MemoryStream packed = new();
        using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
            _ => new BrotliStream(packed, CompressionLevel.Fastest),
        })
        {
            packing.Write(bytes);
        }

        return packed.ToArray();
    }

    private async Task<HttpStatusCode> StatusAsync(string path, byte[] body, string? charset = null, string? encoding = null)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType =
            MediaTypeHeaderValue.Parse(charset is null ? "application/json" : $"application/json; charset={charset}");
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        using HttpResponseMessage response =
            await service.Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}

using System.Buffers.Binary;
using System.Text.Json.Nodes;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;
using Microsoft.AspNetCore.Http;

namespace FaqBot.Encoding.Tests.Remote;

/// <summary>What services send, right and wrong.</summary>
public sealed class RemoteReplyTests : RemoteEncoderTest
{
    private static readonly string[] ThreeTexts = ["a", "bb", "ccc"];

    [Fact]
    public async Task Request_has_the_shape_that_all_services_take()
    {
        await Encoder().EncodeAsync("怎么退货？<b>", Stop);
        EmbeddingServer.Asked asked = Assert.Single(Server.Requests);
        Assert.Equal("/v1/embeddings", asked.Path);
        Assert.Equal($"Bearer {Key}", asked.Authorization);
        Assert.Equal(["model", "input", "dimensions"], asked.Body.AsObject().Select(member => member.Key));
        Assert.Equal("text-embedding-3-large", asked.Body["model"]!.GetValue<string>());
        Assert.Equal(["怎么退货？<b>"], asked.Texts);
        Assert.Equal(4, asked.Body["dimensions"]!.GetValue<int>());
    }

    [Fact]
    public async Task Request_leaves_out_what_is_not_set()
    {
        Options.ApiKey = null;
        Options.SendDimensions = false;
        await Encoder().EncodeAsync("a", Stop);
        EmbeddingServer.Asked asked = Assert.Single(Server.Requests);
        Assert.Null(asked.Authorization);
        Assert.Null(asked.Body["dimensions"]);
    }

    [Fact]
    public async Task Reply_in_any_order_goes_by_index()
    {
        Server.Always = (context, asked) => context.Response.WriteAsync(EmbeddingServer.Reply(
            asked.Texts.Select((text, i) => EmbeddingServer.Item(i, EmbeddingServer.VectorOf(text, 4))).Reverse()).ToJsonString());
        await AssertThreeAsync();
    }

    [Fact]
    public async Task Reply_without_indexes_goes_by_place()
    {
        Server.Always = (context, asked) => context.Response.WriteAsync(EmbeddingServer.Reply(
            asked.Texts.Select(text =>
                (JsonNode)new JsonObject
                {
                    ["embedding"] =
                    new JsonArray([.. EmbeddingServer.VectorOf(text, 4).Select(value => JsonValue.Create(value))])
                })).ToJsonString());
        await AssertThreeAsync();
    }

    [Fact]
    public async Task Reply_in_base64_is_little_endian()
    {
        Server.Always = (context, asked) => context.Response.WriteAsync(EmbeddingServer.Reply(
            asked.Texts.Select((text, i) =>
                (JsonNode)new JsonObject { ["index"] = i, ["embedding"] = Base64(EmbeddingServer.VectorOf(text, 4)) })).ToJsonString());
        await AssertThreeAsync();
    }

    [Theory]
    [InlineData("""{"id":"as-1","object":"embedding_list","created":1,"data":[{"object":"embedding","embedding":[3,0,-4e0],"index":0}],"usage":{"prompt_tokens":2,"total_tokens":2}}""")]
    [InlineData("""{"data":[{"embedding":[0.3,0.0,-0.4],"index":0,"object":"embedding"}],"model":"text-embedding-v4","object":"list","usage":{"prompt_tokens":2,"total_tokens":2},"id":"x"}""")]
    public async Task Reply_of_Qianfan_and_DashScope_is_read(string body)
    {
        Options.Dimensions = 0;
        Server.Instead.Enqueue(EmbeddingServer.Status(200, body));
        Server.Instead.Enqueue(EmbeddingServer.Status(200, body));
        RemoteEncoder encoder = await ConnectAsync();
        Assert.Equal(3, encoder.Identity.Dimensions);
        AssertVector([0.6f, 0, -0.8f], await encoder.EncodeAsync("a", Stop));
    }

    [Theory]
    [InlineData("""{"data":[]}""", "it holds 0 vectors, expected 1; check Endpoint and Model")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2,3,4]},{"index":1,"embedding":[1,2,3,4]}]}""", "it holds 2 vectors, expected 1")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2,3]}]}""", "vector 0 has 3 components, expected 4; check Model and Dimensions")]
    [InlineData("""{"data":[{"index":0,"embedding":"AACAPwAAgD8="}]}""", "vector 0 has 2 components, expected 4")]
    [InlineData("""{"data":[{"index":0,"embedding":"AACAPwAAgD"}]}""", "vector 0 is neither a list of numbers nor base64 of them")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,"2",3,4]}]}""", "vector 0 is neither a list of numbers nor base64 of them")]
    [InlineData("""{"data":[{"index":0,"embedding":null}]}""", "vector 0 is neither a list")]
    [InlineData("""{"data":[7]}""", "vector 0 is neither a list")]
    [InlineData("""{"data":[{"index":1,"embedding":[1,2,3,4]}]}""", "vector 0 has the index 1, expected each of 0 to 0 once")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,null,3,4]}]}""", "vector 0 is zero or holds a number that is not finite")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,1e39,3,4]}]}""", "vector 0 is zero or holds a number that is not finite")]
    [InlineData("""{"data":[{"index":0,"embedding":"AADAfwAAgD8AAIA/AACAPw=="}]}""", "vector 0 is zero or holds a number that is not finite")]
    [InlineData("""{"data":[{"index":0,"embedding":[0,0,0,0]}]}""", "vector 0 is zero or holds a number that is not finite")]
    [InlineData("""{"data":[{"index":0,"embedding":[NaN,0,0,0]}]}""", "bytes are not JSON")]
    [InlineData("<html>Sign in</html>", "its 20 bytes are not JSON, expected an object with a list named data")]
    [InlineData("", "its 0 bytes are not JSON")]
    [InlineData("[]", "it holds no list named data")]
    [InlineData("""{"error_code":336003,"error_msg":"the max input number is 16","id":"as"}""", "it holds no list named data, expected an object with one; check Endpoint and Model; it says 'the max input number is 16' (336003)")]
    public async Task Reply_that_is_wrong_says_found_and_expected(string body, string expected)
    {
        Server.Instead.Enqueue(EmbeddingServer.Status(200, body));
        EncoderUnavailableException exception =
            await Assert.ThrowsAsync<EncoderUnavailableException>(() => Encoder().EncodeAsync("a", Stop).AsTask());
        Assert.StartsWith($"The encoding service {Server.Endpoint[7..]} gave a wrong reply: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2,3,4]},{"index":0,"embedding":[1,2,3,4]},{"index":2,"embedding":[1,2,3,4]}]}""", "vector 1 has the index 0, expected each of 0 to 2 once")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2,3,4]},{"index":1,"embedding":[1,2,3,4]},{"index":2,"embedding":[1,2,3]}]}""", "vector 2 has 3 components, expected 4")]
    public async Task Reply_for_several_texts_is_checked_for_each(string body, string expected)
    {
        Server.Instead.Enqueue(EmbeddingServer.Status(200, body));
        EncoderUnavailableException exception =
            await Assert.ThrowsAsync<EncoderUnavailableException>(() => Encoder().EncodeAsync(ThreeTexts, null, Stop));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reply_longer_than_vectors_can_be_is_not_read_to_its_end()
    {
        Server.Instead.Enqueue(async context =>
        {
            byte[] blanks = [.. Enumerable.Repeat((byte)' ', 1 << 16)];
            for (int i = 0; i < 1_000 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(blanks, context.RequestAborted);
            }
        });
        EncoderUnavailableException exception =
            await Assert.ThrowsAsync<EncoderUnavailableException>(() => Encoder().EncodeAsync("a", Stop).AsTask());
        Assert.Contains("sent more than vectors of that length can be", exception.Message, StringComparison.Ordinal);
    }

    private static string Base64(float[] vector)
    {
        byte[] bytes = new byte[vector.Length * 4];
        for (int i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), vector[i]);
        }

        return Convert.ToBase64String(bytes);
    }

    private async Task AssertThreeAsync()
    {
        float[] vectors = await Encoder().EncodeAsync(ThreeTexts, null, Stop);
        AssertVector([.. ThreeTexts.SelectMany(text => UnitVectorOf(text))], vectors);
        Assert.Single(Server.Requests);
    }
}

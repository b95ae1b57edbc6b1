using System.Buffers.Binary;
using System.Net;
using System.Numerics.Tensors;
using System.Text.Json;
using FaqBot.Tests.Embedding;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.OpenAi;

[Collection(EmbeddingCollection.Name)]
public sealed class EmbeddingsTests(EmbeddingService service)
{
    private const string Route = "v1/embeddings";

    [Fact]
    public async Task Text_is_encoded_as_the_encoder_does()
    {
        JsonElement reply = await service.Client.PostOkAsync(Route, new { input = "怎么退货", model = "text-embedding-3-small" });
        Assert.Equal(["object", "data", "model", "usage"], reply.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("list", "text-embedding-3-small"), (reply.GetProperty("object").GetString(), reply.GetProperty("model").GetString()));
        JsonElement item = Assert.Single(reply.GetProperty("data").EnumerateArray());
        Assert.Equal(("embedding", 0), (item.GetProperty("object").GetString(), item.GetProperty("index").GetInt32()));
        EmbeddingService.AssertNear(service.Encode("怎么退货"), item.GetProperty("embedding").Floats());
        int tokens = service.Encoder.Tokenize("怎么退货").Length;
        Assert.Equal(tokens, reply.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(tokens, reply.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Texts_and_tokens_give_the_same_vectors_in_order()
    {
        string[] texts = ["怎么退货", "a longer text about the moon and the tides", "x"];
        int[][] tokens = [.. texts.Select(text => service.Encoder.Tokenize(text))];
        JsonElement ofTexts = await service.Client.PostOkAsync(Route, new { input = texts });
        JsonElement ofTokens = await service.Client.PostOkAsync(Route, new { input = tokens });
        JsonElement ofOne = await service.Client.PostOkAsync(Route, new { input = tokens[0] });
        for (int i = 0; i < texts.Length; i++)
        {
            EmbeddingService.AssertNear(service.Encode(texts[i]), Vector(ofTexts, i));
            EmbeddingService.AssertNear(Vector(ofTexts, i), Vector(ofTokens, i));
        }

        EmbeddingService.AssertNear(Vector(ofTexts, 0), Vector(ofOne, 0));
    }

    [Fact]
    public async Task Base64_holds_the_same_numbers()
    {
        JsonElement numbers = await service.Client.PostOkAsync(Route, new { input = "怎么退货", encoding_format = "float" });
        JsonElement base64 = await service.Client.PostOkAsync(Route, new { input = "怎么退货", encoding_format = "base64" });
        byte[] bytes = base64.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        float[] vector =
            [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * 4)))];
        Assert.Equal(Vector(numbers, 0), vector);
    }

    [Fact]
    public async Task Dimensions_keep_the_beginning_at_unit_length()
    {
        float[] whole = service.Encode("怎么退货")[..64];
        float[] shortened = Vector(await service.Client.PostOkAsync(Route, new { input = "怎么退货", dimensions = 64 }), 0);
        Assert.Equal(1, TensorPrimitives.Norm<float>(shortened), 1e-5f);
        TensorPrimitives.Divide(whole, TensorPrimitives.Norm<float>(whole), whole);
        EmbeddingService.AssertNear(whole, shortened);
    }

    [Theory]
    [InlineData("{}", "input", "input: Missing; expected a text")]
    [InlineData("""{"input":""}""", "input", "The text is empty.")]
    [InlineData("""{"input":[]}""", "input", "The list is empty.")]
    [InlineData("""{"input":["a",""]}""", "input[1]", "The text is empty.")]
    [InlineData("""{"input":["a",true]}""", "input[1]", "Found true, expected a text or a list of tokens.")]
    [InlineData("""{"input":[[1,2],[]]}""", "input[1]", "Found 0 tokens")]
    [InlineData("""{"input":[1,-2]}""", "input", "Token 1 is none of this model's")]
    [InlineData("""{"input":[[9999999]]}""", "input[0]", "expected a whole number from 0 to")]
    [InlineData("""{"input":{"text":"a"}}""", "input", "Found object")]
    [InlineData("""{"input":"a","encoding_format":"int8"}""", "encoding_format", "expected float or base64")]
    [InlineData("""{"input":"a","dimensions":385}""", "dimensions", "expected a whole number from 1 to 384")]
    [InlineData("""{"input":"a","dimensions":0}""", "dimensions", "expected a whole number from 1 to 384")]
    [InlineData("""{"input":"a","model":5}""", "model", "Found number, expected a text.")]
    [InlineData("""{"input":"\ud800"}""", "input", "not valid Unicode")]
    [InlineData("{", null, "not valid JSON")]
    public async Task Fault_has_the_shape_of_the_api(string body, string? param, string message)
    {
        (HttpStatusCode status, JsonElement json) = await service.Client.PostJsonAsync(Route, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        JsonElement error = Assert.Single(json.EnumerateObject()).Value;
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task Faults_are_reported_together()
    {
        (_, JsonElement json) = await service.Client.PostJsonAsync(Route, """{"input":["",1],"dimensions":"x","encoding_format":"y","truncate":1}""");
        string message = json.GetProperty("error").GetProperty("message").GetString()!;
        Assert.All(new[] { "input[0]:", "input[1]:", "dimensions:", "encoding_format:", "truncate:" }, part =>
            Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_beyond_the_model_is_refused_or_cut_when_asked()
    {
        string text = string.Concat(Enumerable.Repeat("发票 ", 600));
        (HttpStatusCode status, JsonElement json) = await service.Client.PostJsonAsync(Route, new { input = new[] { "a", text } });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("context_length_exceeded", json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("input[1]", json.GetProperty("error").GetProperty("param").GetString());
        JsonElement cut = await service.Client.PostOkAsync(Route, new { input = text, truncate = true });
        EmbeddingService.AssertNear(service.Encode(text), Vector(cut, 0));
        Assert.Equal(512, cut.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task List_is_limited()
    {
        (HttpStatusCode status, JsonElement json) = await service.Client.PostJsonAsync(Route, new { input = Enumerable.Repeat("a", 2049) });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Found 2049 texts, expected at most 2048.", json.GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
        JsonElement most = await service.Client.PostOkAsync(Route, new { input = Enumerable.Repeat("a", 2048), dimensions = 1 });
        Assert.Equal(2048, most.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Tokens_of_a_request_are_limited()
    {
        string text = string.Concat(Enumerable.Repeat("a ", 600));
        (HttpStatusCode status, JsonElement json) =
            await service.Client.PostJsonAsync(Route, new { input = Enumerable.Repeat(text, 600), truncate = true });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Found 307200 tokens, expected at most 300000", json.GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_is_limited_beyond_that_of_questions()
    {
        await service.Client.PostOkAsync(Route, new { input = "a", user = new string('x', 100_000) });
        (HttpStatusCode status, JsonElement json) =
            await service.Client.PostJsonAsync(Route, new { input = "a", user = new string('x', 2 * 1024 * 1024) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("body_too_large", json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Models_are_listed_and_shown()
    {
        (HttpStatusCode listed, JsonElement list) = await service.Client.GetJsonAsync("v1/models");
        JsonElement card = Assert.Single(list.GetProperty("data").EnumerateArray());
        Assert.Equal((HttpStatusCode.OK, "list"), (listed, list.GetProperty("object").GetString()));
        Assert.Equal(("faqbot-e5-small-zh-en", "model"), (card.GetProperty("id").GetString(), card.GetProperty("object").GetString()));
        (HttpStatusCode shown, JsonElement same) = await service.Client.GetJsonAsync("v1/models/faqbot-e5-small-zh-en");
        Assert.Equal((HttpStatusCode.OK, card.GetRawText()), (shown, same.GetRawText()));
        (HttpStatusCode unknown, JsonElement error) = await service.Client.GetJsonAsync("v1/models/openai/other");
        Assert.Equal((HttpStatusCode.NotFound, "model_not_found"), (unknown, error.GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("v1/embeddings", HttpStatusCode.MethodNotAllowed)]
    public async Task Route_errors_have_the_shape_of_the_api(string path, HttpStatusCode expected)
    {
        (HttpStatusCode status, JsonElement json) = await service.Client.GetJsonAsync(path);
        Assert.Equal(expected, status);
        Assert.False(string.IsNullOrEmpty(json.GetProperty("error").GetProperty("message").GetString()));
    }

    private static float[] Vector(JsonElement reply, int index) => reply.GetProperty("data")[index].GetProperty("embedding").Floats();
}

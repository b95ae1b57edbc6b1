using System.Globalization;
using System.Net;
using System.Numerics.Tensors;
using System.Text.Json;
using FaqBot.Tests.Embedding;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Tei;

[Collection(EmbeddingCollection.Name)]
public sealed class TeiTests(EmbeddingService service)
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("发票 ", 600));

    [Fact]
    public async Task Vectors_are_always_nested()
    {
        JsonElement one = await service.Client.PostOkAsync("embed", new { inputs = "怎么退货" });
        EmbeddingService.AssertNear(service.Encode("怎么退货"), Assert.Single(one.EnumerateArray()).Floats());
        JsonElement mixed =
            await service.Client.PostOkAsync("embed", new { inputs = new object[] { "x", service.Encoder.Tokenize("怎么退货") } });
        Assert.Equal(2, mixed.GetArrayLength());
        EmbeddingService.AssertNear(service.Encode("怎么退货"), mixed[1].Floats());
    }

    [Fact]
    public async Task Vector_has_unit_length_unless_told()
    {
        float[] plain = (await service.Client.PostOkAsync("embed", new { inputs = "怎么退货", normalize = false }))[0].Floats();
        float length = TensorPrimitives.Norm<float>(plain);
        EmbeddingService.AssertNear(service.Encode("怎么退货"), [.. plain.Select(component => component / length)]);
        float[] normal = (await service.Client.PostOkAsync("embed", new { inputs = "怎么退货", dimensions = 8 }))[0].Floats();
        Assert.Equal(1, TensorPrimitives.Norm<float>(normal), 1e-5f);
        float[] cut = (await service.Client.PostOkAsync("embed", new { inputs = "怎么退货", dimensions = 8, normalize = false }))[0].Floats();
        EmbeddingService.AssertNear(plain[..8], cut);
    }

    [Fact]
    public async Task Root_encodes_and_knows_errors()
    {
        JsonElement found = await service.Client.PostOkAsync("", new { inputs = "怎么退货" });
        EmbeddingService.AssertNear(service.Encode("怎么退货"), Assert.Single(found.EnumerateArray()).Floats());
        await AssertErrorAsync("", """{"inputs":[]}""", HttpStatusCode.BadRequest, "Empty", "The list is empty.");
    }

    [Theory]
    [InlineData("embed", """{"inputs":"怎么退货"}""")]
    [InlineData("v1/embeddings", """{"input":"怎么退货"}""")]
    [InlineData("similarity", """{"inputs":{"source_sentence":"怎么","sentences":["退货"]}}""")]
    public async Task Times_are_told_in_headers(string route, string body)
    {
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response =
            await service.Client.PostAsync(new Uri(route, UriKind.Relative), content, TestContext.Current.CancellationToken);
        string Header(string name) => response.Headers.GetValues(name).Single();
        Assert.Equal(("cpu", "4"), (Header("x-compute-type"), Header("x-compute-characters")));
        Assert.InRange(int.Parse(Header("x-compute-tokens"), CultureInfo.InvariantCulture), 3, 12);
        Assert.Equal(Header("x-compute-time"), Header("x-total-time"));
        Assert.All(
            new[] { "x-total-time", "x-tokenization-time", "x-queue-time", "x-inference-time" },
            name => Assert.InRange(int.Parse(Header(name), CultureInfo.InvariantCulture), 0, 60_000));
    }

    [Fact]
    public async Task Long_text_is_cut_unless_told()
    {
        JsonElement cut = await service.Client.PostOkAsync("embed", new { inputs = Long });
        EmbeddingService.AssertNear(service.Encode(Long), cut[0].Floats());
        await AssertErrorAsync("embed", JsonSerializer.Serialize(new { inputs = Long, truncate = false }),
            HttpStatusCode.UnprocessableEntity, "Validation", "more than 512 tokens");
    }

    [Fact]
    public async Task Long_text_loses_its_beginning_if_told()
    {
        const string End = " 我想知道怎么退货";
        int[] whole = Whole(Long + End);
        int[] end = [whole[0], .. whole[^511..]];
        Assert.Equal(512, end.Length);
        JsonElement expected = await service.Client.PostOkAsync("embed", new { inputs = new[] { end } });
        object[] bodies =
        [
            new { inputs = Long + End, truncation_direction = "Left" },
            new { inputs = new[] { whole }, truncation_direction = "Left", truncate = true },
        ];
        foreach (object body in bodies)
        {
            EmbeddingService.AssertNear(expected[0].Floats(), (await service.Client.PostOkAsync("embed", body))[0].Floats());
        }

        Assert.NotEqual(service.Encode(Long + End), expected[0].Floats());
        await AssertErrorAsync("embed", JsonSerializer.Serialize(new { inputs = Long, truncation_direction = "Left", truncate = false }),
            HttpStatusCode.UnprocessableEntity, "Validation", "more than 512 tokens");
    }

    private int[] Whole(string text)
    {
        int[] ids = new int[4096];
        return ids[..service.Encoder.Tokenizer.EncodeForModel(service.Encoder.Prepare(text), ids)];
    }

    [Fact]
    public async Task Similarity_is_told_from_ours_by_its_shape()
    {
        string[] sentences = ["how do I return an item", "the moon"];
        JsonElement reply = await service.Client.PostOkAsync("similarity", new { inputs = new { source_sentence = "怎么退货", sentences } });
        float[] expected = [.. sentences.Select(text => TensorPrimitives.Dot(service.Encode("怎么退货"), service.Encode(text)))];
        EmbeddingService.AssertNear(expected, reply.Floats());
    }

    [Fact]
    public async Task Tokens_have_their_place_in_the_text()
    {
        JsonElement[] tokens = [.. (await service.Client.PostOkAsync("tokenize", new { inputs = "Hello ＡＢ 发票" }))[0].EnumerateArray()];
        Assert.Equal(service.Encoder.Tokenize("Hello ＡＢ 发票"), tokens.Select(token => token.GetProperty("id").GetInt32()));
        Assert.Equal(["id", "text", "special", "start", "stop"], tokens[0].EnumerateObject().Select(member => member.Name));
        Assert.True(tokens[0].GetProperty("special").GetBoolean() && tokens[^1].GetProperty("special").GetBoolean());
        Assert.Equal(JsonValueKind.Null, tokens[0].GetProperty("start").ValueKind);
        string[] pieces =
        [
            .. tokens.Where(token => token.GetProperty("start").ValueKind == JsonValueKind.Number)
                .Select(token => "Hello ＡＢ 发票"[token.GetProperty("start").GetInt32()..token.GetProperty("stop").GetInt32()]),
        ];
        Assert.Equal("HelloＡＢ发票", string.Concat(pieces));
        JsonElement plain = await service.Client.PostOkAsync("tokenize", new { inputs = new[] { "Hello" }, add_special_tokens = false });
        Assert.DoesNotContain(plain[0].EnumerateArray(), token => token.GetProperty("special").GetBoolean());
    }

    [Fact]
    public async Task Tokens_are_decoded()
    {
        int[] ids = service.Encoder.Tokenize("怎么退货");
        JsonElement text = await service.Client.PostOkAsync("decode", new { ids });
        Assert.Equal("怎么退货", Assert.Single(text.EnumerateArray()).GetString());
        JsonElement texts = await service.Client.PostOkAsync("decode", new { ids = new[] { ids, ids }, skip_special_tokens = false });
        Assert.Equal(["<s>怎么退货</s>", "<s>怎么退货</s>"], texts.EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task Info_names_model_and_limits()
    {
        (HttpStatusCode status, JsonElement info) = await service.Client.GetJsonAsync("info");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("faqbot-e5-small-zh-en", info.GetProperty("model_id").GetString());
        Assert.Equal("mean", info.GetProperty("model_type").GetProperty("embedding").GetProperty("pooling").GetString());
        Assert.Equal(512, info.GetProperty("max_input_length").GetInt32());
        Assert.Equal(2048, info.GetProperty("max_client_batch_size").GetInt32());
        Assert.True(info.GetProperty("auto_truncate").GetBoolean());
    }

    [Theory]
    [InlineData("health")]
    [InlineData("ping")]
    public async Task Health_is_empty(string path)
    {
        using HttpResponseMessage response =
            await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("embed", """{"inputs":[]}""", HttpStatusCode.BadRequest, "Empty", "The list is empty.")]
    [InlineData("embed", """{"inputs":["a",""]}""", HttpStatusCode.BadRequest, "Empty", "inputs[1]: The text is empty.")]
    [InlineData("embed", """{"input":"a"}""", HttpStatusCode.UnprocessableEntity, "Validation", "inputs: Missing")]
    [InlineData("embed", """{"inputs":"a","normalize":"yes"}""", HttpStatusCode.UnprocessableEntity, "Validation", "normalize: Found string, expected true or false.")]
    [InlineData("embed", """{"inputs":"a","prompt_name":"query"}""", HttpStatusCode.UnprocessableEntity, "Validation", "prompt_name: Found an unknown prompt; this model has none.")]
    [InlineData("embed", """{"inputs":"a","dimensions":999}""", HttpStatusCode.UnprocessableEntity, "Validation", "dimensions:")]
    [InlineData("embed", "{", HttpStatusCode.UnprocessableEntity, "Validation", "not valid JSON")]
    [InlineData("embed_all", """{"inputs":"a"}""", HttpStatusCode.FailedDependency, "Backend", "vectors of whole texts only")]
    [InlineData("predict", """{"inputs":"a"}""", HttpStatusCode.FailedDependency, "Backend", "no classifier")]
    [InlineData("embed", """{"inputs":"a","truncation_direction":"Up"}""", HttpStatusCode.UnprocessableEntity, "Validation", "expected Left or Right")]
    [InlineData("embed_sparse", """{"inputs":"a"}""", HttpStatusCode.FailedDependency, "Backend", "SPLADE")]
    [InlineData("rerank", """{"query":"a","texts":["b"]}""", HttpStatusCode.FailedDependency, "Backend", "FaqBot:Reranker:Folder")]
    [InlineData("rerank", """{"query":"","texts":3}""", HttpStatusCode.UnprocessableEntity, "Validation", "texts: Found number")]
    [InlineData("similarity", """{"inputs":{"source_sentence":"a","sentences":[]}}""", HttpStatusCode.BadRequest, "Empty", "sentences: The list is empty.")]
    [InlineData("similarity", """{"inputs":"a"}""", HttpStatusCode.UnprocessableEntity, "Validation", "inputs: Found string, expected an object.")]
    [InlineData("tokenize", """{"inputs":[[1]]}""", HttpStatusCode.UnprocessableEntity, "Validation", "Found array, expected a text.")]
    [InlineData("decode", """{"ids":["a"]}""", HttpStatusCode.UnprocessableEntity, "Validation", "ids: Found a text")]
    [InlineData("decode", """{"ids":[[-1]]}""", HttpStatusCode.UnprocessableEntity, "Validation", "ids[0]: Token 0")]
    public Task Fault_has_the_shape_of_the_api(string route, string body, HttpStatusCode status, string type, string message) =>
        AssertErrorAsync(route, body, status, type, message);

    [Fact]
    public Task Batch_is_limited() => AssertErrorAsync(
        "embed", JsonSerializer.Serialize(new { inputs = Enumerable.Repeat("a", 2049) }), HttpStatusCode.RequestEntityTooLarge,
            "Validation", "Found 2049 texts");

    [Fact]
    public async Task Wrong_verb_has_the_shape_of_the_api()
    {
        (HttpStatusCode status, JsonElement json) = await service.Client.GetJsonAsync("embed");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "Validation"), (status, json.GetProperty("error_type").GetString()));
    }

    private async Task AssertErrorAsync(string route, string body, HttpStatusCode status, string type, string message)
    {
        (HttpStatusCode found, JsonElement json) = await service.Client.PostJsonAsync(route, body);
        Assert.True(status == found, $"{found}: {json}");
        Assert.Equal(["error", "error_type"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(type, json.GetProperty("error_type").GetString());
        Assert.Contains(message, json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }
}

using System.Net;
using System.Numerics.Tensors;
using System.Text.Json;
using FaqBot.Tests.Embedding;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Similarity;

[Collection(EmbeddingCollection.Name)]
public sealed class RankTests(EmbeddingService service)
{
    private static readonly string[] Texts = ["怎么修改收货地址", "多久发货", "how do I get my money back", "怎么申请退货", "发票抬头写错了"];

    [Fact]
    public async Task Texts_come_best_first()
    {
        JsonElement reply = await service.Client.PostOkAsync("api/v1/rank", new { query = "我要退款", texts = Texts });
        JsonElement[] results = [.. reply.GetProperty("results").EnumerateArray()];
        Assert.Equal(Texts.Length, results.Length);
        double[] cosines = [.. results.Select(result => result.GetProperty("cosine").GetDouble())];
        Assert.Equal(cosines.OrderDescending(), cosines);
        Assert.All(results, result => Assert.Equal(Texts[result.GetProperty("index").GetInt32()], result.GetProperty("text").GetString()));
        Assert.Contains(results[0].GetProperty("index").GetInt32(), new[] { 2, 3 });
    }

    [Fact]
    public async Task Several_queries_count_as_their_mean()
    {
        string[] queries = ["退款", "发票"];
        float[] mean = service.Encode(queries[0]);
        TensorPrimitives.Add(mean, service.Encode(queries[1]), mean);
        TensorPrimitives.Divide(mean, TensorPrimitives.Norm<float>(mean), mean);
        (int Index, float Cosine)[] expected =
        [
            .. Texts.Select((text, index) => (index, TensorPrimitives.Dot(mean, service.Encode(text))))
                .OrderByDescending(pair => pair.Item2).Take(2),
        ];
        JsonElement reply = await service.Client.PostOkAsync("api/v1/rank", new { queries, texts = Texts, top = 2, returnTexts = false });
        JsonElement[] results = [.. reply.GetProperty("results").EnumerateArray()];
        Assert.Equal(expected.Select(pair => pair.Index), results.Select(result => result.GetProperty("index").GetInt32()));
        Assert.All(expected.Zip(results), pair => Assert.Equal(pair.First.Cosine, pair.Second.GetProperty("cosine").GetSingle(), 0.001f));
        Assert.All(results, result => Assert.Equal(JsonValueKind.Null, result.GetProperty("text").ValueKind));
    }

    [Fact]
    public async Task Faults_are_reported_together()
    {
        (HttpStatusCode status, JsonElement problem) = await service.Client.PostJsonAsync(
            "api/v1/rank", """{"query":"a","queries":[],"texts":[1,""],"top":0,"returnTexts":"x","z":1}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            ["queries", "query", "returnTexts", "texts[0]", "texts[1]", "top", "z"],
            problem.GetProperty("errors").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"texts":["a"]}""", "query")]
    [InlineData("""{"query":"a"}""", "texts")]
    [InlineData("""{"query":"a","texts":"b"}""", "texts")]
    [InlineData("""{"query":"a","texts":[]}""", "texts")]
    [InlineData("""{"query":7,"texts":["a"]}""", "query")]
    public async Task Missing_part_is_named(string body, string field)
    {
        (HttpStatusCode status, JsonElement problem) = await service.Client.PostJsonAsync("api/v1/rank", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(member => member.Name));
    }
}

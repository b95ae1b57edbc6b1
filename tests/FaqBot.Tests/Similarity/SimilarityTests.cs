using System.Net;
using System.Text.Json;
using FaqBot.Tests.Embedding;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Similarity;

[Collection(EmbeddingCollection.Name)]
public sealed class SimilarityTests(EmbeddingService service)
{
    private const string Invoice = "发票抬头写错了怎么办";

    [Fact]
    public async Task Reply_has_the_documented_shape()
    {
        JsonElement reply = await service.Client.PostOkAsync("similarity", new { sentence_a = Invoice, sentence_b = "發票抬頭打錯了" });
        Assert.Equal(
            ["sentence_a", "sentence_b", "similarity", "level", "cosine", "truncated", "status", "model", "max_tokens", "elapsed_ms"],
            reply.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Invoice, reply.GetProperty("sentence_a").GetString());
        Assert.Equal("ok", reply.GetProperty("status").GetString());
        Assert.Equal("very_high", reply.GetProperty("level").GetString());
        Assert.False(reply.GetProperty("truncated").GetBoolean());
        Assert.Equal(512, reply.GetProperty("max_tokens").GetInt32());
    }

    [Theory]
    [InlineData(Invoice, Invoice, 1, 1)]
    [InlineData("ＡＢＣ　123", "ABC 123", 1, 1)]
    [InlineData(Invoice, "wrong title on my invoice", 0.6, 0.9)]
    [InlineData(Invoice, "今天天气怎么样", 0, 0.1)]
    [InlineData("How do I return an item?", "The moon orbits the earth.", 0, 0.1)]
    public async Task Similarity_is_low_for_unrelated_and_high_for_equal_meaning(string first, string second, double least, double most)
    {
        JsonElement reply = await service.Client.PostOkAsync("similarity", new { sentence_a = first, sentence_b = second });
        Assert.InRange(reply.GetProperty("similarity").GetDouble(), least, most);
    }

    [Fact]
    public async Task Cosine_is_that_of_the_answer()
    {
        Reply answer = await service.Client.AskAsync("發票抬頭打錯了");
        JsonElement reply =
            await service.Client.PostOkAsync("similarity", new { sentence_a = "發票抬頭打錯了", sentence_b = answer.Answer!.Question });
        Assert.Equal(answer.Cosine, reply.GetProperty("cosine").GetDouble(), 0.0002);
    }

    [Fact]
    public async Task Pairs_and_one_against_many_give_what_single_requests_give()
    {
        string[] others = ["wrong title on my invoice", "今天天气怎么样", Invoice];
        List<string> single = [];
        foreach (string other in others)
        {
            single.Add((await service.Client.PostOkAsync("similarity", new { sentence_a = Invoice, sentence_b = other }))
                .GetProperty("similarity").GetRawText());
        }

        JsonElement many = await service.Client.PostOkAsync("similarity", new { sentence_a = Invoice, sentences = others });
        JsonElement pairs = await service.Client.PostOkAsync(
            "similarity", new { pairs = others.Select(other => new { sentence_a = Invoice, sentence_b = other }) });
        Assert.Equal(single, Similarities(many));
        Assert.Equal(single, Similarities(pairs));
        Assert.Equal(others, many.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("sentence_b").GetString()));
        Assert.Equal("ok", pairs.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Sentence_beyond_the_model_is_cut_and_the_reply_says_so()
    {
        string start = string.Concat(Enumerable.Repeat("发票 ", 600));
        JsonElement reply = await service.Client.PostOkAsync("similarity", new { sentence_a = start + "一", sentence_b = start + "二" });
        Assert.True(reply.GetProperty("truncated").GetBoolean());
        Assert.Equal(1, reply.GetProperty("similarity").GetDouble());
    }

    [Theory]
    [InlineData("{}", "sentence_a", "Missing; expected a sentence.", "empty_input")]
    [InlineData("""{"sentence_a":"a","sentence_b":""}""", "sentence_b", "no visible character", "empty_input")]
    [InlineData("""{"sentence_a":"a","sentence_b":" \u200b"}""", "sentence_b", "no visible character", "empty_input")]
    [InlineData("""{"sentence_a":"a","sentence_b":5}""", "sentence_b", "Found number, expected a text.", "invalid_request")]
    [InlineData("""{"sentence_a":"a","sentence_b":"\ud800"}""", "sentence_b", "not valid Unicode", "invalid_request")]
    [InlineData("""{"sentence_a":"a","sentenceB":"b"}""", "sentenceB", "Unknown; known are sentence_a,", "invalid_request")]
    [InlineData("""{"sentence_a":"a","sentences":[]}""", "sentences", "The list is empty.", "empty_input")]
    [InlineData("""{"sentence_a":"a","sentences":["b",7]}""", "sentences[1]", "Found number, expected a text.", "invalid_request")]
    [InlineData("""{"sentence_a":"a","sentences":["b",""]}""", "sentences[1]", "The text is empty.", "empty_input")]
    [InlineData("""{"pairs":[]}""", "pairs", "The list is empty.", "empty_input")]
    [InlineData("""{"pairs":[{"sentence_a":"a"}]}""", "pairs[0].sentence_b", "Missing", "empty_input")]
    [InlineData("""{"pairs":[{"sentence_a":"a","sentence_b":"b"}],"sentence_a":"c"}""", "sentence_a", "Found beside pairs", "invalid_request")]
    [InlineData("[]", "", "Found array, expected an object", "invalid_request")]
    [InlineData("{", "", "not valid JSON (line 1, byte 2)", "invalid_request")]
    public async Task Wrong_input_gets_a_code_and_a_message(string body, string field, string fault, string code)
    {
        (HttpStatusCode status, JsonElement problem) = await service.Client.PostJsonAsync("similarity", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(problem.GetProperty("errors").GetProperty(field).EnumerateArray(), one =>
            one.GetString()!.Contains(fault, StringComparison.Ordinal));
        Assert.Contains(fault, problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        if (body != "{}")
        {
            Assert.Equal(code, problem.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Faults_are_reported_together()
    {
        (_, JsonElement problem) = await service.Client.PostJsonAsync("similarity", """{"pairs":[{"sentence_a":"","sentence_b":1},2],"sentence_b":"x","z":0}""");
        Assert.Equal(
            ["pairs[0].sentence_a", "pairs[0].sentence_b", "pairs[1]", "sentence_b", "z"],
            problem.GetProperty("errors").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Too_many_pairs_are_refused()
    {
        (HttpStatusCode status, JsonElement problem) = await service.Client.PostJsonAsync(
            "similarity", new { sentence_a = "a", sentences = Enumerable.Repeat("b", 1025) });
        Assert.Equal((HttpStatusCode.BadRequest, "too_many_texts"), (status, problem.GetProperty("code").GetString()));
        Assert.Contains("Found 1025 texts, expected at most 1024.", problem.GetRawText(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Similarities(JsonElement list) =>
        list.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("similarity").GetRawText());
}

using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class ReplyShapeTests(AskingService service)
{
    [Fact]
    public async Task Answer_has_every_member()
    {
        JsonElement reply = await AskRawAsync(new { question = "发票抬头写错了怎么办" });
        AssertMembers(reply);
        Assert.Equal("answer", reply.GetProperty("decision").GetString());
        JsonElement answer = reply.GetProperty("answer");
        AssertNames(["entryId", "text", "format", "question", "metadata", "prompts", "language"], answer);
        Assert.Equal("invoice-title-wrong", answer.GetProperty("entryId").GetString());
        Assert.Equal("markdown", answer.GetProperty("format").GetString());
        Assert.Equal("发票抬头写错了怎么办？", answer.GetProperty("question").GetString());
        Assert.Equal("""{"category":"invoice"}""", answer.GetProperty("metadata").GetRawText());
        Assert.Equal(2, answer.GetProperty("prompts").GetArrayLength());
        Assert.All(
            answer.GetProperty("prompts").EnumerateArray(), prompt => AssertNames(["text", "entryId", "question", "language"], prompt));
        Assert.Empty(reply.GetProperty("suggestions").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, reply.GetProperty("message").ValueKind);
    }

    [Fact]
    public async Task Suggestions_have_every_member()
    {
        JsonElement reply = await AskRawAsync(new { question = "我想退货", threshold = 0.9999 });
        AssertMembers(reply);
        Assert.Equal("suggestions", reply.GetProperty("decision").GetString());
        Assert.Equal(JsonValueKind.Null, reply.GetProperty("answer").ValueKind);
        Assert.Equal(JsonValueKind.Null, reply.GetProperty("message").ValueKind);
        JsonElement[] suggestions = [.. reply.GetProperty("suggestions").EnumerateArray()];
        Assert.InRange(suggestions.Length, 1, 4);
        Assert.All(suggestions, suggestion => AssertNames(["entryId", "question", "confidence", "language"], suggestion));
        Assert.Equal(reply.GetProperty("confidence").GetDouble(), suggestions[0].GetProperty("confidence").GetDouble());
    }

    [Fact]
    public async Task No_match_has_every_member()
    {
        JsonElement reply = await AskRawAsync(new { question = "埃菲尔铁塔有多高", top = 2 });
        AssertMembers(reply);
        Assert.Equal("noMatch", reply.GetProperty("decision").GetString());
        Assert.Equal(JsonValueKind.Null, reply.GetProperty("answer").ValueKind);
        Assert.Empty(reply.GetProperty("suggestions").EnumerateArray());
        Assert.StartsWith("抱歉", reply.GetProperty("message").GetString(), StringComparison.Ordinal);
        JsonElement alternative = Assert.Single(reply.GetProperty("alternatives").EnumerateArray());
        AssertNames(["entryId", "question", "confidence", "language"], alternative);
    }

    [Fact]
    public async Task Reply_is_utf8_json_with_readable_chinese()
    {
        using HttpResponseMessage response = await service.Client.PostAskAsync(new { question = "发票抬头写错了怎么办" });
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("发票中心", text, StringComparison.Ordinal);
        Assert.DoesNotContain('<', text);
    }

    private async Task<JsonElement> AskRawAsync(object body)
    {
        using HttpResponseMessage response = await service.Client.PostAskAsync(body);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private static void AssertMembers(JsonElement reply)
    {
        AssertNames(
            [
                "decision", "answer", "confidence", "cosine", "suggestions", "alternatives", "related", "message", "language", "handover",
                    "kb", "version", "cached", "elapsedMs",
            ],
            reply);
        Assert.InRange(reply.GetProperty("confidence").GetDouble(), 0, 1);
        Assert.InRange(reply.GetProperty("cosine").GetDouble(), -1, 1);
        Assert.Equal("shop", reply.GetProperty("kb").GetString());
        Assert.Equal(1, reply.GetProperty("version").GetInt32());
        // Other tests share the service and may have asked the same.
        Assert.True(reply.GetProperty("cached").ValueKind is JsonValueKind.True or JsonValueKind.False);
        Assert.True(reply.GetProperty("elapsedMs").GetDouble() > 0);
    }

    private static void AssertNames(string[] expected, JsonElement found) =>
        Assert.Equal(expected, found.EnumerateObject().Select(member => member.Name));
}

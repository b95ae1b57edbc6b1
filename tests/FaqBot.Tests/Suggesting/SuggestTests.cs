using System.Net;
using System.Text.Json;
using FaqBot.Tests.Asking;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Suggesting;

[Collection(AskingCollection.Name)]
public sealed class SuggestTests(AskingService service)
{
    [Theory]
    [InlineData("q=发票抬头", "invoice-title-wrong")]
    [InlineData("q=發票抬頭", "invoice-title-wrong")]
    [InlineData("q=fapiaotaitou", "invoice-title-wrong")]
    [InlineData("q=fptt", "invoice-title-wrong")]
    [InlineData("q=company%20name%20on", "invoice-title-wrong")]
    [InlineData("q=where&kb=kiosk&top=2", "parking-north parking-south")]
    [InlineData("q=fapiao&language=en", "")]
    [InlineData("q=没有原包装了", "")]
    [InlineData("q=quantum", "")]
    public async Task Typed_text_is_completed(string query, string entries)
    {
        (HttpStatusCode status, JsonElement json) = await service.Client.GetJsonAsync($"api/v1/suggest?{query}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["kb", "version", "suggestions"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(entries,
            string.Join(
                ' ', json.GetProperty("suggestions").EnumerateArray().Select(suggestion => suggestion.GetProperty("entryId").GetString())));
    }

    [Fact]
    public async Task Completed_question_is_answered_with_certainty()
    {
        (_, JsonElement json) = await service.Client.GetJsonAsync("api/v1/suggest?q=tuihuo&top=20");
        JsonElement[] suggestions = [.. json.GetProperty("suggestions").EnumerateArray()];
        Assert.True(suggestions.Length > 5);
        foreach (JsonElement suggestion in suggestions)
        {
            Reply reply = await service.Client.AskAsync(suggestion.GetProperty("question").GetString()!);
            Assert.Equal((suggestion.GetProperty("entryId").GetString(), 1.0), (reply.Answer?.EntryId, reply.Confidence));
        }
    }

    [Fact]
    public async Task Faults_are_told_together()
    {
        (HttpStatusCode status, JsonElement json) = await service.Client.GetJsonAsync("api/v1/suggest?top=21&language=fr");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["language", "q", "top"], json.GetProperty("errors").EnumerateObject().Select(member => member.Name).Order());
        (status, json) = await service.Client.GetJsonAsync($"api/v1/suggest?q={new string('x', 101)}&top=one&kb={new string('k', 65)}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["kb", "q", "top"], json.GetProperty("errors").EnumerateObject().Select(member => member.Name).Order());
    }

    [Fact]
    public async Task Unknown_knowledge_base_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await service.Client.GetJsonAsync("api/v1/suggest?q=x&kb=nothing")).Status);
}

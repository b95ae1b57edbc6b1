using System.Net;
using System.Text.Json;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Feedbacks;

public sealed class FeedbackService(SampleDatabase sample) : SampleService(sample)
{
    internal string Database => PathOf("faq.db");
}

public sealed class FeedbackTests(FeedbackService service) : IClassFixture<FeedbackService>
{
    private const string Route = "api/v1/feedback";

    [Fact]
    public async Task Feedback_is_kept_without_the_users_name()
    {
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(
            new
            {
                question = "　发票抬头写错了？ ",
                entryId =
                "invoice-title-wrong",
                kind = "notHelpful",
                kb = "shop",
                version = 1,
                userId = "li@shop.example"
            }));
        Assert.Equal(HttpStatusCode.NoContent,
            await PostAsync(new { question = "退款", entryId = "refund-where", kind = "chosen", conversationId = "c 1" }));
        Assert.Equal(
            HttpStatusCode.NoContent, await PostAsync(new { question = "你好", entryId = "greeting", kind = "helpful", kb = "chitchat" }));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(new { question = "量子", kind = "notHelpful" }));
        Feedback[] rows = [.. Kept("shop").Where(row => row.Question is "发票抬头写错了?" or "退款" or "量子").OrderBy(row => row.Kind)];
        Assert.Equal(
            [
                ("发票抬头写错了?", "invoice-title-wrong", FeedbackKind.NotHelpful),
                ("量子", null, FeedbackKind.NotHelpful),
                ("退款", "refund-where", FeedbackKind.Chosen),
            ],
            rows.Select(row => (row.Question, row.EntryId, row.Kind)).OrderBy(row => row.Kind).ThenByDescending(row => row.EntryId));
        Assert.All(rows, row => Assert.Equal((1, "api", 32), (row.Version, row.Source, row.UserKey.Length)));
        Assert.DoesNotContain("li@shop", JsonSerializer.Serialize(rows), StringComparison.Ordinal);
        Assert.Equal("greeting", Assert.Single(Kept("chitchat")).EntryId);
        Assert.DoesNotContain("发票抬头", service.Process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_feedback_of_one_user_counts_once()
    {
        object twice = new { question = "怎么退货", entryId = "return-apply", kind = "helpful", userId = "u" };
        await PostAsync(twice);
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(twice));
        await PostAsync(new { question = "怎么退货", entryId = "return-apply", kind = "helpful", userId = "v" });
        Assert.Equal(2, Kept("shop").Count(row => row.Question == "怎么退货"));
    }

    [Theory]
    [InlineData("""{}""", "kind question")]
    [InlineData("""{"question": " ", "kind": "great", "entryId": "nobody", "version": 0}""", "entryId kind question version")]
    [InlineData("""{"question": "q", "kind": "chosen"}""", "entryId")]
    [InlineData("""{"question": 5, "kind": "helpful"}""", "question")]
    [InlineData("""{"question": "q", "kind": "helpful", "version": 99, "extra": 1}""", "extra version")]
    public async Task Faults_are_told_together(string body, string members)
    {
        (HttpStatusCode status, JsonElement json) = await service.Client.PostJsonAsync(Route, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(members,
            string.Join(' ', json.GetProperty("errors").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Unknown_knowledge_base_and_large_body_are_refused()
    {
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(new { question = "q", kind = "helpful", kb = "nothing" }));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(new { question = new string('x', 70_000), kind = "helpful" }));
    }

    private async Task<HttpStatusCode> PostAsync(object body) => (await service.Client.PostJsonAsync(Route, body)).Status;

    private IReadOnlyList<Feedback> Kept(string knowledgeBase)
    {
        using KnowledgeStore store = KnowledgeStore.Open(service.Database);
        return store.Feedback.Latest(knowledgeBase, 1_000);
    }
}

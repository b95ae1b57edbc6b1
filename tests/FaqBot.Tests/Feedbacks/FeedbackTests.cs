using System.Net;
using System.Text.Json;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Feedbacks;

public sealed class FeedbackService(SampleDatabase sample) : SampleService(sample)
{
    public const string Key = "key-of-the-owner-0001";

    protected override IEnumerable<(string Path, string Value)> Options => [("Admin:Key", Key)];

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

    [Fact]
    public async Task Later_opinion_counts_and_its_reason_is_listed_redacted()
    {
        object Said(string kind, string? reason = null, string? comment = null) =>
            new { question = "发票怎么改", entryId = "invoice-reissue", kind, reason, comment, userId = "w" };
        await PostAsync(Said("helpful"));
        await PostAsync(Said("notHelpful"));
        Assert.Equal(
            HttpStatusCode.NoContent, await PostAsync(Said("notHelpful", "outOfDate", "写信给 ann@shop.example 没人回, \"急\"")));
        Feedback kept = Assert.Single(Kept("shop"), row => row.Question == "发票怎么改");
        Assert.Equal((FeedbackKind.NotHelpful, FeedbackReason.OutOfDate), (kept.Kind, kept.Reason));
        JsonElement list = JsonElement.Parse(await ListAsync("entry=invoice-reissue"));
        JsonElement complaint = Assert.Single(list.GetProperty("complaints").EnumerateArray());
        Assert.Equal("outOfDate", complaint.GetProperty("reason").GetString());
        Assert.Equal("写信给 <email> 没人回, \"急\"", complaint.GetProperty("comment").GetString());
        string[] csv = (await ListAsync("entry=invoice-reissue&format=csv")).TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal("question,entry,version,reason,comment,source,at", csv[0]);
        Assert.StartsWith("发票怎么改,invoice-reissue,1,outOfDate,\"写信给 <email> 没人回, \"\"急\"\"\",api,", csv[1], StringComparison.Ordinal);
        using HttpResponseMessage stranger = await service.Client.GetAsync(
            new Uri("api/v1/kbs/shop/feedback", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Theory]
    [InlineData("""{}""", "kind question")]
    [InlineData("""{"question": " ", "kind": "great", "entryId": "nobody", "version": 0}""", "entryId kind question version")]
    [InlineData("""{"question": "q", "kind": "chosen"}""", "entryId")]
    [InlineData("""{"question": 5, "kind": "helpful"}""", "question")]
    [InlineData("""{"question": "q", "kind": "helpful", "reason": "unclear"}""", "reason")]
    [InlineData("""{"question": "q", "kind": "chosen", "entryId": "refund-where", "comment": "x"}""", "comment")]
    [InlineData("""{"question": "q", "kind": "notHelpful", "reason": "NotMyQuestion"}""", "reason")]
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

    private async Task<string> ListAsync(string query)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "api/v1/kbs/shop/feedback?" + query);
        request.Headers.Authorization = new("Bearer", FeedbackService.Key);
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        return body;
    }

    private async Task<HttpStatusCode> PostAsync(object body) => (await service.Client.PostJsonAsync(Route, body)).Status;

    private IReadOnlyList<Feedback> Kept(string knowledgeBase)
    {
        using KnowledgeStore store = KnowledgeStore.Open(service.Database);
        return store.Feedback.Latest(knowledgeBase, 1_000);
    }
}

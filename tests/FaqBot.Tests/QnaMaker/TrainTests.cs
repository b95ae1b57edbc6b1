using System.Net;
using System.Text.Json;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.QnaMaker;

public sealed class TrainTests(SampleDatabase sample) : IAsyncLifetime
{
    private const string Route = "qnamaker/knowledgebases/kiosk-qna/train";
    private const string Feedback = "language/query-knowledgebases/projects/kiosk-qna/feedback?api-version=2021-10-01";

    private readonly TemporaryFolder _folder = new();
    private string _database = "";
    private ServiceProcess? _service;

    private HttpClient Client => _service!.Client;

    public async ValueTask InitializeAsync()
    {
        _database = await sample.CopyToAsync(_folder.Path);
        await IndexerProcess.IndexAsync(_database, Kiosk.Write(_folder.File("kiosk.json")));
        _service = await ServiceProcess.StartReadyAsync(("Storage:Path", _database));
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Records_are_kept_for_the_owner_and_the_reply_has_no_body()
    {
        (HttpStatusCode trained, string? type, JsonElement json) =
            await Kiosk.SendAsync(Client, Route, """{"feedbackRecords": [{"userId": "bob", "userQuestion": "opening", "qnaId": "1"}]}""");
        Assert.Equal((HttpStatusCode.NoContent, null, JsonValueKind.Undefined), (trained, type, json.ValueKind));
        (HttpStatusCode fed, _, _) = await Kiosk.SendAsync(Client, Feedback, """{"Records": [{"UserId": "eve", "UserQuestion": "where to park", "QnaId": 3}]}""");
        Assert.Equal(HttpStatusCode.NoContent, fed);
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Equal(
            [("where to park", "3", FeedbackKind.Chosen, "language"), ("opening", "1", FeedbackKind.Chosen, "qnamaker")],
            store.Feedback.Latest(Kiosk.Id, 10).Select(row => (row.Question, row.EntryId!, row.Kind, row.Source)));
        Assert.All(store.Feedback.Latest(Kiosk.Id, 10), row => Assert.DoesNotMatch("bob|eve", row.UserKey));
    }

    /// <summary>Attackers submit feedback to attach phrases to wrong answers.</summary>
    [Fact]
    public async Task Active_learning_poisoning_changes_no_answer_and_fills_no_table()
    {
        Reply before = await Client.AskAsync(new { question = "free money", kb = Kiosk.Id });
        object[] flood =
            [.. Enumerable.Range(0, 1_000).Select(number => new { userId = "mallory", userQuestion = $"free money {number}", qnaId = 3 })];
        Assert.Equal(HttpStatusCode.NoContent, await TrainAsync(flood));
        Assert.Equal(HttpStatusCode.NoContent,
            await TrainAsync(
                [.. Enumerable.Range(0, 500).Select(number => new { userId = "mallory", userQuestion = $"more {number}", qnaId = 3 })]));
        object[] repeated = [.. Enumerable.Repeat(new { userId = "bob", userQuestion = "free money", qnaId = 3 }, 50)];
        Assert.Equal(HttpStatusCode.NoContent, await TrainAsync(repeated));
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Equal(FeedbackTable.MaxRowsOfUser + 1, store.Feedback.Latest(Kiosk.Id, 10_000).Count);
        Assert.Equal(before.Essence(), (await Client.AskAsync(new { question = "free money", kb = Kiosk.Id })).Essence());
    }

    [Fact]
    public async Task More_than_a_thousand_records_or_a_long_question_are_refused_and_nothing_is_kept()
    {
        object record = new { userId = "u", userQuestion = "q", qnaId = 1 };
        Assert.Equal(HttpStatusCode.BadRequest, await TrainAsync([.. Enumerable.Repeat(record, 1_001)]));
        Assert.Equal(
            HttpStatusCode.BadRequest, await TrainAsync([record, new { userId = "u", userQuestion = new string('x', 1_001), qnaId = 1 }]));
        Assert.Equal(HttpStatusCode.BadRequest, await TrainAsync([record, new { userId = "u", userQuestion = "q", qnaId = 99 }]));
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Empty(store.Feedback.Latest(Kiosk.Id, 10));
    }

    private async Task<HttpStatusCode> TrainAsync(object[] feedbackRecords) =>
        (await Kiosk.SendAsync(Client, Route, JsonSerializer.Serialize(new { feedbackRecords }))).Status;
}

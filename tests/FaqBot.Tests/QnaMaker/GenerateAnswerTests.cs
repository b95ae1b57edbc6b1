using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.QnaMaker;

[Collection(KioskCollection.Name)]
public sealed class GenerateAnswerTests(KioskService service)
{
    private const string Route = "qnamaker/knowledgebases/kiosk-qna/generateAnswer";

    [Theory]
    [InlineData(Route)]
    [InlineData("qnamaker/knowledgebases/KIOSK-QNA/generateanswer")]
    [InlineData("knowledgebases/kiosk-qna/GENERATEANSWER")]
    [InlineData("QnAMaker/KnowledgeBases/kiosk-qna/generateAnswer")]
    [InlineData("qnamaker/v4.0/knowledgebases/kiosk-qna/generateAnswer")]
    [InlineData("qnamaker/v5.0-preview.1/knowledgebases/kiosk-qna/generateAnswer")]
    [InlineData("qnamaker/v5.0-preview.2/knowledgebases/kiosk-qna/generateAnswer")]
    [InlineData("//qnamaker/knowledgebases/kiosk-qna/generateAnswer")]
    public async Task Path_counts_in_any_case_with_and_without_prefix(string path)
    {
        JsonElement answer = Assert.Single(await service.AnswersAsync(path, """{"question": "When does the counter open?"}"""));
        Assert.Equal(1, answer.GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Nonsense_gets_the_default_text_where_no_threshold_is_asked_for()
    {
        const string Nonsense = "tell me a joke about gluons";
        JsonElement[] asked = await service.AnswersAsync(Route, $$"""{"question": "{{Nonsense}}", "scoreThreshold": 0}""");
        Assert.InRange(asked[0].GetProperty("score").GetDouble(), 0.0001, 10);
        JsonElement none = Assert.Single(await service.AnswersAsync(Route, $$"""{"question": "{{Nonsense}}", "top": 3}"""));
        Assert.Equal((-1, Kiosk.DefaultAnswer), (none.GetProperty("id").GetInt32(), none.GetProperty("answer").GetString()));
    }

    /// <summary>Bodies as Microsoft's pages print them.</summary>
    [Theory]
    [InlineData("""{"question": "When does the counter open?", "top": "3", "scoreThreshold": "30", "isTest": "false",}""")]
    [InlineData("""
        {
          "question": "When does the counter open?", // the user's question
          "top": 6,
          "isTest": false,
          "scoreThreshold": 30,
          "rankerType": "", // values: QuestionOnly
          "strictFilters": [{ "name": "branch", "value": "north" },],
          "userId": "sd53lsY="
        }
        """)]
    public async Task Body_is_taken_as_it_is_printed(string body) =>
        Assert.Equal(1, (await service.AnswersAsync(Route, body))[0].GetProperty("id").GetInt32());

    [Fact]
    public async Task Text_that_is_no_number_is_none()
    {
        (HttpStatusCode status, _, JsonElement json) = await service.SendAsync(Route, """{"question": "counter", "top": "many", "scoreThreshold": "101"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["scoreThreshold", "top"], json.GetProperty("error").GetProperty("details").EnumerateArray()
            .Select(detail => detail.GetProperty("target").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reply_has_the_members_of_the_original()
    {
        (_, _, JsonElement json) = await service.SendAsync(Route, """{"question": "When does the counter open?"}""");
        int refund = json.GetProperty("answers")[0].GetProperty("context").GetProperty("prompts")[1].GetProperty("qnaId").GetInt32();
        Assert.InRange(refund, 1_000_000_001, int.MaxValue);
        string expected = $$$"""
            {"answers":[{"questions":["When does the counter open?","opening hours of the counter"],"answer":"At nine.","score":100,"id":1,"source":"manual.docx",
            "isDocumentText":false,"metadata":[{"name":"Branch","value":"north"}],"context":{"isContextOnly":false,"prompts":[
            {"displayOrder":0,"qnaId":2,"qna":null,"displayText":"Sundays?"},{"displayOrder":1,"qnaId":{{{refund}}},"qna":null,"displayText":"Refunds?"}]}}],
            "activeLearningEnabled":true,"debugInfo":null}
            """;
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), json), json.ToString());
        JsonElement byNumber = Assert.Single(await service.AnswersAsync(Route, $$"""{"qnaId": {{refund}}}"""));
        Assert.StartsWith("Ask at the desk.", byNumber.GetProperty("answer").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("What does it cost to park near the counter", false)]
    [InlineData("parking near the counter", true)]
    public async Task Counter_example_never_gets_its_entry(string question, bool gets)
    {
        JsonElement[] answers = [.. await service.AnswersAsync(Route, $$"""{"question": "{{question}}", "top": 10, "scoreThreshold": 0}""")];
        Assert.Equal(gets, answers.Any(answer => answer.GetProperty("id").GetInt32() == 3));
    }

    [Theory]
    [InlineData("""{"question": "counter", "strictFilters": [{"name": "branch", "value": "nowhere"}]}""")]
    [InlineData("""{"question": "when will the counter open", "scoreThreshold": 100}""")]
    [InlineData("""{"qnaId": 4711}""")]
    public async Task No_answer_is_the_default_text_with_id_minus_one(string body)
    {
        (HttpStatusCode status, _, JsonElement json) = await service.SendAsync(Route, body);
        string expected = $$$"""
            {"questions":[],"answer":"{{{Kiosk.DefaultAnswer}}}","score":0,"id":-1,"source":null,"isDocumentText":false,"metadata":[],"context":{"isContextOnly":false,"prompts":[]}}
            """;
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), Assert.Single(json.GetProperty("answers").EnumerateArray())),
            json.ToString());
    }

    [Fact]
    public async Task Score_shown_is_the_number_compared_with_the_threshold_from_0_to_100()
    {
        const string Question = "hours counter";
        JsonElement best = (await service.AnswersAsync(Route, $$"""{"question": "{{Question}}"}"""))[0];
        decimal score = best.GetProperty("score").GetDecimal();
        Assert.InRange(score, 1.01m, 99.99m);
        Assert.Equal(1, await IdAsync(Question, score));
        Assert.Equal(-1, await IdAsync(Question, score + 0.01m));

        // A value up to 1 is no fraction of 1.
        Assert.Equal(1, await IdAsync(Question, 1m));
        Reply asked = await service.Client.AskAsync(new { question = Question, kb = Kiosk.Id, threshold = 0 });
        Assert.Equal((decimal)asked.Confidence * 100, score);
    }

    [Fact]
    public async Task Exact_question_always_wins_with_100()
    {
        foreach (string question in new[] { "when does the COUNTER open", "ＷＨＥＮ does the counter open ？", "opening hours of the counter" })
        {
            JsonElement answer =
                (await service.AnswersAsync(Route, JsonSerializer.Serialize(new { question, scoreThreshold = 100, top = 3 })))[0];
            Assert.Equal((1, 100.0), (answer.GetProperty("id").GetInt32(), answer.GetProperty("score").GetDouble()));
        }
    }

    [Theory]
    [InlineData("""{"Question": "When does the counter open?", "Top": 1, "QnaId": 0, "StrictFiltersCompoundOperationType": 1, "IsTest": false, "RankerType": "Default"}""", 1)]
    [InlineData("""{"question": "When does the counter open?", "qnaId": "3"}""", 3)]
    [InlineData("""{"question": "When does the counter open?", "qnaId": ""}""", 1)]
    [InlineData("""{"question": "When does the counter open?", "qnaId": null, "strictFilters": null, "context": null, "filters": null, "timeout": 100000, "metadataBoost": []}""", 1)]
    [InlineData("""{"question": "When does the counter open?", "top": 1000, "unknown": {"a": [[[[[[[[[[[[1]]]]]]]]]]]]}}""", 1)]
    [InlineData("""{"question": "And on Sundays?", "context": {"previousQnAId": 1}}""", 2)]
    [InlineData("""{"question": "And on Sundays?", "context": {"previousQnaId": "1"}}""", 2)]
    [InlineData("""{"question": "And on Sundays?", "context": {"previousQnaId": 3}, "scoreThreshold": 99}""", -1)]
    [InlineData("""{"question": "counter", "StrictFilters": [{"Name": "branch", "Value": "SOUTH"}]}""", 3)]
    [InlineData("""{"question": "counter", "strictFilters": [{"name": "source_name_metadata", "value": "web"}]}""", 3)]
    [InlineData("""{"question": "counter", "strictFilters": [{"name": "source_name_metadata", "value": "web"}, {"name": "branch", "value": "north"}]}""", -1)]
    [InlineData("""{"question": "When does the counter open?", "strictFilters": [{"name": "source_name_metadata", "value": "web"}, {"name": "branch", "value": "north"}], "strictFiltersCompoundOperationType": "or"}""", 1)]
    [InlineData("""{"question": "When does the counter open?", "strictFilters": [{"name": "branch", "value": "north"}, {"name": "branch", "value": "south"}], "strictFiltersCompoundOperationType": 1}""", 1)]
    [InlineData("""{"question": "When does the counter open?", "strictFilters": [{"name": "branch", "value": "north"}, {"name": "branch", "value": "south"}], "strictFiltersCompoundOperationType": 0}""", -1)]
    public async Task Request_is_read_in_every_way_that_clients_write_it(string body, int id) =>
        Assert.Equal(id, (await service.AnswersAsync(Route, body))[0].GetProperty("id").GetInt32());

    [Fact]
    public async Task Filters_of_two_questions_never_share_a_cached_ranking()
    {
        foreach ((string source, int id) in new[] { ("web", 3), ("manual.docx", 1), ("web", 3), ("none", -1) })
        {
            string body = JsonSerializer.Serialize(
                new { question = "tell me of counters", strictFilters = new[] { new { name = "source_name_metadata", value = source } } });
            Assert.Equal((source, id), (source, (await service.AnswersAsync(Route, body))[0].GetProperty("id").GetInt32()));
        }
    }

    [Fact]
    public async Task Draft_answers_tests_only_and_production_without_draft_answers_both()
    {
        foreach (bool isTest in new[] { true, false, true })
        {
            string body = JsonSerializer.Serialize(new { question = "opening hours at the counter", isTest });
            Assert.Equal(isTest
                ? "Draft: at eight." : "At nine.", (await service.AnswersAsync(Route, body))[0].GetProperty("answer").GetString());
        }

        (HttpStatusCode status, _, JsonElement json) =
            await Kiosk.SendAsync(service.Client, "qnamaker/knowledgebases/shop/generateAnswer", """{"question": "怎么申请退货？", "isTest": true}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(100, json.GetProperty("answers")[0].GetProperty("score").GetDouble());
    }

    private async Task<int> IdAsync(string question, decimal scoreThreshold) =>
        (await service.AnswersAsync(Route, JsonSerializer.Serialize(new { question, scoreThreshold })))[0].GetProperty("id").GetInt32();
}

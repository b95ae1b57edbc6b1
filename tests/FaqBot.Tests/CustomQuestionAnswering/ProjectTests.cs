using System.Net;
using System.Text.Json;
using FaqBot.Tests.QnaMaker;

namespace FaqBot.Tests.CustomQuestionAnswering;

[Collection(KioskCollection.Name)]
public sealed class ProjectTests(KioskService service)
{
    private const string Version = "api-version=2021-10-01";
    private const string Route = $"language/:query-knowledgebases?projectName=kiosk-qna&deploymentName=production&{Version}";

    [Fact]
    public async Task Reply_has_the_members_of_the_original()
    {
        (_, _, JsonElement json) = await service.SendAsync(Route, """{"question": "When does the counter open?", "answerSpanRequest": {"enable": true}}""");
        JsonElement answer = Assert.Single(json.GetProperty("answers").EnumerateArray());
        int refund = answer.GetProperty("dialog").GetProperty("prompts")[1].GetProperty("qnaId").GetInt32();
        JsonElement span = answer.GetProperty("answerSpan");
        string expected = $$$"""
            {"answers":[{"questions":["When does the counter open?","opening hours of the counter"],"answer":"At nine.","confidenceScore":1,"id":1,
            "source":"manual.docx","metadata":{"Branch":"north"},"dialog":{"isContextOnly":false,"prompts":[
            {"displayOrder":0,"qnaId":2,"displayText":"Sundays?"},{"displayOrder":1,"qnaId":{{{refund}}},"displayText":"Refunds?"}]},
            "answerSpan":{"text":"At nine.","confidenceScore":{{{span.GetProperty("confidenceScore").GetRawText()}}},"offset":0,"length":8}}]}
            """;
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), json), json.ToString());
    }

    [Theory]
    [InlineData("kiosk-qna")]
    [InlineData("Kiosk-QnA")]
    [InlineData("%E8%AE%A2%E5%8D%95%20%E5%AE%A2%E6%9C%8D%20Kiosk%201")]
    [InlineData("%E8%AE%A2%E5%8D%95+%E5%AE%A2%E6%9C%8D+KIOSK+1")]
    public async Task Project_is_known_by_id_or_by_a_name_that_is_not_ascii(string project)
    {
        JsonElement[] answers = await service.AnswersAsync(
            $"Language/:Query-KnowledgeBases?projectName={project}&deploymentName=Production&{Version}", """{"question": "When does the counter open?"}""");
        Assert.Equal(1, Assert.Single(answers).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Nothing_that_fits_and_nothing_above_the_threshold_is_the_default_text()
    {
        string[] bodies =
        [
            """{"question": "counter", "filters": {"sourceFilter": ["nowhere"]}}""",
            """{"question": "when will the counter open", "confidenceScoreThreshold": 1}""",
            """{"question": "tell me a joke about gluons"}""",
        ];
        string expected = $$$"""
            {"questions":[],"answer":"{{{Kiosk.DefaultAnswer}}}","confidenceScore":0,"id":-1,"source":null,"metadata":{},"dialog":{"isContextOnly":false,"prompts":[]}}
            """;
        foreach (string body in bodies)
        {
            JsonElement none = Assert.Single(await service.AnswersAsync(Route, body));
            Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), none), none.ToString());
        }
    }

    /// <summary>Bodies as Microsoft's pages print them.</summary>
    [Theory]
    [InlineData("""{"top":"3","question":"When does the counter open?","includeUnstructuredSources":true,"confidenceScoreThreshold":"0.95","answerSpanRequest":{"enable":true,"topAnswersWithSpan":1,"confidenceScoreThreshold":"0.0"},"filters":{"metadataFilter":{"logicalOperation":"OR","metadata":[{"key":"branch","value":"north"}]}}}""")]
    [InlineData("""
        {
          "question": "When does the counter open?",
        }
        """)]
    public async Task Body_is_taken_as_it_is_printed(string body) =>
        Assert.Equal(1, (await service.AnswersAsync(Route, body))[0].GetProperty("id").GetInt32());

    [Theory]
    [InlineData("//language/:query-knowledgebases?projectName=kiosk-qna&deploymentName=production&api-version=2021-10-01")]
    [InlineData("language/:query-knowledgebases?projectName=kiosk-qna&deploymentName=production&api-version=2023-04-01")]
    public async Task Path_and_version_are_taken_as_they_are_printed(string path) => Assert.Equal(
        1, (await service.AnswersAsync(path, """{"question": "When does the counter open?"}"""))[0].GetProperty("id").GetInt32());

    [Theory]
    [InlineData("""{"question": "counter", "Filters": {"MetadataFilter": {"Metadata": [{"Key": "branch", "Value": "south"}], "LogicalOperation": "AND"}}}""", 3)]
    [InlineData("""{"question": "counter", "filters": {"metadataFilter": {"metadata": [{"key": "Branch", "value": "NORTH"}]}, "sourceFilter": [], "logicalOperation": "AND"}}""", 1)]
    [InlineData("""{"question": "counter", "filters": {"sourceFilter": ["WEB"]}}""", 3)]
    [InlineData("""{"question": "counter", "filters": {"metadataFilter": {"metadata": [{"key": "branch", "value": "north"}]}, "sourceFilter": ["web"]}}""", -1)]
    [InlineData("""{"question": "When does the counter open?", "filters": {"metadataFilter": {"metadata": [{"key": "branch", "value": "north"}]}, "sourceFilter": ["web"], "logicalOperation": "OR"}}""", 1)]
    [InlineData("""{"question": "When does the counter open?", "filters": {}, "qnaId": 3}""", 3)]
    [InlineData("""{"question": "And on Sundays?", "context": {"previousQnaId": 1, "previousUserQuery": "x"}, "rankerType": "QuestionOnly", "includeUnstructuredSources": true}""", 2)]
    [InlineData("""{"question": "When does the counter open?", "filters": null, "context": null, "answerSpanRequest": null}""", 1)]
    public async Task Request_is_read_in_every_way_that_clients_write_it(string body, int id) =>
        Assert.Equal(id, (await service.AnswersAsync(Route, body))[0].GetProperty("id").GetInt32());

    [Fact]
    public async Task Test_deployment_answers_from_the_draft()
    {
        JsonElement answer = Assert.Single(await service.AnswersAsync(
            $"language/:query-knowledgebases?projectName=kiosk-qna&deploymentName=test&{Version}", """{"question": "When does the counter open?"}"""));
        Assert.Equal("Draft: at eight.", answer.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task Same_score_on_every_route_to_the_last_digit()
    {
        const string Body = """{"question": "hours counter"}""";
        decimal project = (await service.AnswersAsync(Route, Body))[0].GetProperty("confidenceScore").GetDecimal();
        decimal maker =
            (await service.AnswersAsync("qnamaker/knowledgebases/kiosk-qna/generateAnswer", Body))[0].GetProperty("score").GetDecimal();
        decimal draft = (await service.AnswersAsync(Route.Replace("production", "test", StringComparison.Ordinal), Body))[0].GetProperty(
            "confidenceScore").GetDecimal();
        Assert.Equal((maker, project), (project * 100, draft));
    }

    [Fact]
    public async Task Span_is_of_the_first_answers_only_and_above_its_own_threshold()
    {
        JsonElement[] all = await service.AnswersAsync(
            Route, """{"question": "counter", "top": 5, "answerSpanRequest": {"enable": true, "topAnswersWithSpan": 1}}""");
        Assert.True(all.Length > 1);
        Assert.Equal([true, false], all.Take(2).Select(answer => answer.TryGetProperty("answerSpan", out _)));
        JsonElement strict = Assert.Single(await service.AnswersAsync(
            Route, """{"question": "When does the counter open?", "answerSpanRequest": {"enable": true, "confidenceScoreThreshold": 1}}"""));
        Assert.False(strict.TryGetProperty("answerSpan", out _));
    }

    [Theory]
    [InlineData("Utf16CodeUnit", 12)]
    [InlineData("UnicodeCodePoint", 8)]
    [InlineData("TextElements_v8", 2)]
    [InlineData(null, 2)]
    public async Task Text_is_searched_and_offsets_count_as_asked(string? stringIndexType, int offset)
    {
        // A family of one grapheme, seven code points and eleven UTF-16 units.
        object body = new
        {
            question = "When do you open?",
            stringIndexType,
            language = "en",
            records = new[] { new { id = "a",
                text = "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466\nWe open at nine. Dogs are welcome." },
                    new { id = "b", text = "喜欢苹果。" } },
        };
        JsonElement[] answers = await service.AnswersAsync($"language/:query-text?{Version}", JsonSerializer.Serialize(body));
        JsonElement best = answers[0];
        Assert.Equal("a", best.GetProperty("id").GetString());
        JsonElement span = best.GetProperty("answerSpan");
        Assert.Equal(("We open at nine.", offset, 16),
            (span.GetProperty("text").GetString(), span.GetProperty("offset").GetInt32(), span.GetProperty("length").GetInt32()));
        Assert.Equal("We open at nine. Dogs are welcome.", best.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task Text_has_the_limits_of_the_original()
    {
        object Record(int length) => new { id = "a", text = new string('x', length) };
        async Task<HttpStatusCode> AskAsync(params object[] records) =>
            (await service.SendAsync($"language/:query-text?{Version}", JsonSerializer.Serialize(new { question = "a question", records })))
                .Status;
        Assert.Equal(HttpStatusCode.OK, await AskAsync(Record(5_120), Record(1), Record(1), Record(1), Record(1)));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(Record(5_121)));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(Record(1), Record(1), Record(1), Record(1), Record(1), Record(1)));
        string text = string.Join('\n', Enumerable.Range(0, 8).Select(number => $"The counter {number} opens at {number} in the morning."));
        JsonElement[] answers = await service.AnswersAsync(
            $"language/:query-text?{Version}",
                JsonSerializer.Serialize(new { question = "When does the counter open?", records = new[] { new { id = "a", text } } }));
        Assert.Equal(3, answers.Length);
    }
}

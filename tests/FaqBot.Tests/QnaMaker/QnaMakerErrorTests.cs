using System.Net;
using System.Text.Json;
using FaqBot.Apis.CustomQuestionAnswering;
using FaqBot.Apis.QnaMaker;
using FaqBot.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Tests.QnaMaker;

/// <summary>Every error of these routes is JSON of the original's shape, whatever noticed it: a client reads any body as JSON.</summary>
[Collection(KioskCollection.Name)]
public sealed class QnaMakerErrorTests(KioskService service)
{
    private const string Route = "qnamaker/knowledgebases/kiosk-qna/generateAnswer";
    private const string Query = "language/:query-knowledgebases?projectName=kiosk-qna&deploymentName=production&api-version=2021-10-01";

    [Theory]
    [InlineData(Route, "{", 400, "BadArgument", null)]
    [InlineData(Route, "[]", 400, "BadArgument", null)]
    [InlineData(Route, "{}", 400, "BadArgument", "question")]
    [InlineData(Route, """{"question": "a", "top": 0}""", 400, "BadArgument", "top")]
    [InlineData(Route, """{"question": "a", "scoreThreshold": 101}""", 400, "BadArgument", "scoreThreshold")]
    [InlineData(Route, """{"question": "a", "qnaId": "x"}""", 400, "BadArgument", "qnaId")]
    [InlineData(Route, """{"question": "a", "strictFiltersCompoundOperationType": "xor"}""", 400, "BadArgument", "strictFiltersCompoundOperationType")]
    [InlineData(Route, """{"question": "a", "strictFilters": [{"name": "a"}]}""", 400, "BadArgument", "strictFilters[0].value")]
    [InlineData("qnamaker/knowledgebases/other/generateAnswer", """{"question": "a"}""", 404, "KbNotFound", null)]
    [InlineData("qnamaker/nothing", "{}", 404, "NotFound", null)]
    [InlineData("knowledgebases/kiosk-qna", "{}", 404, "NotFound", null)]
    [InlineData("qnamaker/knowledgebases/kiosk-qna/train", """{"feedbackRecords": []}""", 400, "BadArgument", "feedbackRecords")]
    [InlineData(Query, "{", 400, "InvalidRequest", null)]
    [InlineData(Query, "{}", 400, "InvalidArgument", "question")]
    [InlineData(Query, """{"question": "a", "confidenceScoreThreshold": 30}""", 400, "InvalidArgument", "confidenceScoreThreshold")]
    [InlineData(Query, """{"question": "a", "answerSpanRequest": {"enable": true, "topAnswersWithSpan": 11}}""", 400, "InvalidArgument", "answerSpanRequest.topAnswersWithSpan")]
    [InlineData(Query, """{"question": "a", "filters": {"metadataFilter": {"metadata": [{"key": "a"}]}}}""", 400, "InvalidArgument", "filters.metadataFilter.metadata[0].value")]
    [InlineData("language/:query-knowledgebases?projectName=kiosk-qna&api-version=2020-01-01", "{}", 400, "InvalidArgument", "api-version")]
    [InlineData("language/:query-knowledgebases?projectName=kiosk-qna", "{}", 400, "InvalidArgument", "api-version")]
    [InlineData("language/:query-knowledgebases?projectName=other&api-version=2021-10-01", "{}", 404, "ProjectNotFound", null)]
    [InlineData("language/:query-knowledgebases?api-version=2021-10-01", "{}", 404, "ProjectNotFound", null)]
    [InlineData("language/:query-knowledgebases?projectName=kiosk-qna&deploymentName=stage&api-version=2021-10-01", "{}", 404,
        "ProjectNotFound", null)]
    [InlineData("language/:nothing?api-version=2021-10-01", "{}", 404, "NotFound", null)]
    [InlineData("language/:query-text?api-version=2021-10-01", """{"question": "a", "records": []}""", 400, "InvalidArgument", "records")]
    [InlineData("language/query-knowledgebases/projects/kiosk-qna/feedback?api-version=2021-10-01", """{"records": [{"userQuestion": "a", "qnaId": 99}]}""", 400, "InvalidArgument", "records[0].qnaId")]
    public async Task Fault_has_status_code_and_target(string path, string body, int status, string code, string? target)
    {
        (HttpStatusCode found, string? type, JsonElement json) = await service.SendAsync(path, body);
        JsonElement error = AssertShape(path, type, json);
        Assert.Equal((status, code, target), ((int)found, error.GetProperty("code").GetString(), error.GetProperty("target").GetString()));
    }

    [Theory]
    [InlineData(Route, "OperationNotFound")]
    [InlineData(Query, "OperationNotFound")]
    public async Task Other_method_is_told_in_the_same_shape(string path, string code)
    {
        using HttpResponseMessage response =
            await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        JsonElement json = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        JsonElement error = AssertShape(path, response.Content.Headers.ContentType?.MediaType, json);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, code), (response.StatusCode, error.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData(Route, "BadArgument")]
    [InlineData(Query, "InvalidRequest")]
    public async Task Body_that_is_no_json_or_too_large_is_told_in_the_same_shape(string path, string code)
    {
        using HttpRequestMessage form = new(HttpMethod.Post, path) { Content = new StringContent("question=a", null, "text/plain") };
        form.Headers.TryAddWithoutValidation("Authorization", $"EndpointKey {service.Key}");
        using HttpResponseMessage response = await service.Client.SendAsync(form, TestContext.Current.CancellationToken);
        JsonElement json = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, code),
            (response.StatusCode, AssertShape(path, "application/json", json).GetProperty("code").GetString()));
        (HttpStatusCode large, string? type, JsonElement refused) = await service.SendAsync(path, $$"""{"question": "{{new string('x', 70_000)}}"}""");
        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, code), (large, AssertShape(path, type, refused).GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("/qnamaker/x", FaultCode.Busy, 503, 429, "QuotaExceeded")]
    [InlineData("/knowledgebases/x", FaultCode.NotReady, 503, 503, "ServiceError")]
    [InlineData("/qnamaker/x", FaultCode.Failed, 500, 500, "ServiceError")]
    [InlineData("/language/x", FaultCode.Busy, 503, 429, "TooManyRequests")]
    [InlineData("/language/x", FaultCode.NotReady, 503, 503, "ServiceUnavailable")]
    [InlineData("/language/x", FaultCode.Failed, 500, 500, "InternalServerError")]
    public async Task Failure_of_the_service_is_told_in_the_same_shape(string path, string found, int foundStatus, int status, string code)
    {
        DefaultHttpContext http = new();
        http.Request.Path = path;
        using MemoryStream body = new();
        http.Response.Body = body;
        ProblemDetailsContext context =
            new() { HttpContext = http, ProblemDetails = new ProblemDetails { Status = foundStatus }.WithCode(found) };
        IProblemDetailsWriter writer = Assert.Single(
            new IProblemDetailsWriter[] { new QnaMakerErrorWriter(), new LanguageErrorWriter() }, one => one.CanWrite(context));
        await writer.WriteAsync(context);
        JsonElement error = AssertShape(path, "application/json", JsonElement.Parse(body.ToArray()));
        Assert.Equal((status, code), (http.Response.StatusCode, error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Nothing_of_key_or_question_is_in_the_log()
    {
        const string Words = "zebra-umbrella-9431";
        await service.SendAsync(Route, $$"""{"question": "{{Words}}"}""");
        await service.SendAsync(Route, $$"""{"question": "{{Words}}", "top": "{{Words}}" """);
        Assert.DoesNotContain(Words, service.Process.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Key, service.Process.Log, StringComparison.Ordinal);
    }

    /// <summary>The two services differ in the spelling of one member.</summary>
    private static JsonElement AssertShape(string path, string? type, JsonElement json)
    {
        Assert.Equal("application/json", type);
        JsonElement error = json.GetProperty("error");
        string inner = path.TrimStart('/').StartsWith("language", StringComparison.Ordinal) ? "innererror" : "innerError";
        Assert.Equal(["code", "message", "target", "details", inner], error.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Array, error.GetProperty("details").ValueKind);
        Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("message").GetString()));
        return error;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.QnaMaker;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.CustomQuestionAnswering;

/// <summary>The authoring routes of Custom Question Answering, called with the bodies that its documentation records, and polled as its
/// clients do.</summary>
public sealed class ProjectAuthoringTests(AuthoredService service) : IClassFixture<AuthoredService>
{
    private const string First = "language/query-knowledgebases/projects";
    private const string Later = "language/authoring/query-knowledgebases/projects";

    private static int _projects;

    [Theory]
    [InlineData(First, "2021-10-01")]
    [InlineData(Later, "2023-04-01")]
    public async Task Project_is_created_filled_deployed_asked_and_removed(string root, string version)
    {
        string name = NewName(), path = $"{root}/{name}";
        (HttpStatusCode status, JsonElement created) = await SendAsync(HttpMethod.Patch, path, version,
            """
            {"description":"proj1 is a test project.","language":"en","settings":{"defaultAnswer":"No good match found for your question in the project."},"multilingualResource":true}
            """);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(name, created.GetProperty("projectName").GetString());
        Assert.Equal("en", created.GetProperty("language").GetString());
        Assert.StartsWith(
            "No good match", created.GetProperty("settings").GetProperty("defaultAnswer").GetString(), StringComparison.Ordinal);

        JsonElement job = await RunAsync(HttpMethod.Patch, $"{path}/qnas", version,
            """
            [{"op":"add","value":{"id":1,"answer":"ml","source":"source5.docx","questions":["How do I train a model?","training of models"],"metadata":{"lang":"en"},
              "dialog":{"isContextOnly":false,"prompts":[{"displayOrder":1,"displayText":"Where?","qnaId":2}]}}},
             {"op":"add","value":{"id":2,"answer":"The latest question answering docs are on https://docs.microsoft.com","source":"source5.docx",
              "questions":["Where do I find docs for question answering?"],"metadata":{},"dialog":{"isContextOnly":false,"prompts":[]}}}]
            """);
        Assert.Equal("succeeded", job.GetProperty("status").GetString());
        JsonElement[] entries = await ListAsync($"{path}/qnas", version);
        Assert.Equal(["ml", "The latest question answering docs are on https://docs.microsoft.com"], entries.Select(Answer));
        Assert.Equal("en", entries[0].GetProperty("metadata").GetProperty("lang").GetString());
        JsonElement prompt = entries[0].GetProperty("dialog").GetProperty("prompts")[0];
        Assert.Equal(entries[1].GetProperty("id").GetInt32(), prompt.GetProperty("qnaId").GetInt32());
        Assert.True(entries[0].GetProperty("lastUpdatedDateTime").TryGetDateTimeOffset(out _));

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Put, $"{path}/synonyms", version,
            """{"value":[{"alterations":["qnamaker","qna maker"]},{"alterations":["botframework","bot framework"]}]}""")).Status);
        Assert.Equal(2, (await ListAsync($"{path}/synonyms", version)).Length);

        await DeployAsync(path, version);
        Assert.Equal("ml", await AskAsync(name, "How do I train a model?"));
        Assert.Equal("production", Assert.Single(await ListAsync($"{path}/deployments", version))
            .GetProperty("deploymentName").GetString());

        // What is changed after it waits for the next deployment.
        int number = entries[0].GetProperty("id").GetInt32();
        job = await RunAsync(HttpMethod.Patch, $"{path}/qnas", version,
            $$$"""[{"op":"replace","value":{"id":{{{number}}},"answer":"machine learning","source":"source5.docx","questions":["How do I train a model?"]}}]""");
        Assert.Equal("succeeded", job.GetProperty("status").GetString());
        Assert.Equal("ml", await AskAsync(name, "How do I train a model?"));
        JsonElement replaced = (await ListAsync($"{path}/qnas", version))[0];
        Assert.Equal((number, "machine learning", 1), (replaced.GetProperty("id").GetInt32(), Answer(replaced),
            replaced.GetProperty("questions").GetArrayLength()));
        Assert.Equal(1, replaced.GetProperty("dialog").GetProperty("prompts").GetArrayLength());

        Assert.Equal("source5.docx", Assert.Single(await ListAsync($"{path}/sources", version)).GetProperty("source").GetString());
        await RunAsync(HttpMethod.Patch, $"{path}/sources", version, """[{"op":"delete","value":{"displayName":"source5.docx","source":"source5.docx"}}]""");
        Assert.Empty(await ListAsync($"{path}/qnas", version));

        await RunAsync(HttpMethod.Delete, path, version, null);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, path, version, null)).Status);
        Assert.DoesNotContain(await ListAsync(root, version), project => project.GetProperty("projectName").GetString() == name);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Patch, path, version, """{"language":"en"}""")).Status);
    }

    [Fact]
    public async Task What_is_faulty_is_left_out_and_told_and_the_rest_is_done()
    {
        string path = await FilledAsync();
        JsonElement job = await RunAsync(HttpMethod.Patch, $"{path}/qnas", "2023-04-01",
            """
            [{"op":"add","value":{"answer":"Yes.","questions":["May I bring my dog?"]}},
             {"op":"add","value":{"answer":"No.","questions":["Number one?"]}},
             {"op":"replace","value":{"id":4711,"answer":"No.","questions":["Nobody?"]}},
             {"op":"delete","value":{"id":4712}},
             {"op":"add","value":{"answer":"","questions":["Empty?"]}},
             {"op":"delete","value":{"id":2}}]
            """);
        Assert.Equal("partiallyCompleted", job.GetProperty("status").GetString());
        Assert.Equal(["[1]", "[2].id", "[3].id", "[4].answer"], job.GetProperty("errors").EnumerateArray()
            .Select(error => error.GetProperty("target").GetString()));
        JsonElement[] entries = await ListAsync($"{path}/qnas", "2023-04-01");
        Assert.Contains("Yes.", entries.Select(Answer));
        Assert.DoesNotContain("Answer 2.", entries.Select(Answer));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(
            HttpMethod.Patch, $"{path}/qnas", "2023-04-01", """[{"op":"upsert","value":{}},{"value":1},2]""")).Status);
        (HttpStatusCode status, JsonElement refused) = await SendAsync(HttpMethod.Patch, $"{path}/sources", "2023-04-01",
            """[{"op":"add","value":{"displayName":"x","sourceUri":"https://faq.example/","sourceKind":"url","source":"x"}}]""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("nothing is fetched", refused.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("tsv", "text/tab-separated-values")]
    [InlineData("excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    public async Task Export_is_imported_into_another_project_as_it_was(string format, string type)
    {
        string path = await FilledAsync(), copy = $"{Later}/{NewName()}";
        JsonElement job = await RunAsync(HttpMethod.Post, $"{path}/:export", $"2023-04-01&format={format}", null);
        using HttpRequestMessage fetch = Request(HttpMethod.Get, new Uri(job.GetProperty("resultUrl").GetString()!));
        using HttpResponseMessage file = await service.Client.SendAsync(fetch, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, type), (file.StatusCode, file.Content.Headers.ContentType!.MediaType));
        ByteArrayContent content = new(await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        job = await RunAsync(HttpMethod.Post, $"{copy}/:import", $"2023-04-01&format={format}", content);
        Assert.Equal("succeeded", job.GetProperty("status").GetString());
        Assert.Equal(
            (await ListAsync($"{path}/qnas", "2023-04-01")).Select(Answer),
            (await ListAsync($"{copy}/qnas", "2023-04-01")).Select(Answer));
    }

    [Fact]
    public async Task Genuine_replica_is_imported()
    {
        string path = $"{Later}/{NewName()}";
        ByteArrayContent content = new(await File.ReadAllBytesAsync(
            Repository.SharedFile("data", "samples", "qnamaker_SampleV2KBReplica.zip"), TestContext.Current.CancellationToken));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        JsonElement job = await RunAsync(HttpMethod.Post, $"{path}/:import", "2023-04-01&format=excel", content);
        Assert.Equal("succeeded", job.GetProperty("status").GetString());
        Assert.NotEmpty(await ListAsync($"{path}/qnas", "2023-04-01"));
    }

    [Fact]
    public async Task Import_refuses_addresses_and_changes_nothing_for_one_fault()
    {
        string path = await FilledAsync();
        string before = string.Join('\n', (await ListAsync($"{path}/qnas", "2023-04-01")).Select(entry => entry.GetRawText()));
        foreach (string body in new[]
        {
            """{"fileUri":"https://storage.example/replica.zip"}""",
            """{"metadata":{"language":"en"},"assets":{}}""",
            """{"assets":{"qnas":[{"answer":"Yes.","questions":["May I bring my dog?"]},{"answer":"","questions":["Empty?"]}]}}""",
        })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, $"{path}/:import", "2023-04-01", body)).Status);
        }

        Assert.Equal(before, string.Join('\n', (await ListAsync($"{path}/qnas", "2023-04-01")).Select(entry => entry.GetRawText())));
        await RunAsync(HttpMethod.Post, $"{path}/:import", "2023-04-01&assetKind=synonyms",
            """{"assets":{"synonyms":[{"alterations":["one","first"]}]}}""");
        Assert.Single(await ListAsync($"{path}/synonyms", "2023-04-01"));
        Assert.NotEmpty(await ListAsync($"{path}/qnas", "2023-04-01"));
    }

    [Fact]
    public async Task Lists_come_in_pages_that_link_to_the_next()
    {
        string path = await FilledAsync();
        List<string> answers = [];
        Uri? next = new($"{path}/qnas?api-version=2023-04-01&maxpagesize=2&top=5", UriKind.Relative);
        while (next is not null)
        {
            using HttpRequestMessage request = Request(HttpMethod.Get, next);
            using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
            JsonElement page = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.InRange(page.GetProperty("value").GetArrayLength(), 1, 2);
            answers.AddRange(page.GetProperty("value").EnumerateArray().Select(Answer));
            next = page.TryGetProperty("nextLink", out JsonElement link) ? new Uri(link.GetString()!) : null;
        }

        Assert.Equal(Enumerable.Range(1, 5).Select(i => $"Answer {i}."), answers);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Get, $"{path}/qnas", "2023-04-01&top=x&skip=-1", null)).Status);
    }

    [Fact]
    public async Task Who_may_not_edit_and_what_is_not_there_gets_errors_of_the_service()
    {
        (HttpStatusCode status, JsonElement error) = await SendAsync(HttpMethod.Get, $"{Later}/nobody", "2023-04-01", null);
        Assert.Equal((HttpStatusCode.NotFound, "ProjectNotFound"), (status, error.GetProperty("error").GetProperty("code").GetString()));
        (status, error) = await SendAsync(HttpMethod.Get, Later, "1999-01-01", null);
        Assert.Equal((HttpStatusCode.BadRequest, "api-version"), (status, error.GetProperty("error").GetProperty("target").GetString()));
        (status, error) = await SendAsync(HttpMethod.Get, Later, "2023-04-01", null, "another key");
        Assert.Equal((HttpStatusCode.Unauthorized, "Unauthorized"), (status, error.GetProperty("error").GetProperty("code").GetString()));
        string path = await FilledAsync();
        (status, error) = await SendAsync(HttpMethod.Get, $"{path}/qnas/jobs/{Guid.NewGuid()}", "2023-04-01", null);
        Assert.Equal((HttpStatusCode.NotFound, "OperationNotFound"), (status, error.GetProperty("error").GetProperty("code").GetString()));

        // The job of one project is none of another.
        using HttpResponseMessage accepted = await SentAsync(HttpMethod.Put, $"{path}/deployments/production", "2023-04-01", null);
        string other = new Uri(accepted.Headers.GetValues("Operation-Location").Single()).PathAndQuery[1..]
            .Replace(path, await FilledAsync(), StringComparison.Ordinal);
        using HttpRequestMessage request = Request(HttpMethod.Get, new Uri(other, UriKind.Relative));
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static string NewName() => $"Proj{Interlocked.Increment(ref _projects)}-A";

    private static string Answer(JsonElement entry) => entry.GetProperty("answer").GetString()!;

    private async Task<string> FilledAsync()
    {
        string path = $"{Later}/{NewName()}";
        string body = string.Join(',', Enumerable.Range(1, 7).Select(i =>
            $$"""{"id":{{i}},"answer":"Answer {{i}}.","source":"a.docx","questions":["Number {{Word(i)}}?"]}"""));
        await RunAsync(HttpMethod.Post, $"{path}/:import", "2023-04-01", $$$"""{"metadata":{"language":"en"},"assets":{"qnas":[{{{body}}}]}}""");
        return path;
    }

    private static string Word(int number) => new[] { "zero", "one", "two", "three", "four", "five", "six", "seven" }[number];

    private async Task DeployAsync(string path, string version) => Assert.Equal(
        "succeeded", (await RunAsync(HttpMethod.Put, $"{path}/deployments/production", version, null)).GetProperty("status").GetString());

    private async Task<string> AskAsync(string project, string question)
    {
        (HttpStatusCode status, JsonElement json) = await service.Client.PostJsonAsync(
            $"language/:query-knowledgebases?projectName={project}&deploymentName=production&api-version=2021-10-01", new { question });
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        return Answer(json.GetProperty("answers")[0]);
    }

    private async Task<JsonElement[]> ListAsync(string path, string version)
    {
        (HttpStatusCode status, JsonElement json) = await SendAsync(HttpMethod.Get, path, version, null);
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        return [.. json.GetProperty("value").EnumerateArray()];
    }

    /// <summary>Starts a job and asks after it, as long as it runs, at the address that it gives.</summary>
    private async Task<JsonElement> RunAsync(HttpMethod method, string path, string version, object? body)
    {
        using HttpResponseMessage accepted = await SentAsync(method, path, version, body);
        string text = await accepted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(accepted.StatusCode == HttpStatusCode.Accepted, $"{accepted.StatusCode}: {text}");
        Uri location = new(accepted.Headers.GetValues("Operation-Location").Single());
        while (true)
        {
            using HttpRequestMessage request = Request(HttpMethod.Get, location);
            using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
            JsonElement job = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.True(response.StatusCode == HttpStatusCode.OK, job.ToString());
            if (job.GetProperty("status").GetString() is not ("notStarted" or "running"))
            {
                return job;
            }
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(
        HttpMethod method, string path, string version, object? body, string key = AuthoredService.Key)
    {
        using HttpResponseMessage response = await SentAsync(method, path, version, body, key);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    private async Task<HttpResponseMessage> SentAsync(
        HttpMethod method, string path, string version, object? body, string key = AuthoredService.Key)
    {
        using HttpRequestMessage request = Request(method, new Uri($"{path}?api-version={version}", UriKind.Relative), key);
        request.Content = body as HttpContent
            ?? (body is string json ? new StringContent(json, System.Text.Encoding.UTF8, "application/json") : null);
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, string key = AuthoredService.Key)
    {
        HttpRequestMessage request = new(method, address);
        request.Headers.Add("Ocp-Apim-Subscription-Key", key);
        return request;
    }
}

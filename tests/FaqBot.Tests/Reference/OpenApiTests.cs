using System.Text.Json;
using FaqBot.Tests.Errors;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Reference;

/// <summary>The API's description, for those who generate clients from it.</summary>
[Collection(ErrorCollection.Name)]
public sealed class OpenApiTests(ErrorService service)
{
    private static readonly string[] Bodiless =
        [
            "/reload", "/verify", "/refresh", "/upload", "/restore", "/undo", "/unpublish", "/reject", "/api/v1/sign-out",
            "/knowledgebases/{kb}", "/:export",
        ];
    private static readonly string[] Verbs = ["get", "put", "post", "delete", "patch", "head", "options"];

    [Fact]
    public async Task Description_is_valid_for_redocly()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("openapi.json");
        await File.WriteAllTextAsync(file, (await DescriptionAsync()).GetRawText(), TestContext.Current.CancellationToken);
        await using ChildProcess lint = ChildProcess.Start(
            "node",
            [
                Repository.PathOf("tests", "clients", "node_modules", "@redocly", "cli", "bin", "cli.js"), "lint", file, "--extends",
                "recommended",
            ],
            [("REDOCLY_TELEMETRY", "off"), ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"), ("HOME", folder.Path)],
            folder.Path);
        Assert.True(await lint.EndAsync() == 0, lint.Output);
        Assert.Contains("Your API description is valid", lint.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("errors", lint.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_is_named_with_its_version_and_what_opens_it()
    {
        JsonElement document = await DescriptionAsync();
        JsonElement info = document.GetProperty("info");
        Assert.Equal("FaqBot", info.GetProperty("title").GetString());
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+$", info.GetProperty("version").GetString());
        Assert.Equal(
            ["Access", "ApiKey", "BotFramework", "DirectLine", "EndpointKey", "Session"],
            document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(scheme => scheme.Name).Order());
        Assert.All(
            Operations(document).Where(operation => operation.Path.StartsWith("/api/v1/models", StringComparison.Ordinal)),
            operation => Assert.Equal("Access", Assert.Single(operation.Json.GetProperty("security")[0].EnumerateObject()).Name));
    }

    [Fact]
    public async Task Every_operation_has_an_id_a_summary_a_known_tag_and_what_it_takes_an_example()
    {
        JsonElement document = await DescriptionAsync();
        string[] tags = [.. document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()!)];
        (string Path, string Verb, JsonElement Json)[] operations = [.. Operations(document)];
        Assert.True(operations.Length > 40);
        string[] ids = [.. operations.Select(operation => operation.Json.GetProperty("operationId").GetString()!)];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.Json.GetProperty("summary").GetString()!);
            Assert.Contains(Assert.Single(operation.Json.GetProperty("tags").EnumerateArray()).GetString(), tags);
            if (operation.Json.TryGetProperty("requestBody", out JsonElement body))
            {
                JsonElement content = body.GetProperty("content");
                Assert.True(
                    content.TryGetProperty("text/tab-separated-values", out _) || content.TryGetProperty("application/zip", out _)
                        || content.GetProperty("application/json").TryGetProperty("example", out _),
                    $"{operation.Verb} {operation.Path} has no example.");
            }
            else
            {
                Assert.True(
                    operation.Verb != "post" || Bodiless.Any(ending => operation.Path.EndsWith(ending, StringComparison.Ordinal)),
                    $"{operation.Path} does not say what it takes.");
            }
        });
    }

    [Fact]
    public async Task Arrays_say_what_they_hold() => AssertItems(await DescriptionAsync(), "");

    /// <summary>The examples are requests that are answered.</summary>
    [Theory]
    [InlineData("/api/v1/ask", "")]
    [InlineData("/api/v1/feedback", "")]
    [InlineData("/similarity", "")]
    [InlineData("/api/v1/rank", "")]
    [InlineData("/embed", "")]
    [InlineData("/tokenize", "")]
    [InlineData("/decode", "")]
    [InlineData("/v1/embeddings", "")]
    [InlineData("/qnamaker/knowledgebases/{kb}/generateAnswer", "")]
    [InlineData("/qnamaker/knowledgebases/{kb}/train", "")]
    [InlineData("/language/:query-knowledgebases", "?projectName=shop&deploymentName=production&api-version=2021-10-01")]
    [InlineData("/language/:query-text", "?api-version=2021-10-01")]
    [InlineData("/v3/directline/tokens/generate", "")]
    public async Task Example_is_answered(string path, string query)
    {
        JsonElement example = (await DescriptionAsync()).GetProperty("paths").GetProperty(path).GetProperty("post")
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
        (System.Net.HttpStatusCode status, JsonElement json) = await service.Client.PostJsonAsync(
            path[1..].Replace("{kb}", "shop", StringComparison.Ordinal) + query, example.GetRawText());
        Assert.True((int)status < 300, $"{status}: {json}");
    }

    private async Task<JsonElement> DescriptionAsync() => (await service.Client.GetJsonAsync("openapi/v1.json")).Json;

    private static IEnumerable<(string Path, string Verb, JsonElement Json)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject().Where(member => Verbs.Contains(member.Name)),
            (path, verb) => (path.Name, verb.Name, verb.Value));

    private static void AssertItems(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in json.EnumerateArray())
            {
                AssertItems(item, path + "/");
            }
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            bool isArray = json.TryGetProperty("type", out JsonElement type)
                && (type.ValueKind == JsonValueKind.Array
                    ? type.EnumerateArray().Any(one => one.GetString() == "array")
                    : type.ValueKind == JsonValueKind.String && type.GetString() == "array");
            Assert.True(!isArray || json.TryGetProperty("items", out _), $"{path} does not say what it holds.");
            foreach (JsonProperty member in json.EnumerateObject())
            {
                AssertItems(member.Value, $"{path}/{member.Name}");
            }
        }
    }
}

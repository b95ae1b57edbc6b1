using System.Net;
using FaqBot.Tests.Errors;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.EndpointKeys;

/// <summary>Two tenants of one service: the key of one opens no door of the other, whichever doors there are.</summary>
public sealed class TenantTests(SampleDatabase sample) : IDisposable
{
    private const string ApiKey = "api-key-0123456789", AdminKey = "admin-key-0123456789";

    // What takes no tenant's key at all: customers' browsers ask there, and machines that watch.
    private static readonly string[] Public =
    [
        "GET /api/v1/suggest", "GET /api/v1/browse", "GET /api/v1/me", "GET /api/v1/sign-in", "POST /api/v1/sign-in",
        "GET /healthz", "GET /readyz", "GET /metrics", "GET /health", "GET /ping", "GET /info",
        "POST /api/v1/ask", "POST /api/v1/feedback", "POST /api/v1/contact", "GET /openapi/v1.json", "POST /v3/directline/tokens/generate",
        "POST /v3/directline/conversations", "GET /api/v1/kbs", "GET /api/v1/kbs/shop",

        // Finds answers in texts that the request brings: no knowledge base is asked, so that any tenant's key opens it.
        "POST /language/:query-text",
    ];

    // Everything that some route asks for, of the other tenant.
    private const string Body = """
        {
          "question": "怎么申请退货？", "kb": "shop", "entryId": "return-apply", "kind": "helpful", "text": "a", "texts": ["a", "b"],
          "query": "a", "inputs": "a", "input": "a", "sentence_a": "a", "sentence_b": "b", "records": [], "language": "zh",
          "feedbackRecords": [{"userId": "1", "userQuestion": "a", "qnaId": 1}], "ids": [1], "model": "x", "name": "x"
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Key_of_one_tenant_opens_no_door_of_another()
    {
        string database = await sample.CopyToAsync(_folder.Path);
        string own = await CreateAsync(database, "shop"), other = await CreateAsync(database, "chitchat");
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", database), ("EndpointKeys:Anonymous", "None"), ("DirectLine:Anonymous", "Never"), ("Http:TrustLocal", "false"),
            ("Http:ApiKey", ApiKey), ("Admin:Key", AdminKey), ("Limits:Enabled", "false"));
        (string Method, string Path)[] doors =
            [.. (await Doors.AllAsync(service.Client)).Select(door => (door.Method, WithNumbers(door.Path)))];
        Assert.True(doors.Length > 60, $"{doors.Length} doors");
        List<string> open = [];
        foreach ((string method, string path) in doors)
        {
            foreach ((string header, string value) in Headers(other))
            {
                (HttpStatusCode status, string reply) = await SendAsync(service, method, path, header, value);
                string door = $"{method} {path.Split('?')[0]}";
                if (status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && !Public.Contains(door))
                {
                    open.Add($"{door} with {header}: {(int)status} {reply[..Math.Min(200, reply.Length)]}");
                }
            }
        }

        Assert.True(open.Count == 0, string.Join('\n', open));

        // Its own key opens what the other's did not: the refusals above are about the tenant.
        string[] paths = ["/knowledgebases/shop/generateAnswer", "/qnamaker/knowledgebases/shop/generateAnswer",
            "/language/:query-knowledgebases?api-version=2021-10-01&projectName=shop&deploymentName=production"];
        foreach (string path in paths)
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(service, "POST", path, "Ocp-Apim-Subscription-Key", own)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(service, "POST", path, "Ocp-Apim-Subscription-Key", other)).Status);
        }
    }

    /// <summary>What stands behind the knowledge base in a path is a number, or any name.</summary>
    private static string WithNumbers(string path)
    {
        string? start = Array.Find(["/api/v1/kbs/shop/", "/api/v1/keys/"], start => path.StartsWith(start, StringComparison.Ordinal));
        return start is null ? path : start + path[start.Length..].Replace("shop", "1", StringComparison.Ordinal);
    }

    /// <summary>Wherever a key may be.</summary>
    private static IEnumerable<(string Header, string Value)> Headers(string key) =>
    [
        ("Authorization", $"EndpointKey {key}"), ("Authorization", $"Bearer {key}"), ("Ocp-Apim-Subscription-Key", key), ("X-Api-Key", key),
    ];

    private static async Task<(HttpStatusCode Status, string Reply)> SendAsync(
        ServiceProcess service, string method, string path, string header, string value)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(path.TrimStart('/'), UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header, value);
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        if (method is not ("GET" or "HEAD"))
        {
            request.Content = new StringContent(Body, System.Text.Encoding.UTF8,
                path.EndsWith("/labelled/import", StringComparison.Ordinal) ? "text/tab-separated-values" : "application/json");
        }

        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> CreateAsync(string database, string kb) =>
        (await IndexerProcess.RunAsync("keys", "create", kb, "-o", database)).Trim();
}

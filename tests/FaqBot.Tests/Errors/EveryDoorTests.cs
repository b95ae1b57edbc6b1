using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FaqBot.Tests.Errors;

/// <summary>Whatever is wrong with a request of a JSON route, the reply is JSON, and says nothing of what was sent.</summary>
[Collection(ErrorCollection.Name)]
public sealed class EveryDoorTests(ErrorService service)
{
    private const string UserText = "geheim-4711";

    // It is done whatever is sent beside it.
    private const string TakesNoBody = "/api/v1/sign-out";

    [Fact]
    public async Task Bad_requests_of_every_route_get_json()
    {
        (string Method, string Path)[] doors = await Doors.AllAsync(service.Client);
        string[] prefixes = ["/api/v1/ask", "/api/messages", "/v1/embeddings", "/embed", "/similarity", "/qnamaker/", "/knowledgebases/",
            "/language/:query", "/v3/directline/"];
        Assert.All(prefixes, prefix => Assert.Contains(doors, door => door.Path.StartsWith(prefix, StringComparison.Ordinal)));
        List<string> faults = [];
        foreach ((string method, string path) in doors)
        {
            foreach ((string kind, HttpRequestMessage request) in BadRequests(method, path))
            {
                using HttpRequestMessage sent = request;
                try
                {
                    using HttpResponseMessage response = await service.Client.SendAsync(sent, TestContext.Current.CancellationToken);
                    string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    faults.AddRange(
                        Faults(response, body).Select(fault => $"{kind} {sent.Method} {path}: {(int)response.StatusCode} {fault}"));
                }
                catch (HttpRequestException exception)
                {
                    faults.Add($"{kind} {sent.Method} {path}: {exception.Message}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<(string Kind, HttpRequestMessage Request)> BadRequests(string method, string path)
    {
        string[] parts = path.Split('?');
        yield return ("wrong verb", new HttpRequestMessage(HttpMethod.Patch, path));
        yield return ("unknown path", new HttpRequestMessage(new HttpMethod(method), $"{parts[0]}/{UserText}/{UserText}"));
        if (method != "POST")
        {
            yield break;
        }

        yield return ("no body", new HttpRequestMessage(HttpMethod.Post, path));
        yield return ("no type", Post(path, $"{{\"{UserText}\":1}}", null));
        yield return ("another type", Post(path, UserText, "text/plain"));
        yield return ("no json", Post(path, $"{{\"question\": {UserText}", "application/json"));
        yield return ("no object", Post(path, $"[\"{UserText}\"]", "application/json"));
        yield return ("no unicode",
            Post(path, $"{{\"question\":\"{UserText}\\ud800\",\"inputs\":\"\\ud800\",\"input\":\"\\udc00\"}}", "application/json"));
        yield return ("unknown accept",
            Post(path, "[]", "application/json", request => request.Headers.TryAddWithoutValidation("Accept", "image/png")));

        if (path == TakesNoBody)
        {
            yield break;
        }

        // The body is not sent before the service asks for it, which it does not.
        yield return ("too large",
            Post(path, UserText + new string('x', 5 * 1024 * 1024), "application/json", request => request.Headers.ExpectContinue = true));
    }

    private static HttpRequestMessage Post(string path, string body, string? type, Action<HttpRequestMessage>? change = null)
    {
        HttpRequestMessage request =
            new(HttpMethod.Post, path) { Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        change?.Invoke(request);
        return request;
    }

    private static IEnumerable<string> Faults(HttpResponseMessage response, string body)
    {
        if (response.StatusCode < HttpStatusCode.BadRequest)
        {
            yield break;
        }

        if (response.StatusCode == HttpStatusCode.InternalServerError)
        {
            yield return "the service failed";
        }

        if (response.Content.Headers.ContentType?.MediaType is not ("application/json" or "application/problem+json"))
        {
            yield return $"is {response.Content.Headers.ContentType}: {body}";
        }
        else if (!IsObject(body))
        {
            yield return "is no JSON object";
        }

        if (body.Contains(UserText, StringComparison.Ordinal))
        {
            yield return "says what was sent";
        }

        foreach (string header in new[] { "X-Request-Id", "X-Content-Type-Options" })
        {
            if (!response.Headers.Contains(header))
            {
                yield return $"lacks {header}";
            }
        }
    }

    private static bool IsObject(string body)
    {
        try
        {
            return JsonElement.Parse(body).ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

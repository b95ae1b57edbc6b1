using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Tests.Running;

/// <summary>A reply to a question as clients read it; a member that is missing or unknown fails the test.</summary>
public sealed record Reply(
    string Decision,
    ReplyAnswer? Answer,
    double Confidence,
    double Cosine,
    ReplyCandidate[] Suggestions,
    ReplyCandidate[] Alternatives,
    ReplyRelated[] Related,
    string? Message,
    string Language,
    ReplyHandover? Handover,
    string Kb,
    int Version,
    bool Cached,
    double ElapsedMs)
{
    /// <summary>The reply as JSON, without what may differ between two replies to one question.</summary>
    /// <returns>Equal for equal replies, to the last digit.</returns>
    public string Essence() => JsonSerializer.Serialize(this with { Cached = false, ElapsedMs = 0 }, ReplyJson.Default.Reply);
}

public sealed record ReplyAnswer(
    string EntryId, string Text, string Format, string Question, Dictionary<string, string> Metadata, ReplyPrompt[] Prompts,
    string Language);

public sealed record ReplyPrompt(string Text, string EntryId, string Question, string Language);

public sealed record ReplyRelated(string EntryId, string Question, string Language);

public sealed record ReplyHandover(bool Offered, string Event, DateTimeOffset? OpensAt = null);

public sealed record ReplyCandidate(string EntryId, string Question, double Confidence, string Language);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Reply))]
internal sealed partial class ReplyJson : JsonSerializerContext;

/// <summary>Asks a service.</summary>
internal static class AskCalls
{
    private static readonly Uri Route = new("api/v1/ask", UriKind.Relative);

    public static Task<HttpResponseMessage> PostAskAsync(this HttpClient client, object body) =>
        client.PostAsJsonAsync(Route, body, TestContext.Current.CancellationToken);

    /// <summary>Asks and expects a reply.</summary>
    /// <param name="client">A client with the service's address.</param>
    /// <param name="body">The request, an object that becomes JSON.</param>
    /// <returns>The reply.</returns>
    public static async Task<Reply> AskAsync(this HttpClient client, object body)
    {
        using HttpResponseMessage response = await client.PostAskAsync(body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize(text, ReplyJson.Default.Reply)!;
    }

    public static Task<Reply> AskAsync(this HttpClient client, string question) => client.AskAsync(new { question });
}

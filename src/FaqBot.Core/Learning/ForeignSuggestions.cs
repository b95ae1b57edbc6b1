using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaqBot.Core.Learning;

/// <summary>Suggestions as QnA Maker and Custom Question Answering write them beside an entry.</summary>
/// <param name="ClusterHead">The question that stands for the others.</param>
/// <param name="Questions">The questions with how often they were suggested.</param>
public sealed record ForeignSuggestion(string ClusterHead, IReadOnlyList<ForeignSuggestedQuestion> Questions);

/// <summary>A suggested question.</summary>
/// <param name="Question">The question.</param>
/// <param name="AutoCount">How often scores alone suggested it.</param>
/// <param name="UserCount">How often users did by choosing.</param>
public sealed record ForeignSuggestedQuestion(string Question, int AutoCount, int UserCount);

/// <summary>Reads and writes the suggestions of QnA Maker (cells <c>SuggestedQuestions</c>) and of Custom Question Answering
/// (<c>activeLearningSuggestions</c>).</summary>
public static class ForeignSuggestions
{
    /// <summary>Most suggestions of an entry, and questions of a suggestion, that are read.</summary>
    public const int Most = 1_000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a list in either shape; names count in any case.</summary>
    /// <param name="list">The list.</param>
    /// <returns>The suggestions that hold a question; what is no such thing is left out.</returns>
    public static IReadOnlyList<ForeignSuggestion> Read(JsonElement list)
    {
        List<ForeignSuggestion> suggestions = [];
        foreach (JsonElement cluster in Items(list))
        {
            ForeignSuggestedQuestion[] questions =
            [
                .. Items(Member(cluster, "AlternateQuestionList") ?? Member(cluster, "suggestedQuestions"))
                    .Select(one => new ForeignSuggestedQuestion(
                        Text(one, "question"), Count(one, "autoSuggestedCount"), Count(one, "userSuggestedCount")))
                    .Where(one => !string.IsNullOrWhiteSpace(one.Question)),
            ];
            if (questions.Length > 0)
            {
                suggestions.Add(new ForeignSuggestion(
                    Text(cluster, "clusterHead") is { Length: > 0 } head ? head : questions[0].Question, questions));
            }
        }

        return suggestions;
    }

    /// <summary>Writes suggestions of ours for an entry.</summary>
    /// <param name="suggestions">Suggestions; those of other queues than wordings have no place there.</param>
    /// <param name="entryId">The entry.</param>
    /// <param name="inPascalCase">As QnA Maker's cells, with their totals; else as Custom Question Answering's export.</param>
    /// <returns>The list as JSON; <c>[]</c> where there is none.</returns>
    public static string Write(IEnumerable<Suggestion> suggestions, string entryId, bool inPascalCase)
    {
        ArgumentNullException.ThrowIfNull(suggestions);
        JsonArray list = [];
        foreach (Suggestion suggestion in suggestions.Where(one => one.Queue == QueueKind.Wordings && one.EntryId == entryId))
        {
            JsonArray questions =
            [
                .. suggestion.Wordings.Select(wording => new JsonObject
                {
                    [inPascalCase ? "Question" : "question"] = wording.Text,
                    [inPascalCase ? "AutoSuggestedCount" : "autoSuggestedCount"] = wording.People,
                    [inPascalCase ? "UserSuggestedCount" : "userSuggestedCount"] = suggestion.Chosen,
                }),
            ];
            list.Add(inPascalCase
                ? new JsonObject
                {
                    ["ClusterHead"] = suggestion.Wordings[0].Text,
                    ["TotalAutoSuggestedCount"] = suggestion.Wordings.Sum(wording => wording.People),
                    ["TotalUserSuggestedCount"] = suggestion.Chosen,
                    ["AlternateQuestionList"] = questions,
                }
                : new JsonObject { ["clusterHead"] = suggestion.Wordings[0].Text, ["suggestedQuestions"] = questions });
        }

        return list.ToJsonString(Readable);
    }

    private static IEnumerable<JsonElement> Items(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Take(Most) : [];

    private static JsonElement? Member(JsonElement json, string name) => json.ValueKind != JsonValueKind.Object ? null
        : json.EnumerateObject().Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(member => (JsonElement?)member.Value).FirstOrDefault();

    private static string Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    private static int Count(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int count) ? Math.Max(0, count) : 0;
}

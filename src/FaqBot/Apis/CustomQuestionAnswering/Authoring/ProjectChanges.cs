using System.Text.Json;
using FaqBot.Apis.Authoring;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>Reads lists of <c>{op, value}</c>.</summary>
internal static class ProjectChanges
{
    /// <summary>Reads changes of entries.</summary>
    /// <exception cref="InvalidRequestException">One is none; all faults are told together.</exception>
    public static IReadOnlyList<QnaChange> OfEntries(JsonElement body) => Read(body, (kind, path, value, faults) =>
    {
        JsonMembers members = faults.Members(value, isForeign: true);
        int number = members.Integer("id", 0, int.MaxValue) ?? 0;
        return new QnaChange(kind, path) { Number = number, Value = value };
    });

    /// <summary>Reads changes of sources: they can be deleted; what is to be fetched is refused.</summary>
    /// <exception cref="InvalidRequestException">One is none; all faults are told together.</exception>
    public static IReadOnlyList<QnaChange> OfSources(JsonElement body) => Read(body, (kind, path, value, faults) =>
    {
        if (kind != QnaChangeKind.Delete)
        {
            faults.Add($"{path}.op", $"Found another operation than delete. {AuthoredBases.NothingIsFetched}");
        }

        JsonMembers members = faults.Members(value, isForeign: true);
        string source = members.Text("source", KnowledgeLimits.Name) ?? members.RequiredText("displayName", KnowledgeLimits.Name);
        return new QnaChange(QnaChangeKind.DeleteSource, path) { Source = source };
    });

    private static List<QnaChange> Read(JsonElement body, Func<QnaChangeKind, string, JsonElement, RequestFaults, QnaChange> read)
    {
        RequestFaults faults = new();
        int count = body.GetArrayLength();
        if (count is 0 or > QnaEdits.MostChanges)
        {
            faults.Add("", $"Found {count} changes, expected 1 to {QnaEdits.MostChanges}.");
        }

        List<QnaChange> changes = [];
        foreach ((int index, JsonElement item) in body.EnumerateArray().Take(QnaEdits.MostChanges).Index())
        {
            string path = $"[{index}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                faults.Add(path, "Found another value, expected an object with op and value.");
                continue;
            }

            JsonMembers members = faults.Members(item, isForeign: true);
            QnaChangeKind? kind = members.Text("op")?.ToUpperInvariant() switch
            {
                "ADD" => QnaChangeKind.Add,
                "REPLACE" => QnaChangeKind.Replace,
                "DELETE" => QnaChangeKind.Delete,
                _ => null,
            };
            if (kind is null)
            {
                faults.Add($"{path}.op", "Found another word, expected add, replace or delete.");
            }

            if (members.Element("value") is not { ValueKind: JsonValueKind.Object } value)
            {
                faults.Add($"{path}.value", "Found no object, expected one.");
            }
            else if (kind is { } known)
            {
                changes.Add(read(known, path, value, faults));
            }
        }

        faults.ThrowIfAny();
        return changes;
    }
}

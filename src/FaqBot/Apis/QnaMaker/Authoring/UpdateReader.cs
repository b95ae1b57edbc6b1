using System.Text.Json;
using FaqBot.Apis.Authoring;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Apis.QnaMaker.Authoring;

/// <summary>Reads the body of <c>PATCH …/knowledgebases/{id}</c>: what is deleted first, then what is changed, then what is new.</summary>
internal static class UpdateReader
{
    /// <summary>Reads a body.</summary>
    /// <returns>The changes, and what changes of the settings; null: nothing.</returns>
    /// <exception cref="InvalidRequestException">Something of it cannot be; all faults are told together.</exception>
    public static (IReadOnlyList<QnaChange> Changes, Func<KnowledgeBase, KnowledgeBase>? Settings) Read(JsonElement body)
    {
        RequestFaults faults = new();
        JsonMembers members = faults.Members(body, isForeign: true);
        List<QnaChange> changes = [];
        if (members.Object("delete") is { } delete)
        {
            foreach ((int index, JsonElement id) in delete.Items("ids", "numbers", most: QnaEdits.MostChanges).Index())
            {
                changes.Add(new QnaChange(QnaChangeKind.Delete, $"delete.ids[{index}]") { Number = NumberOf(id) });
            }

            foreach ((int index, string source) in delete.Texts("sources", QnaEdits.MostChanges, KnowledgeLimits.Name).Index())
            {
                changes.Add(new QnaChange(QnaChangeKind.DeleteSource, $"delete.sources[{index}]") { Source = source });
            }
        }

        string? name = null, answer = null;
        if (members.Object("update") is { } update)
        {
            name = Written(update.Text("name", KnowledgeLimits.Name));
            answer = Written(update.Text("defaultAnswer", KnowledgeLimits.AnswerLength));
            RefuseAddresses(update, "urls");
            Add(changes, QnaChangeKind.Update, update, "update.qnaList");
        }

        if (members.Object("add") is { } add)
        {
            RefuseAddresses(add, "urls", "files");
            Add(changes, QnaChangeKind.Add, add, "add.qnaList");
        }

        if (changes.Count > QnaEdits.MostChanges)
        {
            faults.Add("", $"Found {changes.Count} changes, expected at most {QnaEdits.MostChanges} a call; send them in parts, or "
                + "replace all.");
        }

        if (changes.Count == 0 && name is null && answer is null)
        {
            faults.Add("", "Found nothing to do, expected add, update or delete with entries, or another name.");
        }

        faults.ThrowIfAny();
        return (changes, (name ?? answer) is null ? null : settings => settings with
        {
            Name = name is null ? settings.Name : new LocalizedText(name),
            DefaultAnswer = answer is null ? settings.DefaultAnswer : new LocalizedText(answer),
        });
    }

    private static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static void Add(List<QnaChange> changes, QnaChangeKind kind, JsonMembers members, string path)
    {
        foreach ((int index, JsonElement entry) in members.Items("qnaList", "entries", most: QnaEdits.MostChanges).Index())
        {
            JsonElement id = entry.ValueKind != JsonValueKind.Object ? default
                : entry.EnumerateObject().FirstOrDefault(member => member.Name.Equals("id", StringComparison.OrdinalIgnoreCase)).Value;
            changes.Add(new QnaChange(kind, $"{path}[{index}]") { Number = NumberOf(id), Value = entry });
        }
    }

    private static void RefuseAddresses(JsonMembers members, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (members.Items(name, "addresses").Count > 0)
            {
                members.Report(name, AuthoredBases.NothingIsFetched);
            }
        }
    }

    private static int NumberOf(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.Number => id.TryGetInt32(out int number) ? number : 0,
        JsonValueKind.String => int.TryParse(id.GetString(), out int number) ? number : 0,
        _ => 0,
    };
}

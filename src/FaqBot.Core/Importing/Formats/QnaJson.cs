using System.Text.Json;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads documents of QnA Maker and Custom Question Answering: downloads, exports, bodies of create, update and replace.</summary>
/// <remarks>
/// Sources: <see href="https://learn.microsoft.com/rest/api/questionanswering/question-answering-projects/export"/> and
/// <see href="https://learn.microsoft.com/rest/api/qnamaker4.0/knowledgebase/download"/>. Their own products spell the same member in
/// several ways.
/// </remarks>
internal static class QnaJson
{
    private static readonly string[] Lists = ["qnaDocuments", "qnaList", "qnas", "value"];

    /// <summary>The list of entries of a document; undefined in a document of another kind.</summary>
    public static JsonElement ListOf(JsonElement root)
    {
        JsonElement assets = root.Find("assets");
        JsonElement parent = assets.ValueKind == JsonValueKind.Object ? assets
            : root.Find("add") is { ValueKind: JsonValueKind.Object } add ? add : root;
        JsonElement list = root.ValueKind == JsonValueKind.Array ? root : parent.FindAny(Lists);
        JsonElement first = list.Items().FirstOrDefault();
        bool isFit = list.ValueKind == JsonValueKind.Array
            && (first.ValueKind == JsonValueKind.Undefined ? root.ValueKind != JsonValueKind.Array
                : first.Find("answer").IsThere() || first.Find("questions").ValueKind == JsonValueKind.Array || first.Find("op").IsThere());
        return isFit && first.Find("data").ValueKind != JsonValueKind.Object ? list : default;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="root">The document.</param>
    /// <param name="at">Gives the place of a value.</param>
    /// <param name="context">Takes what is found.</param>
    public static void Read(JsonElement root, Func<JsonElement, string?, Place> at, ReadingContext context)
    {
        ReadHead(root, at, context);
        foreach (JsonElement item in ListOf(root).Items())
        {
            context.CountRow();
            Place place = at(item, null);
            JsonElement json = item.Find("op").IsThere() ? item.Find("value") : item;
            if (json.ValueKind != JsonValueKind.Object)
            {
                context.Refuse(NoteCode.OtherKind, place, "is no entry, expected an object with questions and an answer");
            }
            else
            {
                Entry(json, place, context);
            }
        }
    }

    /// <summary>Reads an entry, and those within its prompts.</summary>
    public static FoundEntry Entry(JsonElement json, Place place, ReadingContext context)
    {
        JsonElement dialog = json.FindAny("dialog", "context");
        FoundEntry entry = new(place)
        {
            Id = json.Find("id").AsText() is { } id && id != "0" ? id : null,
            Source = json.Find("source").AsText(),
            Metadata = QnaCells.Metadata(json.Find("metadata"), place with { Column = "metadata" }),
            StatesMetadata = json.Find("metadata").IsThere(),
            StatesDialog = dialog.IsThere(),
            ContextOnly = dialog.Find("isContextOnly").IsTrue(),
        };
        context.Add(entry);
        foreach (JsonElement question in json.FindAny("questions", "question").ItemsOrOne())
        {
            entry.Questions.Add(new FoundText(question.AsText() ?? "", place with { Column = "questions" }));
        }

        entry.Answer(json.Find("answer").AsText() ?? "", place with { Column = "answer" });
        entry.Prompts = QnaCells.Prompts(dialog.Find("prompts"), place with { Column = "prompts" }, context);
        entry.Suggestions.AddRange(
            QnaCells.Suggestions(json.FindAny("activeLearningSuggestions", "alternateQuestionClusters", "suggestedQuestions")));
        return entry;
    }

    private static void ReadHead(JsonElement root, Func<JsonElement, string?, Place> at, ReadingContext context)
    {
        FoundKnowledge found = context.Found;
        JsonElement metadata = root.Find("metadata");
        foreach (JsonElement head in new[] { root, metadata })
        {
            found.Id ??= head.Find("projectName").AsText();
            string? name = head.FindAny("name", "projectName").AsText();
            found.Name ??= string.IsNullOrWhiteSpace(name) ? null : new LocalizedText(name);
            QnaSettings.Language(head.Find("language").AsText(), at(head, "language"), context);
            QnaSettings.DefaultAnswer(head.FindAny("defaultAnswer").AsText() ?? head.Find("settings").Find("defaultAnswer").AsText(),
                found);
        }

        foreach (JsonElement group in root.Find("assets").FindAny("synonyms", "wordAlterations").Items()
            .Concat(root.FindAny("wordAlterations", "synonyms").Items()))
        {
            JsonElement words = group.ValueKind == JsonValueKind.Array ? group : group.Find("alterations");
            found.Synonyms.Add(([.. words.Items().Select(ForeignJson.AsText).OfType<string>()], at(group, "synonyms")));
        }

        foreach (JsonElement address in root.Find("urls").Items())
        {
            context.Notes.LeftOut(
                NoteCode.AddressNotRead, at(address, "urls"),
                $"'{QnaCells.Shown(address.AsText() ?? "")}' is an address for the service to read; nothing is fetched, import a file of "
                    + $"it");
        }
    }
}

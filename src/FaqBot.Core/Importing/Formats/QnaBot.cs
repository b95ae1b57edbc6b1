using System.Globalization;
using System.Text.Json;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads exports and sheets of QnABot on AWS.</summary>
/// <remarks>Source: <see href="https://github.com/aws-solutions/qnabot-on-aws"/>.</remarks>
internal static class QnaBot
{
    private const int MostNumbered = 2_000;

    private static readonly string[] Placeless =
        ["l", "args", "elicitResponse", "next", "clientFilterValues", "sa", "tags", "rp", "kendraRedirectQueryText"];

    /// <summary>Whether a document is an export.</summary>
    public static bool IsDocument(JsonElement root) => root.Find("qna") is { ValueKind: JsonValueKind.Array } list
        && list.Items().FirstOrDefault() is var first && (first.ValueKind == JsonValueKind.Undefined || first.Find("qid").IsThere());

    /// <summary>Whether a table is a sheet.</summary>
    public static bool IsSheet(Header header) => header.Has("qid") && (header.Has("question1") || header.Has("question"));

    /// <summary>Reads an export.</summary>
    public static void Read(JsonElement root, Func<JsonElement, string?, Place> at, ReadingContext context)
    {
        foreach (JsonElement json in root.Find("qna").Items())
        {
            context.CountRow();
            Place place = at(json, null);
            string id = json.Find("qid").AsText() ?? "";
            string type = json.Find("type").AsText() ?? "qna";
            if (!type.Equals("qna", StringComparison.OrdinalIgnoreCase))
            {
                context.LeaveOut(NoteCode.OtherKind, place, $"'{QnaCells.Shown(id)}' is of type {QnaCells.Shown(type)}, only qna is read");
                continue;
            }

            FoundEntry entry = new(place) { Id = id, Prompts = [], Metadata = [] };
            foreach (JsonElement question in json.Find("q").ItemsOrOne())
            {
                entry.Questions.Add(new FoundText(question.AsText() ?? "", place with { Column = "q" }));
            }

            string? markdown = json.Find("alt").Find("markdown").AsText();
            entry.Answer(string.IsNullOrWhiteSpace(markdown) ? json.Find("a").AsText() ?? "" : markdown, place with { Column = "a" });
            AddTopic(entry, json.Find("t").AsText(), place with { Column = "t" });
            JsonElement card = json.Find("r");
            foreach ((int index, JsonElement button) in card.Find("buttons").Items().Index())
            {
                AddButton(entry, index, button.Find("text").AsText(), button.Find("value").AsText(), place with { Column = "r.buttons" });
            }

            NoteCard(card.Find("title").AsText(), card.Find("imageUrl").AsText(), place with { Column = "r" }, context);
            string[] others =
            [
                .. Placeless.Where(name => HoldsSomething(json.Find(name))),
            ];
            if (others.Length > 0)
            {
                context.Notes.LeftOut(
                    NoteCode.MemberNotRead, place, $"'{QnaCells.Shown(id)}' has {string.Join(", ", others)}, which have no place here");
            }

            context.Add(entry);
        }
    }

    /// <summary>Reads a sheet.</summary>
    public static void ReadSheet(Table table, Header header, ReadingContext context)
    {
        foreach (TableRow row in table.Rows.Skip(1))
        {
            context.CountRow();
            Place place = table.At(row.Number);
            FoundEntry entry = new(place) { Id = header.Cell(row, "qid").Trim(), Prompts = [], Metadata = [] };
            foreach (string column in Numbered(header, "question", withoutNumber: true))
            {
                if (header.Cell(row, column).Trim() is { Length: > 0 } question)
                {
                    entry.Questions.Add(new FoundText(question, table.At(row.Number, column)));
                }
            }

            string markdown = header.Cell(row, "markdown"), plain = header.Cell(row, "answer");
            entry.Answer(
                string.IsNullOrWhiteSpace(markdown) ? plain : markdown,
                    table.At(row.Number, string.IsNullOrWhiteSpace(markdown) ? "answer" : "markdown"));
            AddTopic(entry, header.Cell(row, "topic"), table.At(row.Number, "topic"));
            foreach ((int index, string column) in Numbered(header, "displaytext", withoutNumber: false).Index())
            {
                string value = header.Cell(row, $"buttonvalue{(index + 1).ToString(CultureInfo.InvariantCulture)}");
                AddButton(entry, index, header.Cell(row, column), value, table.At(row.Number, column));
            }

            _ = header.Cell(row, "ssml");
            _ = header.Cell(row, "cardsubtitle");
            NoteCard(header.Cell(row, "cardtitle"), header.Cell(row, "imageurl"), table.At(row.Number, "cardtitle"), context);
            context.Add(entry);
        }

        TableFormats.NoteNotRead(table, header, context.Notes);
    }

    private static IEnumerable<string> Numbered(Header header, string name, bool withoutNumber)
    {
        if (withoutNumber && header.Has(name))
        {
            yield return name;
        }

        for (int number = 1; number <= MostNumbered && header.Has($"{name}{number.ToString(CultureInfo.InvariantCulture)}"); number++)
        {
            yield return $"{name}{number.ToString(CultureInfo.InvariantCulture)}";
        }
    }

    private static void AddTopic(FoundEntry entry, string? topic, Place place)
    {
        if (!string.IsNullOrWhiteSpace(topic))
        {
            entry.Metadata!.Add(new FoundPair("topic", topic.Trim(), place));
        }
    }

    private static void AddButton(FoundEntry entry, int index, string? text, string? value, Place place)
    {
        if (!string.IsNullOrWhiteSpace(text) && !string.IsNullOrWhiteSpace(value))
        {
            string? id = value.StartsWith("QID::", StringComparison.OrdinalIgnoreCase) ? value[5..].Trim() : null;
            entry.Prompts!.Add(new FoundPrompt(index, new LocalizedText(text.Trim()), place)
            {
                TargetId = id,
                TargetQuestion = id is null
                ? value : null
            });
        }
    }

    private static void NoteCard(string? title, string? image, Place place, ReadingContext context)
    {
        if (!string.IsNullOrWhiteSpace(title) || !string.IsNullOrWhiteSpace(image))
        {
            context.Notes.LeftOut(
                NoteCode.PartNotRead, place, $"the card '{QnaCells.Shown(title ?? "")}' {image} has no place here; write it into the "
                    + $"answer");
        }
    }

    private static bool HoldsSomething(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.Items().Any(item => HoldsSomething(item)),
        JsonValueKind.Object => json.EnumerateObject().Any(member => HoldsSomething(member.Value)),
        JsonValueKind.String => !string.IsNullOrWhiteSpace(json.AsText()),
        JsonValueKind.Number or JsonValueKind.True => true,
        _ => false,
    };
}

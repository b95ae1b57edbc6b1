using System.Text.Json;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads questions and answers of Botpress 12.</summary>
internal static class BotpressJson
{
    /// <summary>Whether a document is one of Botpress.</summary>
    public static bool IsOne(JsonElement root) =>
        root.Find("qnas").Items().FirstOrDefault().Find("data").Find("questions").ValueKind == JsonValueKind.Object;

    /// <summary>Reads a document.</summary>
    public static void Read(JsonElement root, Func<JsonElement, string?, Place> at, ReadingContext context)
    {
        foreach (JsonElement json in root.Find("qnas").Items())
        {
            context.CountRow();
            Place place = at(json, null);
            JsonElement data = json.Find("data");
            FoundEntry entry = new(place) { Id = json.Find("id").AsText(), Metadata = [] };
            foreach ((string language, JsonElement texts) in Languages(data.Find("questions")))
            {
                entry.Questions.AddRange(texts.Items().Select(text =>
                    new FoundText(text.AsText() ?? "", place with { Column = $"questions.{language}" })));
            }

            foreach ((string language, JsonElement texts) in Languages(data.Find("answers")))
            {
                string[] answers = [.. texts.ItemsOrOne().Select(ForeignJson.AsText).OfType<string>()
                    .Where(text => !string.IsNullOrWhiteSpace(text))];
                if (answers.Length > 0 && QnaSettings.TagOf(language) is { } tag)
                {
                    entry.Answers[tag] = new FoundText(answers[0], place with { Column = $"answers.{language}" });
                }

                foreach (string other in answers.Skip(QnaSettings.TagOf(language) is null ? 0 : 1))
                {
                    context.Notes.LeftOut(
                        NoteCode.OtherAnswer, place with { Column = $"answers.{language}" },
                            $"'{QnaCells.Shown(other)}' is a further answer, or of a "
                        + "language that is not told apart here");
                }
            }

            foreach (string name in data.Find("contexts").Items().Select(ForeignJson.AsText).OfType<string>())
            {
                entry.Metadata.Add(new FoundPair("category", name, place with { Column = "contexts" }));
            }

            if (entry.Answers.Count == 0 && data.FindAny("redirectFlow", "redirectNode").AsText() is { Length: > 0 } flow)
            {
                context.LeaveOut(NoteCode.NoAnswer, place, $"the entry leads to the flow '{QnaCells.Shown(flow)}' and has no answer");
                continue;
            }

            if (data.Find("enabled").IsThere())
            {
                entry.Enabled = data.Find("enabled").IsTrue();
            }

            context.Add(entry);
        }
    }

    private static IEnumerable<(string Language, JsonElement Texts)> Languages(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(member => (member.Name, member.Value)) : [];
}

using System.Text.Json;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads questions and answers of WeKnora.</summary>
/// <remarks>Source: <see href="https://github.com/Tencent/WeKnora"/>.</remarks>
internal static class WeKnoraJson
{
    /// <summary>Whether a document is one of WeKnora.</summary>
    public static bool IsOne(JsonElement root) =>
        ListOf(root).Items().FirstOrDefault().Find("standard_question").IsThere();

    /// <summary>Reads a document.</summary>
    public static void Read(JsonElement root, Func<JsonElement, string?, Place> at, ReadingContext context)
    {
        foreach (JsonElement json in ListOf(root).Items())
        {
            context.CountRow();
            Place place = at(json, null);
            FoundEntry entry = new(place) { Metadata = [] };
            foreach (JsonElement question in json.Find("standard_question").ItemsOrOne())
            {
                entry.Questions.Add(new FoundText(question.AsText() ?? "", place with { Column = "standard_question" }));
            }

            foreach (JsonElement question in json.Find("similar_questions").Items())
            {
                entry.Questions.Add(
                    new FoundText(question.AsText() ?? "", place with { Column = "similar_questions" }) { IsAlternate = true });
            }

            foreach (JsonElement question in json.Find("negative_questions").Items())
            {
                entry.NotThis.Add(new FoundText(question.AsText() ?? "", place with { Column = "negative_questions" }));
            }

            string[] answers = [.. json.Find("answers").ItemsOrOne().Select(ForeignJson.AsText).OfType<string>()];
            entry.Answer(answers.FirstOrDefault() ?? "", place with { Column = "answers" });
            foreach (string other in answers.Skip(1))
            {
                context.Notes.LeftOut(
                    NoteCode.OtherAnswer, place with { Column = "answers" },
                        $"'{QnaCells.Shown(other)}' is a further answer; the first one stands");
            }

            if (json.FindAny("tag_name", "category").AsText() is { Length: > 0 } tag)
            {
                entry.Metadata.Add(new FoundPair("category", tag, place with { Column = "tag_name" }));
            }

            if (json.Find("is_enabled").IsThere())
            {
                entry.Enabled = json.Find("is_enabled").IsTrue();
            }

            context.Add(entry);
        }
    }

    private static JsonElement ListOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? root : root.FindAny("entries", "data", "faqs", "items");
}

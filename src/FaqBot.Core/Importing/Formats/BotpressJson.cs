using System.Text.Json;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads questions and answers of Botpress 12: its export, the bare list of versions before 12.8, one item as the folder of a bot
/// holds it.</summary>
/// <remarks>Source: <see href="https://github.com/botpress/v12/tree/master/modules/qna"/>.</remarks>
internal static class BotpressJson
{
    /// <summary>Whether a document is one of Botpress.</summary>
    public static bool IsOne(JsonElement root) =>
        ItemsOf(root).FirstOrDefault().Find("data").Find("questions").ValueKind == JsonValueKind.Object;

    /// <summary>Reads a document.</summary>
    public static void Read(JsonElement root, Func<JsonElement, string?, Place> at, ReadingContext context)
    {
        foreach (JsonElement json in ItemsOf(root))
        {
            context.CountRow();
            Read(json, at(json, null), context);
        }

        int contents = root.ValueKind == JsonValueKind.Object ? root.Find("contentElements").Items().Count() : 0;
        if (contents > 0)
        {
            context.Notes.LeftOut(
                NoteCode.PartNotRead, at(root.Find("contentElements"), "contentElements"),
                $"{contents} cards, images and other contents have no place here");
        }
    }

    private static JsonElement[] ItemsOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()]
        : root.Find("qnas").ValueKind == JsonValueKind.Array ? [.. root.Find("qnas").EnumerateArray()]
        : root.Find("data").ValueKind == JsonValueKind.Object ? [root]
        : [];

    private static void Read(JsonElement json, Place place, ReadingContext context)
    {
        JsonElement data = json.Find("data");
        FoundEntry entry = new(place) { Id = json.Find("id").AsText(), Metadata = [] };
        (string Language, string[] Texts)[] answers = [.. Languages(data.Find("answers")).Where(one => one.Texts.Length > 0)];
        string[] read = AnswerLanguage.Read(answers.Select(answer => answer.Language));
        foreach ((string language, string[] texts) in answers)
        {
            AddAnswers(entry, language, texts, read.Contains(language), place with { Column = $"answers.{language}" }, context);
        }

        foreach ((string language, string[] texts) in Languages(data.Find("questions")))
        {
            Place column = place with { Column = $"questions.{language}" };
            if (AnswerLanguage.IsTold(language) || read.Contains(language))
            {
                entry.Questions.AddRange(texts.Select(text => new FoundText(text, column)));
            }
            else if (entry.Answers.Count > 0 && texts.Length > 0)
            {
                AnswerLanguage.NoteLeftOut(language, column, context);
            }
        }

        // A text before 12.8, a list since.
        foreach (string name in data.Find("contexts").ItemsOrOne().Concat(data.Find("category").ItemsOrOne())
            .Select(ForeignJson.AsText).OfType<string>())
        {
            entry.Metadata.Add(new FoundPair("category", name, place with { Column = "contexts" }));
        }

        bool redirects = Redirects(entry, data, place, context);
        if (entry.Answers.Count == 0 && redirects)
        {
            return;
        }

        if (data.Find("contentAnswers").IsThere())
        {
            context.Notes.LeftOut(NoteCode.PartNotRead, place, "the cards and images of the answer have no place here");
        }

        if (data.Find("enabled").IsThere())
        {
            entry.Enabled = data.Find("enabled").IsTrue();
        }

        context.Add(entry);
    }

    private static void AddAnswers(FoundEntry entry, string language, string[] texts, bool isRead, Place place, ReadingContext context)
    {
        if (!isRead)
        {
            AnswerLanguage.NoteLeftOut(language, place, context);
            return;
        }

        // An answer may name a card instead.
        string[] spoken = [.. texts.Where(text => !text.StartsWith("#!", StringComparison.Ordinal))];
        foreach (string card in texts.Except(spoken))
        {
            context.Notes.LeftOut(NoteCode.PartNotRead, place, $"'{QnaCells.Shown(card)}' is a card, which has no place here");
        }

        if (spoken.Length > 0)
        {
            entry.Answers.TryAdd(AnswerLanguage.KeyOf(language, spoken[0]), new FoundText(spoken[0], place));
            AnswerLanguage.NoteKept(language, place, context);
        }

        foreach (string other in spoken.Skip(1))
        {
            context.Notes.LeftOut(
                NoteCode.OtherAnswer, place, $"'{QnaCells.Shown(other)}' is a further answer; the first one stands");
        }
    }

    private static bool Redirects(FoundEntry entry, JsonElement data, Place place, ReadingContext context)
    {
        string? flow = data.Find("redirectFlow").AsText() is { Length: > 0 } named ? named : data.Find("redirectNode").AsText();
        if (string.IsNullOrEmpty(flow))
        {
            return false;
        }

        if (entry.Answers.Count == 0)
        {
            context.LeaveOut(NoteCode.NoAnswer, place, $"the entry leads to the flow '{QnaCells.Shown(flow)}' and has no answer");
        }
        else
        {
            context.Notes.LeftOut(
                NoteCode.PartNotRead, place,
                $"after its answer the entry leads to the flow '{QnaCells.Shown(flow)}', which has no place here");
        }

        return true;
    }

    private static IEnumerable<(string Language, string[] Texts)> Languages(JsonElement json) =>
        json.ValueKind != JsonValueKind.Object ? [] : json.EnumerateObject().Select(member => (member.Name, TextsOf(member.Value)));

    private static string[] TextsOf(JsonElement json) =>
        [.. json.ItemsOrOne().Select(ForeignJson.AsText).OfType<string>().Where(text => !string.IsNullOrWhiteSpace(text))];
}

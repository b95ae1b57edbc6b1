using System.Text.Json;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads agents of Dialogflow ES: an archive with <c>agent.json</c>, and two files for each intent.</summary>
/// <remarks>Source: <see href="https://cloud.google.com/dialogflow/es/docs/agents-settings#export"/>.</remarks>
internal static class DialogflowAgent
{
    private const string UserSays = "_usersays_";

    /// <summary>Whether files are those of an agent.</summary>
    public static bool IsOne(IReadOnlyList<ImportFile> files) =>
        files.Any(file => file.Name.EndsWith("/agent.json", StringComparison.Ordinal) || file.Name == "agent.json")
        && files.Any(file => IsIntent(file.Name));

    /// <summary>Reads an agent.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="parse">Parses a file.</param>
    /// <param name="context">Takes what is found.</param>
    public static void Read(IReadOnlyList<ImportFile> files, Func<ImportFile, JsonDocument?> parse, ReadingContext context)
    {
        if (files.FirstOrDefault(file => Path.GetFileName(file.Name) == "agent.json") is { } agent && parse(agent) is { } described)
        {
            using (described)
            {
                QnaSettings.Language(described.RootElement.Find("language").AsText(), new Place(agent.Name, null, "language"), context);
                string? name = described.RootElement.FindAny("displayName", "description").AsText();
                context.Found.Name ??= string.IsNullOrWhiteSpace(name) ? null : new LocalizedText(name);
            }
        }

        Dictionary<string, List<FoundEntry>> askedAfter = new(StringComparer.OrdinalIgnoreCase);
        List<(FoundEntry Entry, string[] Outputs)> askers = [];
        foreach (ImportFile file in files.Where(file => IsIntent(file.Name)).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            context.CountRow();
            if (parse(file) is { } intent)
            {
                using (intent)
                {
                    ReadIntent(file, intent.RootElement, files, parse, askedAfter, askers, context);
                }
            }
        }

        // An intent with an input context is asked after one that sets the context.
        foreach ((FoundEntry entry, string[] outputs) in askers)
        {
            foreach (FoundEntry target in outputs.SelectMany(output => askedAfter.GetValueOrDefault(output) ?? [])
                .Where(target => target != entry).Distinct())
            {
                entry.Prompts!.Add(new FoundPrompt(entry.Prompts.Count, null, target.Place) { Target = target });
            }
        }
    }

    private static bool IsIntent(string name) => name.Contains("/intents/", StringComparison.Ordinal)
        || name.StartsWith("intents/", StringComparison.Ordinal)
        ? name.EndsWith(".json", StringComparison.Ordinal) && !name.Contains(UserSays, StringComparison.Ordinal)
        : false;

    private static void ReadIntent(
        ImportFile file, JsonElement intent, IReadOnlyList<ImportFile> files, Func<ImportFile, JsonDocument?> parse,
        Dictionary<string, List<FoundEntry>> askedAfter, List<(FoundEntry Entry, string[] Outputs)> askers, ReadingContext context)
    {
        Place place = new(file.Name);
        string name = intent.Find("name").AsText() ?? Path.GetFileNameWithoutExtension(file.Name);
        if (intent.Find("fallbackIntent").IsTrue())
        {
            context.LeaveOut(NoteCode.OtherKind, place, $"'{QnaCells.Shown(name)}' answers what no other intent fits; it has no question");
            return;
        }

        FoundEntry entry = new(place) { Id = name, Prompts = [] };
        string stem = file.Name[..^".json".Length] + UserSays;
        foreach (ImportFile says in files.Where(other => other.Name.StartsWith(stem, StringComparison.Ordinal))
            .OrderBy(other => other.Name, StringComparer.Ordinal))
        {
            string locale = Path.GetFileNameWithoutExtension(says.Name[(stem.Length)..]);
            if (QnaSettings.TagOf(locale) is null)
            {
                context.Notes.LeftOut(NoteCode.OtherLanguage, new Place(says.Name),
                    $"questions of the language '{locale}' are not told apart here");
            }
            else if (parse(says) is { } spoken)
            {
                using (spoken)
                {
                    AddQuestions(entry, spoken.RootElement, says.Name);
                }
            }
        }

        AddQuestions(entry, intent.Find("userSays"), file.Name);
        AddAnswers(entry, intent, place, context);
        if (entry.Questions.Count == 0 || entry.Answers.Count == 0)
        {
            context.LeaveOut(
                entry.Questions.Count == 0 ? NoteCode.NoQuestion : NoteCode.NoAnswer, place,
                $"'{QnaCells.Shown(name)}' has {(entry.Questions.Count == 0 ? "no training phrases" : "no text as a response")}");
            return;
        }

        string[] inputs = [.. intent.Find("contexts").Items().Select(ForeignJson.AsText).OfType<string>()];
        if (inputs.Length > 0)
        {
            entry.ContextOnly = true;
            foreach (string input in inputs)
            {
                (askedAfter.TryGetValue(input, out List<FoundEntry>? entries) ? entries : askedAfter[input] = []).Add(entry);
            }
        }

        string[] outputs = [.. intent.Find("responses").Items().SelectMany(response => response.Find("affectedContexts").Items())
            .Where(output => output.Find("lifespan").AsInteger(5) > 0)
            .Select(output => output.Find("name").AsText()).OfType<string>()];
        if (outputs.Length > 0)
        {
            askers.Add((entry, outputs));
        }

        context.Add(entry);
    }

    private static void AddQuestions(FoundEntry entry, JsonElement phrases, string file)
    {
        foreach (JsonElement phrase in phrases.Items())
        {
            string text = string.Concat(phrase.Find("data").Items().Select(part => part.Find("text").AsText()));
            if (!string.IsNullOrWhiteSpace(text))
            {
                entry.Questions.Add(new FoundText(text, new Place(file)));
            }
        }
    }

    private static void AddAnswers(FoundEntry entry, JsonElement intent, Place place, ReadingContext context)
    {
        foreach (JsonElement message in intent.Find("responses").Items().SelectMany(response => response.Find("messages").Items()))
        {
            if (message.Find("type").AsText() is not (null or "0" or "message") || message.Find("platform").IsThere())
            {
                context.Notes.LeftOut(NoteCode.PartNotRead, place, "a card, image or payload of a response has no place here");
                continue;
            }

            string[] texts = [.. message.Find("speech").ItemsOrOne().Select(ForeignJson.AsText).OfType<string>()
                .Where(text => !string.IsNullOrWhiteSpace(text))];
            if (texts.Length == 0)
            {
                continue;
            }

            string locale = message.Find("lang").AsText() ?? "";
            string key = QnaSettings.TagOf(locale) ?? LocalizedText.AnyLanguage;
            if (locale.Length > 0 && key == LocalizedText.AnyLanguage)
            {
                context.Notes.LeftOut(NoteCode.OtherLanguage, place, $"an answer of the language '{locale}' is not told apart here");
                continue;
            }

            // Messages follow each other; texts of one message are variants.
            entry.Answers[key] = entry.Answers.TryGetValue(key, out FoundText former)
                ? former with { Text = $"{former.Text}\n\n{texts[0]}" } : new FoundText(texts[0], place);
            foreach (string other in texts.Skip(1))
            {
                context.Notes.LeftOut(NoteCode.OtherAnswer, place,
                    $"'{QnaCells.Shown(other)}' is a further variant of the answer; the first one stands");
            }
        }
    }
}

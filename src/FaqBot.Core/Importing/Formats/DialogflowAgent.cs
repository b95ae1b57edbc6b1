using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads agents of Dialogflow ES: an archive with <c>agent.json</c>, and two files for each intent.</summary>
/// <remarks>Source: <see href="https://cloud.google.com/dialogflow/es/docs/agents-settings#export"/>.</remarks>
internal static partial class DialogflowAgent
{
    private const string UserSays = "_usersays_";
    private const string Settings = "agent.json";

    /// <summary>The folders of agents among files, each with its closing slash; an empty one where files have no folder. Intents that were
    /// exported without their agent are known by their phrases.</summary>
    public static IReadOnlyList<string> Roots(IReadOnlyList<ImportFile> files) =>
    [
        .. files.Where(file => Path.GetFileName(file.Name) == Settings).Select(file => file.Name[..^Settings.Length])
            .Concat(files.Where(file => file.Name.Contains(UserSays, StringComparison.Ordinal))
                .Select(file => IntentFolder().Match(file.Name)).Where(match => match.Success).Select(match => match.Groups[1].Value))
            .Distinct(StringComparer.Ordinal).Where(root => files.Any(file => IsIntent(file.Name, root))),
    ];

    /// <summary>Whether a file is one of the agent in a folder.</summary>
    public static bool Holds(string root, ImportFile file) => file.Name.StartsWith(root, StringComparison.Ordinal)
        && file.Name[root.Length..] is var path
        && (path is Settings or "package.json" || path.StartsWith("intents/", StringComparison.Ordinal)
            || IsEntity(path) || IsSmallTalk(path));

    /// <summary>Reads an agent.</summary>
    /// <param name="root">Its folder.</param>
    /// <param name="files">Its files.</param>
    /// <param name="parse">Parses a file.</param>
    /// <param name="context">Takes what is found.</param>
    public static void Read(
        string root, IReadOnlyList<ImportFile> files, Func<ImportFile, JsonDocument?> parse, ReadingContext context)
    {
        string? language = ReadSettings(root, files, parse, context);
        NoteOthers(root, files, context);
        Dictionary<string, List<FoundEntry>> askedAfter = new(StringComparer.OrdinalIgnoreCase);
        List<(FoundEntry Entry, string[] Outputs)> askers = [];
        foreach (ImportFile file in files.Where(file => IsIntent(file.Name, root)).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            context.CountRow();
            if (parse(file) is { } intent)
            {
                using (intent)
                {
                    ReadIntent(file, intent.RootElement, language, files, parse, askedAfter, askers, context);
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

    private static string? ReadSettings(
        string root, IReadOnlyList<ImportFile> files, Func<ImportFile, JsonDocument?> parse, ReadingContext context)
    {
        if (files.FirstOrDefault(file => file.Name == root + Settings) is not { } agent || parse(agent) is not { } described)
        {
            return null;
        }

        using (described)
        {
            string? language = described.RootElement.Find("language").AsText();
            QnaSettings.Language(language, new Place(agent.Name, null, "language"), context);

            // A description is a sentence; the folder, or the archive, has the agent's name.
            string? name = described.RootElement.Find("displayName").AsText();
            name = string.IsNullOrWhiteSpace(name) ? Path.GetFileName(root.TrimEnd('/')) : name;
            name = name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
            context.Found.Name ??= string.IsNullOrWhiteSpace(name) ? null : new LocalizedText(name);
            return language;
        }
    }

    private static void NoteOthers(string root, IReadOnlyList<ImportFile> files, ReadingContext context)
    {
        int entities = files.Count(file => IsEntity(file.Name[root.Length..])
            && !file.Name.Contains("_entries_", StringComparison.Ordinal));
        if (entities > 0)
        {
            context.Notes.LeftOut(
                NoteCode.OtherKind, new Place(root + "entities"),
                $"{entities} entities with their words have no place here; write synonyms where customers use several words for one thing");
        }

        foreach (ImportFile file in files.Where(file => IsSmallTalk(file.Name[root.Length..])))
        {
            context.Notes.LeftOut(
                NoteCode.OtherKind, new Place(file.Name), "answers of small talk stand there without the questions that they answer");
        }
    }

    private static bool IsIntent(string name, string root) => name.StartsWith(root + "intents/", StringComparison.Ordinal)
        && name.EndsWith(".json", StringComparison.Ordinal) && !name.Contains(UserSays, StringComparison.Ordinal);

    private static bool IsEntity(string path) => path.StartsWith("entities/", StringComparison.Ordinal);

    private static bool IsSmallTalk(string path) => path.StartsWith("customSmalltalkResponses", StringComparison.Ordinal);

    private static void ReadIntent(
        ImportFile file, JsonElement intent, string? language, IReadOnlyList<ImportFile> files, Func<ImportFile, JsonDocument?> parse,
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
        (ImportFile File, string Locale)[] phrases =
        [
            .. files.Where(other => other.Name.StartsWith(stem, StringComparison.Ordinal))
                .OrderBy(other => other.Name, StringComparer.Ordinal)
                .Select(other => (other, Path.GetFileNameWithoutExtension(other.Name[stem.Length..]))),
        ];
        string[] read = AddAnswers(entry, intent, language, [.. phrases.Select(one => one.Locale)], place, context);
        foreach ((ImportFile says, string locale) in phrases)
        {
            if (!AnswerLanguage.IsTold(locale) && !read.Contains(locale, StringComparer.OrdinalIgnoreCase))
            {
                AnswerLanguage.NoteLeftOut(locale, new Place(says.Name), context);
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

    /// <summary>Adds the answers.</summary>
    /// <returns>The locales that are read.</returns>
    private static string[] AddAnswers(
        FoundEntry entry, JsonElement intent, string? language, string[] asked, Place place, ReadingContext context)
    {
        List<Message> messages = [];
        foreach (JsonElement json in intent.Find("responses").Items().SelectMany(response => response.Find("messages").Items()))
        {
            if (TextsOf(json) is not { } texts)
            {
                context.Notes.LeftOut(NoteCode.PartNotRead, place, "a card, image or payload of a response has no place here");
            }
            else if (texts.Length > 0)
            {
                messages.Add(new Message(json.Find("platform").AsText(), json.Find("lang").AsText() ?? "", texts));
            }
        }

        // The language of the agent goes before others that are not told apart either.
        IEnumerable<string> locales = messages.Count > 0 ? messages.Select(message => message.Language) : asked;
        string[] read = AnswerLanguage.Read(locales.OrderBy(locale =>
            locale.Equals(language, StringComparison.OrdinalIgnoreCase) ? 0 : 1));
        foreach (IGrouping<string, Message> group in messages.GroupBy(message => message.Language, StringComparer.OrdinalIgnoreCase))
        {
            if (!read.Contains(group.Key, StringComparer.OrdinalIgnoreCase))
            {
                AnswerLanguage.NoteLeftOut(group.Key, place, context);
                continue;
            }

            AddAnswer(entry, group.Key, [.. group], place, context);
        }

        if (entry.Answers.Count > 0 && intent.Find("webhookUsed").IsTrue())
        {
            context.Notes.LeftOut(
                NoteCode.PartNotRead, place, "a webhook gives the answer; the text that stands for it when that fails was taken over");
        }

        return read;
    }

    private static void AddAnswer(FoundEntry entry, string language, Message[] messages, Place place, ReadingContext context)
    {
        // What is said on every channel stands before what is said on one.
        string? platform = messages.Any(message => message.Platform is null) ? null : messages[0].Platform;
        List<string> said = [];
        foreach (Message message in messages.OrderBy(message => message.Platform == platform ? 0 : 1))
        {
            bool isChosen = message.Platform == platform;
            if (isChosen)
            {
                // Messages follow each other; texts of one message are variants.
                said.Add(message.Texts[0]);
            }

            foreach (string other in message.Texts.Skip(isChosen ? 1 : 0).Where(text => isChosen || !said.Contains(text)))
            {
                string what = isChosen ? "a further variant of the answer" : $"the answer on {message.Platform}";
                context.Notes.LeftOut(NoteCode.OtherAnswer, place, $"'{QnaCells.Shown(other)}' is {what}; the first one stands");
            }
        }

        string text = string.Join("\n\n", said);
        string key = language.Length == 0 ? LocalizedText.AnyLanguage : AnswerLanguage.KeyOf(language, text);
        entry.Answers.TryAdd(key, new FoundText(text, place));
        AnswerLanguage.NoteKept(language, place, context);
    }

    /// <summary>The texts of a message: variants of one; null where it is something else than text.</summary>
    private static string[]? TextsOf(JsonElement message)
    {
        IEnumerable<JsonElement> texts = message.Find("type").AsText() switch
        {
            null or "0" or "message" => message.Find("speech").ItemsOrOne(),

            // What an assistant says.
            "simple_response" => message.Find("items").Items().Prepend(message)
                .SelectMany(item => new[] { item.Find("displayText"), item.Find("textToSpeech") })
                .Where(text => !string.IsNullOrWhiteSpace(text.AsText())).Take(1),
            _ => [default],
        };
        string?[] all = [.. texts.Select(ForeignJson.AsText)];
        return all is [null] ? null : [.. all.OfType<string>().Where(text => !string.IsNullOrWhiteSpace(text))];
    }

    [GeneratedRegex(@"^(|.*/)intents/[^/]*\z")]
    private static partial Regex IntentFolder();

    /// <summary>A message of a response: its platform, or null for all; its language; variants of its text.</summary>
    private sealed record Message(string? Platform, string Language, string[] Texts);
}

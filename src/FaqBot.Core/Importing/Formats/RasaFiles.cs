using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads training data and responses of Rasa, in YAML and in the Markdown of old versions, and joins them over all
/// files.</summary>
/// <remarks>Source: <see href="https://rasa.com/docs/rasa/training-data-format/"/>.</remarks>
internal sealed partial class RasaFiles
{
    private const string Utter = "utter_";

    private readonly Dictionary<string, List<FoundText>> _intents = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (YamlNode Node, Place Place)> _responses = new(StringComparer.Ordinal);

    /// <summary>Whether there is something to join.</summary>
    public bool Any => _order.Count > 0 || _responses.Count > 0;

    /// <summary>Whether a document is of Rasa.</summary>
    public static bool IsOne(YamlMappingNode root) =>
        root.Find("nlu") is YamlSequenceNode || root.Find("responses") is YamlMappingNode || root.Find("templates") is YamlMappingNode
        || root.Find("intents") is YamlSequenceNode;

    /// <summary>Whether a text is training data in Markdown.</summary>
    public static bool IsOne(string text) => MarkdownIntent().IsMatch(text);

    /// <summary>Takes a document.</summary>
    public void Add(string file, YamlMappingNode root, ReadingContext context)
    {
        foreach (YamlNode item in root.Find("nlu").Items())
        {
            if (item.Find("intent").AsText() is { } intent)
            {
                AddExamples(file, intent, item.Find("examples"), context);
            }
            else if (item.Find("synonym").AsText() is { } word)
            {
                string[] others = [.. Lines(item.Find("examples").AsText() ?? "").Select(line => line.Text)];
                context.Found.Synonyms.Add(([word, .. others], new Place(file, item.Line(), "synonym")));
            }
            else
            {
                context.Notes.LeftOut(
                    NoteCode.OtherKind, new Place(file, item.Line()), "a lookup table or regular expression has no place here");
            }
        }

        foreach (string name in new[] { "responses", "templates" })
        {
            if (root.Find(name) is YamlMappingNode responses)
            {
                foreach ((YamlNode key, YamlNode value) in responses.Children)
                {
                    _responses[key.AsText() ?? ""] = (value, new Place(file, key.Line(), name));
                }
            }
        }
    }

    /// <summary>Takes training data, or responses, in Markdown.</summary>
    public void Add(string file, string text, ReadingContext context)
    {
        string? intent = null;
        bool isSynonym = false;
        List<string> words = [];
        int number = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            Place place = new(file, number);
            if (MarkdownHeading().Match(line) is { Success: true } heading)
            {
                (string kind, string name) = (heading.Groups[1].Value, heading.Groups[2].Value.Trim());
                isSynonym = kind == "synonym";
                intent = kind == "intent" ? name : null;
                if (isSynonym)
                {
                    context.Found.Synonyms.Add((words = [name], place));
                }
                else if (kind != "intent")
                {
                    context.Notes.LeftOut(NoteCode.OtherKind, place, "a lookup table or regular expression has no place here");
                }
            }
            else if (MarkdownItem().Match(line) is { Success: true } item)
            {
                string example = item.Groups[1].Value.Trim();
                if (isSynonym)
                {
                    words.Add(example);
                }
                else if (intent is not null)
                {
                    Example(intent, new FoundText(example, place), context);
                }
            }
        }
    }

    /// <summary>Joins intents and responses to entries.</summary>
    public void Join(ReadingContext context)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (string intent in _order)
        {
            List<FoundText> examples = _intents[intent];
            string key = Utter + intent;
            if (!_responses.TryGetValue(key, out (YamlNode Node, Place Place) response))
            {
                context.Notes.LeftOut(
                    NoteCode.Unjoined, examples[0].Place, $"the intent '{QnaCells.Shown(intent)}' with {examples.Count} examples has no "
                        + $"response {QnaCells.Shown(key)}");
                context.Notes.RowsLeftOut += examples.Count;
                continue;
            }

            used.Add(key);
            FoundEntry entry = new(examples[0].Place) { Id = intent, Prompts = [] };
            entry.Rows.AddRange(examples.Skip(1).Select(example => example.Place));
            entry.Questions.AddRange(examples.Select(example => example with { Text = Reduced(example.Text) }));
            if (AddResponse(entry, response.Node, response.Place, context))
            {
                context.Add(entry);
            }
            else
            {
                context.Notes.Refuse(NoteCode.NoAnswer, response.Place, $"the response '{QnaCells.Shown(key)}' has no text");
                context.Notes.RowsLeftOut += examples.Count;
            }
        }

        foreach ((string name, (_, Place place)) in _responses.Where(response => !used.Contains(response.Key)))
        {
            context.Notes.LeftOut(NoteCode.Unjoined, place, $"the response '{QnaCells.Shown(name)}' has no intent with examples");
        }
    }

    private static bool AddResponse(FoundEntry entry, YamlNode node, Place place, ReadingContext context)
    {
        bool hasText = false;
        foreach (YamlNode variant in node.Items())
        {
            Place at = place with { Row = variant.Line() };
            string? text = variant.Find("text").AsText() ?? variant.AsText();
            if (!string.IsNullOrWhiteSpace(text) && !hasText)
            {
                hasText = true;
                string image = variant.Find("image").AsText() is { Length: > 0 } address ? $"\n\n![]({address})" : "";
                entry.Answer(text.Trim() + image, at);
                foreach ((int index, YamlNode button) in variant.Find("buttons").Items().Index())
                {
                    AddButton(entry, index, button, at, context);
                }
            }
            else
            {
                context.Notes.LeftOut(
                    NoteCode.OtherAnswer, at, $"'{QnaCells.Shown(text ?? "")}' is a further variant of the response; the first one stands");
            }
        }

        return hasText;
    }

    private static void AddButton(FoundEntry entry, int index, YamlNode button, Place place, ReadingContext context)
    {
        string payload = button.Find("payload").AsText() ?? "", title = button.Find("title").AsText() ?? "";
        string target = payload.StartsWith('/') ? payload[1..].Split('{')[0] : "";
        if (target.Length > 0 && title.Trim().Length > 0)
        {
            entry.Prompts!.Add(new FoundPrompt(index, new LocalizedText(title.Trim()), place) { TargetId = target });
        }
        else
        {
            context.Notes.LeftOut(NoteCode.PromptLost, place, $"the button '{QnaCells.Shown(title)}' leads to no intent");
        }
    }

    private void AddExamples(string file, string intent, YamlNode? examples, ReadingContext context)
    {
        if (examples is YamlSequenceNode)
        {
            foreach (YamlNode example in examples.Items())
            {
                string text = example.AsText() ?? example.Find("text").AsText() ?? "";
                foreach ((string line, _) in Lines(text).DefaultIfEmpty((text.Trim(), 0)))
                {
                    Example(intent, new FoundText(line, new Place(file, example.Line(), intent)), context);
                }
            }

            return;
        }

        int start = examples is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded }
            ? examples.Line() + 1
            : examples?.Line() ?? 0;
        foreach ((string line, int offset) in Lines(examples.AsText() ?? ""))
        {
            Example(intent, new FoundText(line, new Place(file, start + offset, intent)), context);
        }
    }

    private void Example(string intent, FoundText text, ReadingContext context)
    {
        if (text.Text.Length == 0)
        {
            return;
        }

        context.CountRow();
        if (!_intents.TryGetValue(intent, out List<FoundText>? examples))
        {
            _intents[intent] = examples = [];
            _order.Add(intent);
        }

        examples.Add(text);
    }

    private static IEnumerable<(string Text, int Offset)> Lines(string text) =>
        text.Split('\n').Select((line, index) => (Line: line.Trim(), Index: index)).Where(line => line.Line.StartsWith('-'))
            .Select(line => (line.Line[1..].Trim(), line.Index)).Where(line => line.Item1.Length > 0);

    /// <summary>An example without its marks: what is shown of <c>[core](product)</c> is core.</summary>
    internal static string Reduced(string example) => Entity().Replace(example, "$1");

    [GeneratedRegex(@"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})(?:\{[^}]*\})?")]
    private static partial Regex Entity();

    [GeneratedRegex(@"^##\s*intent:", RegexOptions.Multiline)]
    private static partial Regex MarkdownIntent();

    [GeneratedRegex(@"^##\s*(intent|synonym|regex|lookup):(.*)$")]
    private static partial Regex MarkdownHeading();

    [GeneratedRegex(@"^\s*[-*+]\s+(.*)$")]
    private static partial Regex MarkdownItem();
}

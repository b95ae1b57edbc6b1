using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Reports;
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
    private readonly Dictionary<string, (IReadOnlyList<Variant> Variants, Place Place)> _responses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _ruled = new(StringComparer.Ordinal);

    /// <summary>Whether there is something to join.</summary>
    public bool Any => _order.Count > 0 || _responses.Count > 0;

    /// <summary>Whether a document is of Rasa.</summary>
    public static bool IsOne(YamlMappingNode root) =>
        root.Find("nlu") is YamlSequenceNode || root.Find("responses") is YamlMappingNode || root.Find("templates") is YamlMappingNode
        || root.Find("intents") is YamlSequenceNode || StepsOf(root).Any();

    /// <summary>Whether a text is training data, responses or stories in Markdown.</summary>
    public static bool IsOne(string text) =>
        MarkdownIntent().IsMatch(text) || RasaMarkdown.AreResponses(text) || RasaMarkdown.AreStories(text);

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
                    Place place = new(file, key.Line(), name);
                    _responses[key.AsText() ?? ""] = ([.. value.Items().Select(variant => Variant.Of(variant, place))], place);
                }
            }
        }

        if (StepsOf(root).Any())
        {
            NoteStories(file, context);
        }

        foreach (YamlNode story in StepsOf(root))
        {
            YamlNode[] steps = [.. story.Find("steps").Items()];
            if (steps is [var asked, var said] && asked.Find("entities") is null && story.Find("condition") is null)
            {
                Rule(asked.Find("intent").AsText(), said.Find("action").AsText());
            }
        }
    }

    private static IEnumerable<YamlNode> StepsOf(YamlMappingNode root) =>
        root.Find("rules").Items().Concat(root.Find("stories").Items()).Where(story => story.Find("steps") is YamlSequenceNode);

    /// <summary>A rule or a story of two steps says by which response an intent is answered.</summary>
    private void Rule(string? intent, string? action)
    {
        if (intent is not null && action?.StartsWith(Utter, StringComparison.Ordinal) == true)
        {
            (_ruled.TryGetValue(intent, out HashSet<string>? actions) ? actions : _ruled[intent] = []).Add(action);
        }
    }

    /// <summary>Takes training data, responses, or stories, in Markdown.</summary>
    /// <returns>What the text is.</returns>
    public string Add(string file, string text, ReadingContext context)
    {
        if (MarkdownIntent().IsMatch(text))
        {
            AddTraining(file, text, context);
            return "Rasa training data (Markdown)";
        }

        if (RasaMarkdown.AreResponses(text))
        {
            foreach ((string intent, List<FoundText> texts) in RasaMarkdown.Responses(file, text))
            {
                _responses[Utter + intent] = ([.. texts.Select(one => new Variant(one.Text, one.Place))], texts[0].Place);
            }

            return "Rasa responses (Markdown)";
        }

        foreach ((string intent, string action) in RasaMarkdown.Rules(text))
        {
            Rule(intent, action);
        }

        NoteStories(file, context);
        return "Rasa stories (Markdown)";
    }

    private static void NoteStories(string file, ReadingContext context) => context.Notes.LeftOut(
        NoteCode.OtherKind, new Place(file),
        "stories, rules and tests tell how conversations go and hold no answers; where they lead from an intent to one response alone, "
            + "the two were joined");

    private void AddTraining(string file, string text, ReadingContext context)
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

    [GeneratedRegex(@"^[ \t]*##[ \t]*intent:", RegexOptions.Multiline)]
    private static partial Regex MarkdownIntent();

    [GeneratedRegex(@"^\s*##\s*(intent|synonym|regex|lookup):(.*)$")]
    private static partial Regex MarkdownHeading();

    [GeneratedRegex(@"^\s*[-*+]\s+(.*)$")]
    private static partial Regex MarkdownItem();
}

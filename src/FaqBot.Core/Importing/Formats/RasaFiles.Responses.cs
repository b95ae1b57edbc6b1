using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Core.Importing.Formats;

/// <content>Which response answers an intent, and what of it is taken over.</content>
internal sealed partial class RasaFiles
{
    /// <summary>Joins intents and responses to entries.</summary>
    public void Join(ReadingContext context)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (string intent in _order)
        {
            List<FoundText> examples = _intents[intent];
            string key = KeyOf(intent);
            if (!_responses.TryGetValue(key, out (IReadOnlyList<Variant> Variants, Place Place) response))
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
            if (AddResponse(entry, response.Variants, context))
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

    /// <summary>The response of an intent: the one of its name, else the only one to which rules lead.</summary>
    private string KeyOf(string intent) =>
        !_responses.ContainsKey(Utter + intent) && _ruled.TryGetValue(intent, out HashSet<string>? actions) && actions.Count == 1
            ? actions.First() : Utter + intent;

    private static bool AddResponse(FoundEntry entry, IReadOnlyList<Variant> variants, ReadingContext context)
    {
        // What is said to everybody stands before what is said on a channel or under a condition.
        Variant? first = variants.Where(variant => !string.IsNullOrWhiteSpace(variant.Text)).OrderBy(variant => variant.IsLimited ? 1 : 0)
            .FirstOrDefault();
        foreach (Variant variant in variants.Where(variant => variant != first))
        {
            context.Notes.LeftOut(
                NoteCode.OtherAnswer, variant.Place, $"'{QnaCells.Shown(variant.Text ?? "")}' is a further variant of the response; "
                    + (first is null ? "it has no text" : $"'{QnaCells.Shown(first.Text!)}' stands"));
        }

        if (first is null)
        {
            return false;
        }

        string image = first.Image is { Length: > 0 } address ? $"\n\n![]({address})" : "";
        entry.Answer(first.Text!.Trim() + image, first.Place);
        foreach ((int index, YamlNode button) in first.Buttons.Index())
        {
            AddButton(entry, index, button, first.Place, context);
        }

        return true;
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

    /// <summary>A variant of a response.</summary>
    private sealed record Variant(string? Text, Place Place)
    {
        public string? Image { get; init; }

        public IReadOnlyList<YamlNode> Buttons { get; init; } = [];

        public bool IsLimited { get; init; }

        public static Variant Of(YamlNode node, Place place) =>
            new(node.Find("text").AsText() ?? node.AsText(), place with { Row = node.Line() })
            {
                Image = node.Find("image").AsText(),
                Buttons = [.. node.Find("buttons").Items()],
                IsLimited = node.Find("channel") is not null || node.Find("condition") is not null,
            };
    }
}

using FaqBot.Channels.BotFramework.Messages;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Rendering;

/// <summary>A button that asks a question.</summary>
/// <param name="Title">What the customer reads.</param>
/// <param name="Question">The question of the entry, which it asks exactly.</param>
/// <param name="PreviousEntryId">The entry that offers it, or null.</param>
internal sealed record QuestionButton(string Title, string Question, string? PreviousEntryId);

/// <summary>Answers as Adaptive Cards: their text elements know neither blank lines nor tables nor images, so each block is an element of
/// its own.</summary>
/// <remarks>
/// Version 1.5, which Teams shows (<see
/// href="https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference"/>). Only dictionaries,
/// lists and texts: both JSON serialisers of the SDK write them alike.
/// </remarks>
internal static class AnswerCard
{
    private const string ContentType = "application/vnd.microsoft.card.adaptive";

    /// <summary>Shows an answer and what may follow it.</summary>
    public static Attachment Of(IEnumerable<MarkdownBlock> blocks, IEnumerable<QuestionButton> buttons)
    {
        Dictionary<string, object> card = Element("AdaptiveCard");
        card["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json";
        card["version"] = "1.5";
        card["msteams"] = new Dictionary<string, object> { ["width"] = "Full" };
        card["body"] = blocks.Select(Of).ToList();
        List<object> actions = [.. buttons.Select(Submit)];
        if (actions.Count > 0)
        {
            card["actions"] = actions;
        }

        return new Attachment(ContentType, content: card);
    }

    private static object Of(MarkdownBlock block) => block.Kind switch
    {
        BlockKind.Heading => With(Text(block.Text), ("weight", "Bolder"), ("size", "Medium")),
        BlockKind.Code => With(Text(block.Text), ("fontType", "Monospace")),
        BlockKind.Quote => With(Element("Container"), ("style", "emphasis"), ("items", block.Quoted.Select(Of).ToList())),
        BlockKind.Table => Table(block.Rows),
        BlockKind.Image when block.Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) =>
            With(Element("Image"), ("url", block.Url), ("altText", block.Text)),
        BlockKind.Image => Text($"[{block.Text}]({block.Url})"),
        _ => Text(block.Text),
    };

    private static Dictionary<string, object> Table(IReadOnlyList<string[]> rows)
    {
        int columns = rows.Max(row => row.Length);
        return With(
            Element("Table"),
            ("firstRowAsHeaders", true),
            ("columns", Enumerable.Repeat<object>(new Dictionary<string, object> { ["width"] = 1 }, columns).ToList()),
            ("rows", rows.Select(object (row) => With(Element("TableRow"), ("cells", Cells(row, columns)))).ToList()));
    }

    private static List<object> Cells(string[] row, int columns) =>
    [
        .. Enumerable.Range(0, columns).Select(column =>
            With(Element("TableCell"), ("items", new List<object> { Text(column < row.Length ? row[column] : "") }))),
    ];

    private static object Submit(QuestionButton button)
    {
        Dictionary<string, object> value = ButtonValue(button);
        Dictionary<string, object> message = new()
        {
            ["type"] = ActionTypes.MessageBack,
            ["displayText"] = button.Title,
            ["text"] = button.Question,
            ["value"] = value,
        };
        Dictionary<string, object> data = new(value) { ["msteams"] = message };
        return With(Element("Action.Submit"), ("title", button.Title), ("data", data));
    }

    private static Dictionary<string, object> ButtonValue(QuestionButton button)
    {
        Dictionary<string, object> asked = new() { [MessageText.QuestionMember] = button.Question };
        if (button.PreviousEntryId is { } previous)
        {
            asked[MessageText.PreviousMember] = previous;
        }

        return new Dictionary<string, object> { [MessageText.ButtonMember] = asked };
    }

    private static Dictionary<string, object> Text(string text) => With(Element("TextBlock"), ("text", text), ("wrap", true));

    private static Dictionary<string, object> Element(string type) => new() { ["type"] = type };

    private static Dictionary<string, object> With(
        Dictionary<string, object> element, params ReadOnlySpan<(string Name, object Value)> members)
    {
        foreach ((string name, object value) in members)
        {
            element[name] = value;
        }

        return element;
    }
}

namespace FaqBot.Channels.DirectLine;

/// <summary>What the bot says.</summary>
/// <param name="Text">The text, in Markdown.</param>
/// <param name="Actions">Buttons below it.</param>
internal sealed record BotReply(string Text, IReadOnlyList<BotAction> Actions)
{
    /// <summary><c>answer</c>, <c>suggestions</c> or <c>noMatch</c>; null when it answers no question.</summary>
    public string? Decision { get; init; }

    /// <summary>Probability that the best entry is right, 0…1.</summary>
    public double Confidence { get; init; }

    /// <summary>The entry that answers; or null.</summary>
    public string? EntryId { get; init; }
}

/// <summary>A button.</summary>
/// <param name="Title">What it shows, and what the customer says by clicking it.</param>
/// <param name="Choice">The entry that it stands for.</param>
internal sealed record BotAction(string Title, EntryChoice Choice);

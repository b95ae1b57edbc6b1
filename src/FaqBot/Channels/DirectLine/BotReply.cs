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

    /// <summary>The question that a person is asked to answer; or null.</summary>
    public Handoff? Handoff { get; init; }
}

/// <summary>What a person who takes over needs to know.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="KnowledgeBase">The knowledge base that has no answer.</param>
/// <param name="Language">Tag of the question's language.</param>
internal sealed record Handoff(string Question, string KnowledgeBase, string Language);

/// <summary>A button.</summary>
/// <param name="Title">What it shows, and what the customer says by clicking it.</param>
/// <param name="Choice">The entry that it stands for.</param>
internal sealed record BotAction(string Title, EntryChoice Choice);

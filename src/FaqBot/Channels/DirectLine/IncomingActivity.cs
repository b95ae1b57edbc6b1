namespace FaqBot.Channels.DirectLine;

/// <summary>An activity that a client sends, checked and ready to be kept.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Stored">The activity as it is kept.</param>
internal sealed record IncomingActivity(string Type, byte[] Stored)
{
    public const string Message = "message";
    public const string Event = "event";
    public const string Typing = "typing";

    /// <summary>What was typed; empty where nothing was.</summary>
    public required string Text { get; init; }

    /// <summary>Whether files came with it.</summary>
    public bool HasFiles { get; init; }

    /// <summary>The name of an event.</summary>
    public string? Name { get; init; }

    /// <summary>The language of the client, as a tag.</summary>
    public string? Locale { get; init; }

    /// <summary>The client's own id of the activity, by which a second copy is known.</summary>
    public string? Key { get; init; }

    /// <summary>What was clicked, if the message comes from one of the bot's own buttons.</summary>
    public EntryChoice? Choice { get; init; }
}

/// <summary>An entry that a button stands for.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="PreviousEntryId">The entry whose answer showed the button; or null.</param>
internal sealed record EntryChoice(string EntryId, string? PreviousEntryId);

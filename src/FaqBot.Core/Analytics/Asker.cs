namespace FaqBot.Core.Analytics;

/// <summary>Who asks, as far as the question log needs to know.</summary>
/// <param name="Channel">The way that the question came by, such as <see cref="Api"/>.</param>
/// <param name="User">Name or address of the user; never stored, only as a keyed hash. Or null.</param>
/// <param name="Conversation">The conversation, by the name that its channel has for it; stored as the user is. Or null.</param>
/// <param name="OptsOut">Whether the user does not want the question to be logged.</param>
public sealed record Asker(string Channel, string? User, string? Conversation, bool OptsOut = false)
{
    /// <summary>The service's own API, and the pages that use it.</summary>
    public const string Api = "api";

    /// <summary>Clients of QnA Maker.</summary>
    public const string QnaMaker = "qnamaker";

    /// <summary>Clients of Custom Question Answering.</summary>
    public const string CustomQuestionAnswering = "cqa";

    /// <summary>Web Chat and other clients of Direct Line.</summary>
    public const string DirectLine = "directline";

    /// <summary>Channels of the Bot Framework.</summary>
    public const string BotFramework = "bot";

    /// <summary>Whether the user or the conversation has a name: an address may be that of many.</summary>
    public bool IsNamed { get; init; } = true;

    /// <summary>Keeps names out of logs that print the whole record.</summary>
    /// <returns>The channel alone.</returns>
    public override string ToString() => Channel;
}

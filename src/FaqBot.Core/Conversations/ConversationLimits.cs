namespace FaqBot.Core.Conversations;

/// <summary>How much of conversations is kept, and for how long.</summary>
public sealed record ConversationLimits
{
    /// <summary>Time after the last use at which a conversation is forgotten.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Most activities of a conversation that are kept; older ones go first.</summary>
    public int MaxActivities { get; init; } = 200;

    /// <summary>Most bytes that the kept activities of a conversation take; the newest turn is kept whatever its size.</summary>
    public int MaxBytes { get; init; } = 256 * 1024;

    /// <summary>Most conversations in the memory of one process; a store on a server leaves that to the server.</summary>
    public int MaxConversations { get; init; } = 10_000;
}

namespace FaqBot.Core.Conversations;

/// <summary>Activities that enter a conversation together, or not at all.</summary>
/// <param name="Activities">The activities in their order, each as the channel writes it; they do not know their numbers. At least
/// one.</param>
/// <param name="Key">The sender's own key of the first one: a second turn with the same key changes nothing; or null.</param>
public sealed record ConversationTurn(IReadOnlyList<byte[]> Activities, string? Key = null);

namespace FaqBot.Core.Conversations;

/// <summary>What is known of a conversation besides its activities.</summary>
/// <param name="Last">Number of the last activity; 0 before the first one.</param>
/// <param name="Seen">Number of the activity that was stored under the sender's own key, when the search named one that is known; or
/// null.</param>
public sealed record ConversationState(long Last, long? Seen);

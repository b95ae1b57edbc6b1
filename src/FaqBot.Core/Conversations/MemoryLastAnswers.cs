namespace FaqBot.Core.Conversations;

/// <summary>Keeps the last answers in this process, the latest conversations only.</summary>
internal sealed class MemoryLastAnswers(ConversationOptions options, TimeProvider time) : ILastAnswerStore
{
    private readonly ExpiringEntries<string> _entryIds = new(options.MaxConversations, options.Lifetime, time);

    public ValueTask<string?> FindAsync(string conversation, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_entryIds.Find(conversation));

    public void Keep(string conversation, string entryId) => _entryIds.Set(conversation, entryId);

    public void Forget(string conversation) => _entryIds.Remove(conversation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

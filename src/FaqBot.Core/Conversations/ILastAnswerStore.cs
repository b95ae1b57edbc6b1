namespace FaqBot.Core.Conversations;

/// <summary>Keeps which entry was answered last, by hash of the conversation.</summary>
/// <remarks>Thread-safe, also while and after it is disposed of. A failure is nothing found.</remarks>
internal interface ILastAnswerStore : IAsyncDisposable
{
    /// <summary>Finds the entry; null when none is known.</summary>
    ValueTask<string?> FindAsync(string conversation, CancellationToken cancellationToken);

    /// <summary>Keeps an entry; returns at once.</summary>
    void Keep(string conversation, string entryId);

    /// <summary>Forgets an entry; returns at once.</summary>
    void Forget(string conversation);
}

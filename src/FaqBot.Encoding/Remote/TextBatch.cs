using System.Diagnostics.CodeAnalysis;

namespace FaqBot.Encoding.Remote;

/// <summary>Texts that share a request.</summary>
[SuppressMessage("Design", "CA1001", Justification =
    "The source has neither timer nor wait handle; callers may still leave after the last request.")]
internal sealed class TextBatch
{
    private readonly CancellationTokenSource _abandoned = new();
    private int _awaited;

    /// <summary>Takes texts together; each is told its batch.</summary>
    public TextBatch(IReadOnlyList<PendingText> texts)
    {
        Texts = texts;
        _awaited = texts.Count;
        foreach (PendingText text in texts)
        {
            text.Batch = this;
        }
    }

    /// <summary>The texts.</summary>
    public IReadOnlyList<PendingText> Texts { get; }

    /// <summary>Cancelled when nobody waits for any of the texts.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Notes that nobody waits for one of the texts any more.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _awaited) == 0)
        {
            _abandoned.Cancel();
        }
    }
}

namespace FaqBot.Encoding.Remote;

/// <summary>A text whose vector is awaited.</summary>
internal sealed class PendingText(string text)
{
    private readonly TaskCompletionSource<float[]> _vector = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The text, cut to what may be sent.</summary>
    public string Text { get; } = text;

    /// <summary>Its place among those who wait; guarded by the queue.</summary>
    public LinkedListNode<PendingText>? Place { get; set; }

    /// <summary>The batch that took it out of the queue; guarded by the queue.</summary>
    public TextBatch? Batch { get; set; }

    /// <summary>Whether its vector came, or will not, or nobody waits for it.</summary>
    public bool IsSettled => _vector.Task.IsCompleted;

    /// <summary>The vector.</summary>
    public Task<float[]> Task => _vector.Task;

    /// <summary>Hands the vector over.</summary>
    public void Complete(float[] vector) => _vector.TrySetResult(vector);

    /// <summary>Tells that there will be none.</summary>
    public void Fail(Exception exception)
    {
        _vector.TrySetException(exception);

        // Seen here, so that a text which nobody awaits any more is not reported as an unobserved failure.
        _ = _vector.Task.Exception;
    }

    /// <summary>Notes that nobody waits.</summary>
    /// <returns>False when it was settled before.</returns>
    public bool Cancel(CancellationToken cancellationToken) => _vector.TrySetCanceled(cancellationToken);
}

using System.Diagnostics;

namespace FaqBot.Encoding.Running;

/// <summary>What a run gave for a text.</summary>
/// <param name="Vector">Its unit vector.</param>
/// <param name="States">The states of its tokens; empty where nobody in the batch wants them.</param>
/// <param name="Length">The length that the vector had before it got unit length.</param>
/// <param name="Queued">How long the text waited for its run.</param>
/// <param name="Computed">How long the run took.</param>
internal readonly record struct EncodedTokens(float[] Vector, TokenStates States, float Length, TimeSpan Queued, TimeSpan Computed);

/// <summary>A tokenised text whose vector is awaited.</summary>
internal sealed class WaitingText(int[] ids, bool withStates, TextShare share, long arrived)
{
    private readonly TaskCompletionSource<EncodedTokens> _encoded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int[] Ids { get; } = ids;

    public bool WithStates { get; } = withStates;

    public TextShare Share { get; } = share;

    /// <summary>When it came, a timestamp of <see cref="Stopwatch"/>.</summary>
    public long Arrived { get; } = arrived;

    public LinkedListNode<WaitingText>? Place { get; set; }

    public Task<EncodedTokens> Task => _encoded.Task;

    public void Complete(EncodedTokens encoded) => _encoded.TrySetResult(encoded);

    public void Fail(Exception exception) => _encoded.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _encoded.TrySetCanceled(cancellationToken);
}

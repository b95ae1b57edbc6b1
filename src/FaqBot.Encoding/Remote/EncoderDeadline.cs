using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Remote;

/// <summary>An encoder for those who wait for its vectors: it gives up after a while, with a failure that says so.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="encoder">The encoder, which stays its caller's.</param>
/// <param name="deadline">How long to wait.</param>
/// <param name="time">Measures the wait.</param>
public sealed class EncoderDeadline(IEncoder encoder, TimeSpan deadline, TimeProvider time) : IEncoder
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public EncoderIdentity Identity => encoder.Identity;

    /// <inheritdoc />
    public async ValueTask<float[]> EncodeAsync(string text, CancellationToken cancellationToken) =>
        await WithinAsync(stop => encoder.EncodeAsync(text, stop).AsTask(), cancellationToken);

    /// <inheritdoc />
    public Task<float[]> EncodeAsync(IReadOnlyList<string> texts, Action<int>? progress, CancellationToken cancellationToken) =>
        WithinAsync(stop => encoder.EncodeAsync(texts, progress, stop), cancellationToken);

    private async Task<float[]> WithinAsync(Func<CancellationToken, Task<float[]>> encode, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(deadline, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await encode(either.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new EncoderUnavailableException(
                $"The encoding service gave no vectors of '{Identity.Name}' within {deadline}; if it is only slow, raise Deadline.", Pause,
                    exception);
        }
    }
}

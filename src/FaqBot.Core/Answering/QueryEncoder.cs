using System.Threading.RateLimiting;
using FaqBot.Encoding;

namespace FaqBot.Answering;

/// <summary>Encodes questions, a limited number at a time.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class QueryEncoder : IDisposable
{
    private readonly TextEncoder _encoder;
    private readonly ConcurrencyLimiter _limiter;

    /// <summary>Makes one.</summary>
    /// <param name="encoder">The encoder, which stays its caller's.</param>
    /// <param name="options">The limits.</param>
    public QueryEncoder(TextEncoder encoder, AnsweringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _encoder = encoder;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.ConcurrentEncodings > 0 ? options.ConcurrentEncodings : Environment.ProcessorCount,
            QueueLimit = options.WaitingQuestions,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Encodes a text.</summary>
    /// <param name="text">The normalised text.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The unit vector.</returns>
    /// <exception cref="BusyException">Too many questions are waiting.</exception>
    public async ValueTask<float[]> EncodeAsync(string text, CancellationToken cancellationToken)
    {
        using RateLimitLease lease = await _limiter.AcquireAsync(1, cancellationToken);
        if (!lease.IsAcquired)
        {
            throw new BusyException();
        }

        float[] vector = new float[_encoder.Dimensions];
        _encoder.Encode(text, vector);
        return vector;
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();
}

namespace FaqBot.Encoding.Remote;

/// <summary>What may be done about a failed attempt.</summary>
internal enum FailureKind
{
    /// <summary>The same request may succeed a little later.</summary>
    Passing,

    /// <summary>No request will succeed before somebody mends something.</summary>
    Lasting,

    /// <summary>The service works, but not for these texts: others, or fewer at a time, may succeed.</summary>
    Texts,
}

/// <summary>Why an attempt gave no vectors.</summary>
/// <param name="Kind">What may be done.</param>
/// <param name="Message">What was found and what to do, without secrets.</param>
/// <param name="RetryAfter">When the service wants to be asked again, if it said so.</param>
internal sealed record RemoteFailure(FailureKind Kind, string Message, TimeSpan? RetryAfter = null);

/// <summary>What came of a request: vectors, row-major [texts × dimensions], or a failure.</summary>
internal readonly record struct RemoteResult(float[]? Vectors, RemoteFailure? Failure)
{
    /// <summary>Wraps vectors.</summary>
    public static implicit operator RemoteResult(float[] vectors) => new(vectors, null);

    /// <summary>Wraps a failure.</summary>
    public static implicit operator RemoteResult(RemoteFailure failure) => new(null, failure);
}

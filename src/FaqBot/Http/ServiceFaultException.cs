using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Http;

/// <summary>
/// A failure that knows what its request is told; its message says what was found and expected, and holds no text of the user.
/// </summary>
/// <param name="message">Detail of the problem.</param>
internal abstract class ServiceFaultException(string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public abstract int Status { get; }

    /// <summary>The kind in words, the same for all of its kind.</summary>
    public abstract string Title { get; }

    /// <summary>The kind for programs: one of <see cref="FaultCode"/>, or of an API's own names; null: the status says all.</summary>
    public virtual string? Code => null;

    /// <summary>When trying again may help; null: nobody knows.</summary>
    public virtual TimeSpan? RetryAfter => null;

    /// <summary>What the request is told.</summary>
    public virtual ProblemDetails ToProblem()
    {
        ProblemDetails problem = new() { Status = Status, Title = Title, Detail = Message };
        return Code is { } code ? problem.WithCode(code) : problem;
    }
}

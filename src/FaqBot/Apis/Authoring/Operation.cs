using FaqBot.Core.Knowledge;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Apis.Authoring;

/// <summary>How far an operation is.</summary>
internal enum OperationState
{
    Running,
    Succeeded,
    Partial,
    Failed,
}

/// <summary>What came of the work of an operation.</summary>
/// <param name="Location">Path of what was made or changed, or null.</param>
/// <param name="Faults">What was left out, and why.</param>
/// <param name="Result">A file that was made, or null; not where the outcome was read from the store.</param>
/// <param name="ResultType">Its media type.</param>
internal sealed record OperationOutcome(
    string? Location = null, IReadOnlyList<Fault>? Faults = null, byte[]? Result = null, string? ResultType = null);

/// <summary>A piece of work that a client asks for, and asks after.</summary>
/// <remarks>Immutable.</remarks>
internal sealed record Operation(
    string Id, string Kb, string Kind, string Author, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, OperationState State)
{
    /// <summary>Why it failed; null: it did not.</summary>
    public ProblemDetails? Problem { get; init; }

    /// <summary>What came of it; null until it has ended well.</summary>
    public OperationOutcome? Outcome { get; init; }

    /// <summary>Whether a file came of it.</summary>
    public bool HasResult { get; init; }
}

using FaqBot.Core.Knowledge;
using FaqBot.Http;
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
/// <param name="Result">A file that was made, or null.</param>
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
}

/// <summary>What clients of other services asked for last: long work goes on after its request, and they ask after it.</summary>
/// <remarks>
/// Thread-safe. Work that ends soon ends within its request, so that what is wrong with it is that request's error. What is kept is bounded
/// in number, size and time, and forgotten when the service ends: the change itself is stored wholly or not at all.
/// </remarks>
internal sealed partial class Operations(
    TimeProvider time, ProblemOf problemOf, IHostApplicationLifetime lifetime, ILogger<Operations> log)
{
    /// <summary>How long an operation is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private const int MostKept = 1_000;
    private const int MostRunning = 8;
    private const long MostResultBytes = 128L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly LinkedList<Operation> _kept = [];

    /// <summary>Starts a piece of work, and waits a while for its end.</summary>
    /// <param name="kb">The knowledge base that it is about.</param>
    /// <param name="kind">What it is, as its route names it.</param>
    /// <param name="author">Who asked.</param>
    /// <param name="work">Does it.</param>
    /// <returns>The operation as it is then.</returns>
    /// <exception cref="TooMuchAtWorkException">Too many run.</exception>
    public async Task<Operation> RunAsync(
        string kb, string kind, string author, Func<CancellationToken, Task<OperationOutcome>> work)
    {
        DateTimeOffset now = time.GetUtcNow();
        Operation begun = new(Guid.NewGuid().ToString(), kb, kind, author, now, now, OperationState.Running);
        Add(begun);
        Task<OperationOutcome> task = Task.Run(() => work(lifetime.ApplicationStopping));
        Task ended = EndAsync(begun, task);
        await Task.WhenAny(ended, Task.Delay(Patience, time));
        if (task.IsFaulted || task.IsCanceled)
        {
            await ended;
            Remove(begun.Id);
            await task;
        }

        return Find(begun.Id) ?? begun;
    }

    /// <summary>Finds an operation.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The operation; null when there is none, or its time is over.</returns>
    public Operation? Find(string id)
    {
        DateTimeOffset oldest = time.GetUtcNow() - Lifetime;
        lock (_gate)
        {
            return _kept.FirstOrDefault(operation => operation.Id == id && operation.CreatedAt > oldest);
        }
    }

    private async Task EndAsync(Operation begun, Task<OperationOutcome> task)
    {
        try
        {
            OperationOutcome outcome = await task;
            Replace(begun with
            {
                ChangedAt = time.GetUtcNow(),
                State = outcome.Faults is { Count: > 0 } ? OperationState.Partial : OperationState.Succeeded,
                Outcome = outcome,
            });
        }
        catch (Exception exception)
        {
            ProblemDetails problem = problemOf(exception);
            if (problem.Status == StatusCodes.Status500InternalServerError)
            {
                Failed(log, begun.Kind, begun.Kb, exception);
            }

            Replace(begun with { ChangedAt = time.GetUtcNow(), State = OperationState.Failed, Problem = problem });
        }
    }

    private void Add(Operation operation)
    {
        lock (_gate)
        {
            if (_kept.Count(one => one.State == OperationState.Running) >= MostRunning)
            {
                throw new TooMuchAtWorkException($"Found {MostRunning} operations at work, expected fewer; try again later.", RetryAfter);
            }

            _kept.AddLast(operation);
            for (LinkedListNode<Operation>? node = _kept.First; node is not null && _kept.Count > MostKept;)
            {
                LinkedListNode<Operation>? next = node.Next;
                if (node.Value.State != OperationState.Running)
                {
                    _kept.Remove(node);
                }

                node = next;
            }
        }
    }

    private void Remove(string id)
    {
        lock (_gate)
        {
            if (_kept.FirstOrDefault(operation => operation.Id == id) is { } found)
            {
                _kept.Remove(found);
            }
        }
    }

    private void Replace(Operation operation)
    {
        DateTimeOffset oldest = time.GetUtcNow() - Lifetime;
        lock (_gate)
        {
            long bytes = operation.Outcome?.Result?.LongLength ?? 0;
            for (LinkedListNode<Operation>? node = _kept.Last; node is not null;)
            {
                LinkedListNode<Operation>? next = node.Previous;
                bytes += node.Value.Outcome?.Result?.LongLength ?? 0;
                if (node.Value.Id == operation.Id)
                {
                    node.Value = operation;
                }
                else if (node.Value.State != OperationState.Running
                    && (node.Value.CreatedAt <= oldest || (bytes > MostResultBytes && node.Value.Outcome?.Result is not null)))
                {
                    _kept.Remove(node);
                }

                node = next;
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Operation {Kind} on '{KnowledgeBase}' failed.")]
    private static partial void Failed(ILogger log, string kind, string knowledgeBase, Exception exception);
}

using System.Collections.Concurrent;
using System.Text.Json;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Apis.Authoring;

/// <summary>What clients of other services asked for last: long work goes on after its request, and they ask after it.</summary>
/// <remarks>
/// Thread-safe. Work that ends soon ends within its request, so that what is wrong with it is that request's error. What came of it is in
/// the store, bounded in number, size and time: whichever process is asked tells it, after a restart, too. An operation of which nothing
/// was heard for a while has died with its process, and its change was stored wholly or not at all.
/// </remarks>
internal sealed partial class Operations(
    Func<OperationTable> table, TimeProvider time, ProblemOf problemOf, IHostApplicationLifetime lifetime, ILogger<Operations> log)
{
    /// <summary>How long an operation is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>How long after it was heard of last a running one counts as running.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private const int MostRunning = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20), Beat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();

    // Those that run here, and those whose end the store could not take.
    private readonly ConcurrentDictionary<string, Operation> _held = new(StringComparer.Ordinal);

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
        Task<Operation> ended = EndAsync(begun, task);
        Task patience = Task.Delay(Patience, time);
        if (await Task.WhenAny(task, patience) == task)
        {
            Operation done = await ended;
            if (!task.IsCompletedSuccessfully)
            {
                // The request tells it: nobody has the id of the operation.
                _held.TryRemove(begun.Id, out _);
                await task;
            }

            await StoreAsync(done);
            return done;
        }

        // From now on its client asks after it, wherever; what it has come to meanwhile is not written over.
        await StoreAsync(begun);
        _ = FollowAsync(begun, ended);
        return begun;
    }

    /// <summary>Finds an operation.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The operation; null when there is none, or its time is over.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Operation? Find(string id)
    {
        DateTimeOffset now = time.GetUtcNow();
        Operation? found = _held.GetValueOrDefault(id) ?? (table().Find(id) is { } stored ? Read(stored, now) : null);
        return found?.CreatedAt > now - Lifetime ? found : null;
    }

    /// <summary>The file that came of an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>The file; or null.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public byte[]? ResultOf(Operation operation) =>
        operation.Outcome?.Result ?? (operation.HasResult ? table().ResultOf(operation.Id) : null);

    private static Operation Read(StoredOperation stored, DateTimeOffset now)
    {
        Outcome? outcome = stored.Outcome is { } json ? JsonSerializer.Deserialize<Outcome>(json, JsonSerializerOptions.Web) : null;
        OperationState state = Enum.TryParse(stored.State, out OperationState known) ? known : OperationState.Failed;
        bool isLost = state == OperationState.Running && stored.ChangedAt < now - Silence;
        return new Operation(
            stored.Id, stored.KnowledgeBaseId, stored.Kind, stored.Author, stored.CreatedAt, stored.ChangedAt,
            isLost ? OperationState.Failed : state)
        {
            Problem = isLost ? Lost : outcome?.Problem,
            Outcome = state is OperationState.Succeeded or OperationState.Partial
                ? new OperationOutcome(outcome?.Location, outcome?.Faults, null, outcome?.ResultType) : null,
            HasResult = stored.HasResult,
        };
    }

    private static ProblemDetails Lost => new()
    {
        Status = StatusCodes.Status503ServiceUnavailable,
        Title = "The service ended before it did.",
        Detail = "The service ended before this did: what it was to change is wholly as it was, or wholly changed. Look, and ask again.",
    };

    private async Task<Operation> EndAsync(Operation begun, Task<OperationOutcome> task)
    {
        Operation ended;
        try
        {
            OperationOutcome outcome = await task;
            ended = begun with
            {
                ChangedAt = time.GetUtcNow(),
                State = outcome.Faults is { Count: > 0 } ? OperationState.Partial : OperationState.Succeeded,
                Outcome = outcome,
                HasResult = outcome.Result is not null,
            };
        }
        catch (Exception exception)
        {
            ProblemDetails problem = problemOf(exception);
            if (problem.Status == StatusCodes.Status500InternalServerError)
            {
                Failed(log, begun.Kind, begun.Kb, exception);
            }

            ended = begun with { ChangedAt = time.GetUtcNow(), State = OperationState.Failed, Problem = problem };
        }

        _held[begun.Id] = ended;
        return ended;
    }

    /// <summary>Tells the store that an operation goes on, and at last what came of it.</summary>
    private async Task FollowAsync(Operation begun, Task<Operation> ended)
    {
        while (await Task.WhenAny(ended, Task.Delay(Beat, time)) != ended)
        {
            await StoreAsync(begun with { ChangedAt = time.GetUtcNow() });
        }

        await StoreAsync(await ended);
    }

    private async Task StoreAsync(Operation operation)
    {
        bool hasEnded = operation.State != OperationState.Running;
        try
        {
            OperationOutcome? outcome = operation.Outcome;
            StoredOperation stored = new(
                operation.Id, operation.Kb, operation.Kind, operation.Author, operation.State.ToString(), operation.CreatedAt,
                operation.ChangedAt,
                !hasEnded ? null : JsonSerializer.Serialize(
                    new Outcome(operation.Problem, outcome?.Location, outcome?.Faults, outcome?.ResultType), JsonSerializerOptions.Web),
                operation.HasResult);
            await Task.Run(() => table().Put(stored, outcome?.Result, time.GetUtcNow() - Lifetime));
            if (hasEnded)
            {
                _held.TryRemove(operation.Id, out _);
            }
        }
        catch (Exception exception) when (exception is StoreException or ObjectDisposedException or NotReadyException)
        {
            // It is told from memory as long as the process lives, without its file, which may be large.
            if (hasEnded)
            {
                _held[operation.Id] = operation with
                {
                    Outcome = operation.Outcome is { } full ? full with { Result = null } : null,
                    HasResult = false,
                };
            }

            CannotStore(log, operation.Kind, operation.Kb, exception.Message);
        }
    }

    private void Add(Operation operation)
    {
        DateTimeOffset oldest = time.GetUtcNow() - Lifetime;
        lock (_gate)
        {
            if (_held.Values.Count(one => one.State == OperationState.Running) >= MostRunning)
            {
                throw new TooMuchAtWorkException($"Found {MostRunning} operations at work, expected fewer; try again later.", RetryAfter);
            }

            foreach (Operation old in _held.Values.Where(one => one.State != OperationState.Running)
                .OrderByDescending(one => one.CreatedAt).Where((one, index) => index >= OperationTable.Most || one.CreatedAt <= oldest))
            {
                _held.TryRemove(old.Id, out _);
            }

            _held[operation.Id] = operation;
        }
    }

    /// <summary>What the store keeps of an end.</summary>
    private sealed record Outcome(
        ProblemDetails? Problem, string? Location, IReadOnlyList<Core.Knowledge.Fault>? Faults, string? ResultType);

    [LoggerMessage(1, LogLevel.Error, "Operation {Kind} on '{KnowledgeBase}' failed.")]
    private static partial void Failed(ILogger log, string kind, string knowledgeBase, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "How operation {Kind} on '{KnowledgeBase}' stands could not be stored: {Reason}")]
    private static partial void CannotStore(ILogger log, string kind, string knowledgeBase, string reason);
}

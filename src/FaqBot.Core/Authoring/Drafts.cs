using FaqBot.Core.Answering;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Authoring;

/// <summary>Brings the test deployment up to the working copies, soon after they were edited.</summary>
/// <remarks>
/// Thread-safe. Edits that follow each other closely make one draft: <see cref="Pause"/> after the last of them, but at most
/// <see cref="Longest"/> after the first. Drafts are made one after the other.
/// </remarks>
/// <param name="store">Holds the working copies.</param>
/// <param name="copies">Reads them.</param>
/// <param name="indexer">Makes versions of them.</param>
/// <param name="refresh">Loads what was made.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what cannot be made.</param>
public sealed partial class Drafts(
    KnowledgeStore store,
    WorkingCopies copies,
    WorkingCopyIndexer indexer,
    Func<CancellationToken, Task> refresh,
    TimeProvider time,
    ILogger<Drafts> log) : IAsyncDisposable
{
    /// <summary>How long nothing must have been edited.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>How long an edit waits at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>Notes that a knowledge base was edited.</summary>
    /// <param name="kb">The knowledge base.</param>
    public void Touch(string kb)
    {
        ArgumentNullException.ThrowIfNull(kb);
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            if (!_waiting.TryGetValue(kb, out Waiting? waiting))
            {
                _waiting[kb] = waiting = new Waiting();
            }

            long now = time.GetTimestamp();
            waiting.Last = now;
            waiting.First ??= now;
            waiting.Worker ??= Task.Run(() => WorkAsync(kb, waiting));
        }
    }

    /// <summary>Touches every knowledge base whose draft is behind: after a start, or an edit by another process.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public void TouchOutdated()
    {
        foreach (WorkingCopyHead head in store.Read(rows => rows.Copies.Heads()).Where(head => head.NeedsDraft))
        {
            lock (_gate)
            {
                if (_waiting.ContainsKey(head.KnowledgeBaseId) || _faults.ContainsKey(head.KnowledgeBaseId))
                {
                    continue;
                }
            }

            Touch(head.KnowledgeBaseId);
        }
    }

    /// <summary>Why the draft of a knowledge base cannot be made; null: it can, as far as is known.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>What was found, expected, and what to do.</returns>
    public string? FaultOf(string kb)
    {
        lock (_gate)
        {
            return _faults.GetValueOrDefault(kb);
        }
    }

    /// <summary>Makes a draft at once, where it is behind.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>When the test deployment answers from the working copy.</returns>
    /// <exception cref="EditRefusedException">It has no entries.</exception>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    /// <exception cref="ModelException">The model cannot be loaded, or knows no word of a question.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    /// <exception cref="BusyException">Too many texts are waiting for that service.</exception>
    public async Task MakeAsync(string kb, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (copies.Find(kb) is { Head.NeedsDraft: true } copy)
            {
                try
                {
                    await indexer.IndexAsync(
                        copy.ToKnowledge(), Deployment.Test, new PublishedFrom(Draft, copy.Revision), null, cancellationToken);
                }
                catch (WorkingCopyMovedException)
                {
                    // Edited meanwhile: the next look finds the rest.
                }
            }

            lock (_gate)
            {
                _faults.Remove(kb);
            }

            await refresh(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops; a draft that is being made is left out.</summary>
    /// <returns>When all has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        Task[] workers;
        lock (_gate)
        {
            _stop.Cancel();
            workers = [.. _waiting.Values.Select(waiting => waiting.Worker).OfType<Task>()];
        }

        await Task.WhenAll(workers);
        _stop.Dispose();
        _turn.Dispose();
    }

    private static Authorship Draft { get; } = new(Authorship.System, ChangeOrigin.Api);

    private async Task WorkAsync(string kb, Waiting waiting)
    {
        while (TryTake(kb, waiting, out TimeSpan wait))
        {
            try
            {
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, _stop.Token);
                }
                else
                {
                    await MakeAsync(kb, _stop.Token);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (await HasFailedAsync(kb, exception))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Whether there is anything to do; how long to wait, or nothing and it is to be done now.</summary>
    private bool TryTake(string kb, Waiting waiting, out TimeSpan wait)
    {
        lock (_gate)
        {
            wait = TimeSpan.Zero;
            if (waiting.First is not { } first)
            {
                _waiting.Remove(kb);
                return false;
            }

            TimeSpan quiet = Pause - time.GetElapsedTime(waiting.Last), rest = Longest - time.GetElapsedTime(first);
            wait = quiet < rest ? quiet : rest;
            if (wait <= TimeSpan.Zero)
            {
                waiting.First = null;
            }

            return true;
        }
    }

    /// <summary>Says what is wrong; where trying again may help, it is tried again. Whether the service is stopping.</summary>
    private async Task<bool> HasFailedAsync(string kb, Exception exception)
    {
        TimeSpan? again = exception switch
        {
            EncoderUnavailableException unavailable => unavailable.RetryAfter,
            BusyException busy => busy.RetryAfter,
            StoreException { RetryAfter: { } after } => after,
            StoreException => RetryAfterFault,
            _ => null,
        };
        lock (_gate)
        {
            _faults[kb] = exception is EditRefusedException or StoreException or ModelException or EncoderUnavailableException
                or BusyException or AggregateException ? exception.Message : "It failed unexpectedly; the service's log says why.";
        }

        if (exception is not (EditRefusedException or BusyException))
        {
            CannotMake(log, kb, exception);
        }

        if (again is not { } pause)
        {
            return false;
        }

        try
        {
            await Task.Delay(pause, time, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }

        Touch(kb);
        return false;
    }

    [LoggerMessage(1, LogLevel.Error, "The draft of '{KnowledgeBase}' cannot be made; what answered tests before still does.")]
    private static partial void CannotMake(ILogger log, string knowledgeBase, Exception exception);

    private sealed class Waiting
    {
        public long? First { get; set; }

        public long Last { get; set; }

        public Task? Worker { get; set; }
    }
}

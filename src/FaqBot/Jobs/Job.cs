using System.Diagnostics.CodeAnalysis;

namespace FaqBot.Jobs;

/// <summary>A piece of work that outlasts its request.</summary>
/// <remarks>Thread-safe.</remarks>
[SuppressMessage("Reliability", "CA1001", Justification =
    "Without a timer the source holds nothing to free, and whoever looks at the job may cancel it at any time.")]
internal sealed class Job(JobStatus status)
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Lock _gate = new();
    private JobStatus _status = status;

    public JobStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    /// <summary>Ends when the work has ended.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Begins the work, which must not throw.</summary>
    public void Run(Func<Job, CancellationToken, Task> work) => Ended = Task.Run(() => work(this, _cancellation.Token));

    public void Cancel() => _cancellation.Cancel();

    /// <summary>Tells how far the work is.</summary>
    public void Report(string phase, long done = 0, long total = 0) =>
        Update(status => status with { Phase = phase, Done = done, Total = total });

    public void End(JobState state, string? result, string? error, DateTimeOffset when) =>
        Update(status => status with { State = state, Result = result, Error = error, EndedAt = when });

    private void Update(Func<JobStatus, JobStatus> change)
    {
        lock (_gate)
        {
            _status = change(_status);
        }
    }
}

using System.Text.Json;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Jobs;

/// <summary>The jobs that run, and the last ones that have ended.</summary>
/// <remarks>Thread-safe. One job at a time works on a subject.</remarks>
internal sealed partial class JobBoard(TimeProvider time, ILogger<JobBoard> log)
{
    /// <summary>Jobs that may run at once.</summary>
    public const int MostRunning = 4;

    /// <summary>Jobs that are remembered, running ones included.</summary>
    public const int MostKept = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<Job> _jobs = [];
    private readonly HashSet<string> _unwritten = new(StringComparer.Ordinal);
    private SharedJobs? _shared;
    private bool _stopped;

    /// <summary>All jobs, the latest first.</summary>
    public IReadOnlyList<Job> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _jobs.AsEnumerable().Reverse()];
            }
        }
    }

    /// <summary>How far all jobs are, those of other replicas too, the latest first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<JobStatus> Statuses()
    {
        JobStatus[] own = [.. All.Select(job => job.Status)];
        return _shared is null ? own :
        [
            .. own.Concat(_shared.All().Where(job => !Array.Exists(own, mine => mine.Id == job.Id)).Select(StatusOf))
                .OrderByDescending(job => job.StartedAt),
        ];
    }

    /// <summary>How far a job is, whichever replica it is of; or null.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public JobStatus? StatusOf(string id) => Statuses().FirstOrDefault(job => job.Id == id);

    /// <summary>Cancels a job, whichever replica it is of.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public void Cancel(string id)
    {
        if (All.FirstOrDefault(job => job.Status.Id == id) is { } own)
        {
            own.Cancel();
        }
        else
        {
            _shared?.Cancel(id);
        }
    }

    /// <summary>Shares what starts from now on with other replicas.</summary>
    /// <param name="shared">The jobs of all; null: there are no others.</param>
    public void Share(SharedJobs? shared)
    {
        lock (_gate)
        {
            _shared = shared;
        }
    }

    /// <summary>Tells other replicas how far the jobs are, and learns which are to end, until it is stopped.</summary>
    /// <param name="stoppingToken">Stops.</param>
    public async Task FollowAsync(CancellationToken stoppingToken)
    {
        if (_shared is null)
        {
            return;
        }

        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (Job job in All.Where(job => IsRunning(job) || IsUnwritten(job)))
            {
                Write(job);
            }
        }
    }

    /// <summary>Starts a job.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="subject">What it works on.</param>
    /// <param name="work">Does it; gives what came of it.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobConflictException">A job works on the subject already, or too many run.</exception>
    public Job Start(string kind, string subject, Func<Job, CancellationToken, Task<string>> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            Job[] running = [.. _jobs.Where(IsRunning)];
            if (running.FirstOrDefault(job => job.Status.Subject == subject) is { } same)
            {
                throw new JobConflictException(
                    $"Found job {same.Status.Id} ({same.Status.Kind}) at work on '{subject}'; wait for its end or cancel it.");
            }

            if (running.Length >= MostRunning)
            {
                throw new JobConflictException(
                    $"Found {running.Length} jobs at work, expected fewer than {MostRunning}; wait for one to end or cancel one.");
            }

            Job job = new(new JobStatus(
                Guid.NewGuid().ToString("N")[..12], kind, subject, JobState.Running, "starting", 0, 0, null, null, time.GetUtcNow(), null));
            if (_shared?.Start(job.Status.Id, subject, Document(job.Status), MostKept) is { } elsewhere)
            {
                throw new JobConflictException(
                    $"Found job {elsewhere} of another replica at work on '{subject}'; wait for its end or cancel it.");
            }

            _jobs.Add(job);
            if (_jobs.Count > MostKept)
            {
                _jobs.Remove(_jobs.First(old => !IsRunning(old)));
            }

            job.Run((started, cancellationToken) => RunAsync(started, work, cancellationToken));
            return job;
        }
    }

    /// <summary>Cancels what runs and waits for its end; nothing starts any more.</summary>
    /// <returns>When all have ended.</returns>
    public async Task StopAsync()
    {
        Job[] running;
        lock (_gate)
        {
            _stopped = true;
            running = [.. _jobs.Where(IsRunning)];
        }

        foreach (Job job in running)
        {
            job.Cancel();
        }

        await Task.WhenAll(running.Select(job => job.Ended));
    }

    private static string Document(JobStatus status) => JsonSerializer.Serialize(status, JsonSerializerOptions.Web);

    private static JobStatus StatusOf(SharedJob job)
    {
        JobStatus status = JsonSerializer.Deserialize<JobStatus>(job.Status, JsonSerializerOptions.Web)!;
        return job.IsLost && status.State == JobState.Running
            ? status with { State = JobState.Failed, Error = "Its replica has ended; start it again." }
            : status;
    }

    private bool IsUnwritten(Job job)
    {
        lock (_gate)
        {
            return _unwritten.Contains(job.Status.Id);
        }
    }

    private void Write(Job job)
    {
        if (_shared is not { } shared)
        {
            return;
        }

        JobStatus status = job.Status;
        bool isWritten = false;
        try
        {
            if (shared.Write(status.Id, Document(status), status.State == JobState.Running) && status.State == JobState.Running)
            {
                job.Cancel();
            }

            isWritten = true;
        }
        catch (Exception exception) when (exception is StoreException or ObjectDisposedException)
        {
            // The store is away; whoever watches it says so, and the next look writes again.
        }

        lock (_gate)
        {
            _ = isWritten ? _unwritten.Remove(status.Id) : _unwritten.Add(status.Id);
        }
    }

    private static bool IsRunning(Job job) => job.Status.State == JobState.Running;

    private async Task RunAsync(Job job, Func<Job, CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        Started(log, job.Status.Id, job.Status.Kind, job.Status.Subject);
        (JobState state, string? result, string? error) = await EndOfAsync(job, work, cancellationToken);
        job.End(state, result, error, time.GetUtcNow());
        Write(job);
        Ended(log, job.Status.Id, state, result ?? error);
    }

    private async Task<(JobState State, string? Result, string? Error)> EndOfAsync(
        Job job, Func<Job, CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        try
        {
            return (JobState.Done, await work(job, cancellationToken), null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (JobState.Cancelled, null, "It was cancelled; nothing was changed.");
        }
        catch (StoreException exception)
        {
            Unusable(log, job.Status.Id, exception.Message);
            return (JobState.Failed, null, exception.Told);
        }
        catch (Exception exception)
            when (exception is ModelException or EncoderUnavailableException or BusyException or ModelLibraryException or HubException
            or UnknownKnowledgeBaseException or VersionMismatchException or IOException or UnauthorizedAccessException
                or InvalidDataException)
        {
            return (JobState.Failed, null, exception.Message);
        }
        catch (Exception exception)
        {
            // Whatever it is, the job must be seen to have ended.
            Unexpected(log, job.Status.Id, exception);
            return (JobState.Failed, null, "It failed unexpectedly; the service's log says why.");
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Job {Id} ({Kind}) on '{Subject}' started.")]
    private static partial void Started(ILogger log, string id, string kind, string subject);

    [LoggerMessage(2, LogLevel.Information, "Job {Id} ended, {State}: {Message}")]
    private static partial void Ended(ILogger log, string id, JobState state, string? message);

    [LoggerMessage(4, LogLevel.Error, "Job {Id} failed: {Reason}")]
    private static partial void Unusable(ILogger log, string id, string reason);

    [LoggerMessage(3, LogLevel.Error, "Job {Id} failed.")]
    private static partial void Unexpected(ILogger log, string id, Exception exception);
}

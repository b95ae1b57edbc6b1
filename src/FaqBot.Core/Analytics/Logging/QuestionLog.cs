using System.Threading.Channels;
using FaqBot.Core.Analytics.Relational;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Analytics.Logging;

/// <summary>Keeps what customers ask, redacted and for a limited time, and adds it up by day.</summary>
/// <remarks>
/// Thread-safe. Questions are taken in without waiting and written by <see cref="RunAsync"/>, in batches of <see cref="BatchRows"/> or of
/// one second, whichever is there first. After a full batch the writing rests, so that answers have the machine. While the queue is full
/// the newest are dropped and counted; whatever fails here, no answer does.
/// </remarks>
public sealed partial class QuestionLog : IAsyncDisposable
{
    /// <summary>Most rows of a batch.</summary>
    public const int BatchRows = QuestionLogOptions.BatchRows;

    /// <summary>Longest wait of a question for its batch.</summary>
    public static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(1);

    private readonly Channel<Item> _queue;
    private readonly QuestionLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly StorePlace _place;
    private readonly LogPace _pace;
    private readonly Lock _opening = new();
    private QuestionDatabase? _database;
    private QuestionWriter? _writer;
    private long _dropped;

    /// <summary>Makes a log; its file is opened when it is first needed.</summary>
    /// <param name="path">The file, unless the options name another; its folder must exist.</param>
    /// <param name="options">What is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it is said that the file fails.</param>
    public QuestionLog(string path, QuestionLogOptions options, TimeProvider time, ILogger<QuestionLog> log)
        : this(new StorePlace(path), options, time, log)
    {
    }

    /// <summary>Makes a log; its database is opened when it is first needed.</summary>
    /// <param name="place">A file, whose folder must exist, or a database of PostgreSQL.</param>
    /// <param name="options">What is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it is said that the database fails.</param>
    public QuestionLog(StorePlace place, QuestionLogOptions options, TimeProvider time, ILogger<QuestionLog> log)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(options);
        (_place, _options, _time, _log) = (place, options, time, log);
        (Privacy, _pace) = (new FeedbackPrivacy(this, time), new LogPace(time));
        _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
    }

    /// <summary>What is kept, and for how long.</summary>
    public QuestionLogOptions Options => _options;

    /// <summary>What may be kept of feedback, by the same rules.</summary>
    public FeedbackPrivacy Privacy { get; }

    /// <summary>How many questions are missing because the queue was full or the file could not be written.</summary>
    public long DroppedCount => Interlocked.Read(ref _dropped);

    /// <summary>Takes a question in; returns at once and never throws.</summary>
    public void Add(AskedQuestion asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        LogCounters.Count(asked);
        if (WhyNot(asked.Asker, asked.Version.KnowledgeBaseId) is { } reason)
        {
            LogCounters.LeftOut.Add(1, new KeyValuePair<string, object?>("reason", reason));
        }
        else if (!_queue.Writer.TryWrite(new Item(asked, null, null)))
        {
            Drop(1, LogCounters.Full);
        }
    }

    /// <summary>Takes in what a user said about an answer; returns at once and never throws.</summary>
    /// <param name="said">What was said.</param>
    public void Add(SaidOfAnswer said)
    {
        ArgumentNullException.ThrowIfNull(said);
        if (WhyNot(said.Asker, said.Feedback.KnowledgeBaseId) is null && !_queue.Writer.TryWrite(new Item(null, said, null)))
        {
            Drop(1, LogCounters.Full);
        }
    }

    /// <summary>Writes batches until it is stopped; then what is still waiting.</summary>
    /// <param name="stoppingToken">Stops.</param>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        List<Item> batch = new(BatchRows);
        bool goesOn = true;
        while (goesOn)
        {
            goesOn = await FillAsync(batch, stoppingToken);
            long begun = _time.GetTimestamp();
            Write(batch);
            if (goesOn && batch.Count == BatchRows)
            {
                await _pace.RestAsync(begun, stoppingToken);
            }

            batch.Clear();
        }

        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out Item item))
        {
            batch.Add(item);
        }

        foreach (Item[] rest in batch.Chunk(BatchRows))
        {
            Write(rest);
        }
    }

    /// <summary>Waits until everything that was taken in before is written or dropped.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _pace.Hurry();
        try
        {
            await _queue.Writer.WriteAsync(new Item(null, null, written), cancellationToken);
            await written.Task.WaitAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The service ends, and everything is written.
        }
        finally
        {
            _pace.EndHurry();
        }
    }

    /// <summary>Deletes what is too old, slice by slice.</summary>
    /// <param name="cancellationToken">Stops between two slices.</param>
    /// <returns>How many rows went.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public int Purge(CancellationToken cancellationToken)
    {
        QuestionPurge purge = new(Open());
        DateOnly today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        int deleted = 0, slice;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            slice = purge.Slice(today.AddDays(-_options.TextDays), today.AddDays(-_options.RowDays));
            deleted += slice;
        }
        while (slice > 0);

        return deleted;
    }

    /// <summary>Deletes what is kept of a user, the daily totals apart, in which nobody can be recognised.</summary>
    /// <param name="user">The user, as the questions named it.</param>
    /// <param name="knowledgeBaseId">The only knowledge base; null: all.</param>
    /// <param name="cancellationToken">Ends the wait for what is still being written.</param>
    /// <returns>How many questions went.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public Task<int> ForgetUserAsync(string user, string? knowledgeBaseId, CancellationToken cancellationToken) =>
        ForgetAsync("user", user, knowledgeBaseId, cancellationToken);

    /// <summary>Deletes what is kept of a conversation.</summary>
    /// <param name="conversation">The conversation, as the questions named it.</param>
    /// <param name="knowledgeBaseId">The only knowledge base; null: all.</param>
    /// <param name="cancellationToken">Ends the wait for what is still being written.</param>
    /// <returns>How many questions went.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public Task<int> ForgetConversationAsync(string conversation, string? knowledgeBaseId, CancellationToken cancellationToken) =>
        ForgetAsync("conversation", conversation, knowledgeBaseId, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _writer?.Dispose();
        _writer = null;
        return ValueTask.CompletedTask;
    }

    /// <summary>The file.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    internal QuestionDatabase Open()
    {
        lock (_opening)
        {
            return _database ??= _place.ConnectionString is null
                ? new SqliteQuestionDatabase(_place.Path) : OtherEngine.Open<QuestionDatabase>(_place);
        }
    }

    /// <summary>Why questions of somebody to a knowledge base are not logged; null: they are.</summary>
    internal string? WhyNot(Asker asker, string knowledgeBaseId) =>
        !_options.Enabled || _options.Excluded.Contains(knowledgeBaseId, StringComparer.Ordinal) ? "off" : asker.OptsOut ? "opt_out" : null;

    private async Task<int> ForgetAsync(string kind, string name, string? knowledgeBaseId, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return new QuestionPurge(Open()).Forget(kind, name, knowledgeBaseId);
    }

    /// <summary>Collects a batch: until it is full, a second after its first row, or when somebody waits for it.</summary>
    private async Task<bool> FillAsync(List<Item> batch, CancellationToken stoppingToken)
    {
        try
        {
            if (!await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                return false;
            }

            using CancellationTokenSource full = new(BatchTime, _time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(full.Token, stoppingToken);
            while (batch.Count < BatchRows)
            {
                if (_queue.Reader.TryRead(out Item item))
                {
                    batch.Add(item);
                    if (item.Written is not null)
                    {
                        return true;
                    }
                }
                else if (!await _queue.Reader.WaitToReadAsync(either.Token))
                {
                    return false;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // A second has passed, or the service ends.
        }

        return !stoppingToken.IsCancellationRequested;
    }

    private void Write(IReadOnlyCollection<Item> batch)
    {
        AskedQuestion[] questions = [.. batch.Select(item => item.Asked).OfType<AskedQuestion>()];
        SaidOfAnswer[] feedback = [.. batch.Select(item => item.Said).OfType<SaidOfAnswer>()];
        try
        {
            if (questions.Length + feedback.Length > 0)
            {
                QuestionDatabase database = Open();
                database.Guarded(() =>
                {
                    (_writer ??= new QuestionWriter(database, _options)).Write(questions, feedback);
                    return true;
                });
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever it is: it ends neither the log nor the service, and no answer waits for it.
            Drop(questions.Length + feedback.Length, LogCounters.Error);
            CannotWrite(_log, exception.Message);

            // The file may have been put aside: the next batch opens it anew.
            _writer?.Dispose();
            _writer = null;
            lock (_opening)
            {
                _database = null;
            }
        }
        finally
        {
            foreach (Item item in batch)
            {
                item.Written?.TrySetResult();
            }
        }
    }

    private void Drop(int count, string reason)
    {
        Interlocked.Add(ref _dropped, count);
        LogCounters.Dropped.Add(count, new KeyValuePair<string, object?>("reason", reason));
    }

    [LoggerMessage(1, LogLevel.Error, "Questions are not logged, and answered all the same: {Reason}")]
    private static partial void CannotWrite(ILogger log, string reason);

    /// <summary>A question, what was said about one, or somebody who waits until all before is written.</summary>
    private readonly record struct Item(AskedQuestion? Asked, SaidOfAnswer? Said, TaskCompletionSource? Written);
}

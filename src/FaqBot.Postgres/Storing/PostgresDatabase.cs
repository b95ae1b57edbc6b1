using System.Data.Common;
using System.Threading.Channels;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Postgres.Connecting;
using FaqBot.Postgres.Schemas;
using Npgsql;

namespace FaqBot.Postgres.Storing;

/// <summary>The store in a database of PostgreSQL.</summary>
internal sealed class PostgresDatabase : KnowledgeDatabase
{
    private readonly ServerAddress _address;
    private readonly NpgsqlDataSource _source;
    private readonly Channel<bool> _hints = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly SemaphoreSlim _changing = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private Task? _listening;

    private readonly VectorFile? _near;

    private PostgresDatabase(ServerAddress address, string? vectorCache)
    {
        _address = address;
        _near = string.IsNullOrEmpty(vectorCache) ? null : VectorFile.TryOpen(vectorCache);
        Jobs = new PostgresJobs(this);
        _source = NpgsqlDataSource.Create(address.Pooled);
    }

    /// <inheritdoc />
    public override string Path => _address.Name;

    /// <summary>Opens a database, whose tables must be there, unless it is to be migrated.</summary>
    /// <exception cref="StoreException">It cannot be reached or read.</exception>
    public static PostgresDatabase Open(StorePlace place)
    {
        PostgresDatabase database = new(new ServerAddress(place), place.VectorCache);
        try
        {
            if (place.Migrate)
            {
                PostgresSchema.Migrate(place);
            }

            database.Guarded(() =>
            {
                using NpgsqlConnection connection = database._source.OpenConnection();
                PostgresSchema.Check(connection, database.Path, PostgresSchema.Store);
                return true;
            });
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public override StoreConnection Open(TimeSpan patience) =>
        Guarded(() => new PostgresConnection(_source.OpenConnection(), PostgresSchema.Name, patience));

    /// <inheritdoc />
    public override (int Opening, long DataVersion) Change() => Guarded(() =>
    {
        using PostgresConnection connection = new(_source.OpenConnection(), PostgresSchema.Name, Patience);
        (long counter, long at) = connection.Within(Purpose.Read, _ => connection.Query(
            "SELECT counter, at FROM store_changes", row => (row.GetInt64(0), row.GetInt64(1))).FirstOrDefault());

        // With the time: a database that was restored may come to the same number by another way.
        return (1, (counter << 24) ^ at);
    });

    /// <inheritdoc />
    public override Task<IDisposable> TakeIndexingTurnAsync(TimeProvider time, CancellationToken cancellationToken) =>
        EncodingTurn.TakeAsync(_address, time, cancellationToken);

    /// <inheritdoc />
    public override async Task WaitForHintAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _listening ??= Task.Run(
                () => HintListener.RunAsync(_address, () => _hints.Writer.TryWrite(true), _ending.Token), CancellationToken.None);
        }

        await _hints.Reader.ReadAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override SharedJobs Jobs { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Replica> Announce(Replica self, TimeSpan lifetime) =>
        Change(connection => ReplicaRows.Announce(connection, self, lifetime), Purpose.Add);

    /// <inheritdoc />
    public override void Leave(string id) => Change(connection => ReplicaRows.Leave(connection, id), Purpose.Add);

    /// <inheritdoc />
    public override T Guarded<T>(Func<T> work) => ServerFaults.Guarded(Path, work);

    /// <inheritdoc />
    protected override VectorFile? Near => _near;

    /// <inheritdoc />
    protected override IDisposable? WaitForOthers(TimeSpan patience) => _changing.Wait(patience)
        ? new Turn(_changing)
        : throw new StoreException(Path, StoreFault.Locked, "this process is writing something else; try again");

    /// <inheritdoc />
    protected override bool IsToBeTriedAgain(DbException exception) => ServerFaults.IsOfOthers(exception);

    /// <inheritdoc />
    protected override void Dispose(bool isDisposing)
    {
        _ending.Cancel();
        _source.Dispose();
        _near?.Dispose();
        _ending.Dispose();
        _changing.Dispose();
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}

/// <summary>Opens the store where PostgreSQL is configured.</summary>
internal sealed class PostgresOpener : IOpensDatabases<KnowledgeDatabase>
{
    /// <inheritdoc />
    public KnowledgeDatabase Open(StorePlace place) => PostgresDatabase.Open(place);
}

using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Relational;

/// <summary>One SQLite file, which is followed when another one is moved to its place.</summary>
internal sealed class SqliteDatabase : KnowledgeDatabase
{
    private const int MostFollowed = 3;

    private static readonly string[] Endings = ["", "-wal", "-shm"];

    private readonly string _connectionString;
    private readonly Lock _gate = new();
    private OpenedFile? _file;
    private bool _isDisposed;

    private SqliteDatabase(string path)
    {
        Path = System.IO.Path.GetFullPath(path);

        // Never created by a connection: a file that was deleted is missed, not replaced by an empty one.
        _connectionString = ConnectionString(Path, SqliteOpenMode.ReadWrite, isPooled: true);
    }

    /// <summary>Full path of the file.</summary>
    public override string Path { get; }

    /// <summary>How often the file was opened; grows when another one was found in its place.</summary>
    public int Openings { get; private set; }

    /// <summary>Opens a file, creating or migrating it as needed.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static SqliteDatabase Open(string path, bool checkIntegrity)
    {
        SqliteDatabase database = new(path);
        try
        {
            database.OpenFile(SqliteOpenMode.ReadWriteCreate, checkIntegrity);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>A connection string for a file.</summary>
    public static string ConnectionString(string path, SqliteOpenMode mode, bool isPooled) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        ForeignKeys = true,
        Pooling = isPooled,
        DefaultTimeout = (int)LongPatience.TotalSeconds,
    }.ToString();

    /// <summary>Opens a connection to the file that is at the path now.</summary>
    /// <param name="patience">How long to wait for another program's lock.</param>
    /// <exception cref="StoreException">The file cannot be opened, is gone or is no database.</exception>
    public override StoreConnection Open(TimeSpan patience) => Guarded(() =>
    {
        for (int attempt = 1; ; attempt++)
        {
            Follow();
            SqliteConnection connection = Connect(_connectionString, patience);
            if (!OpenedFile.HasMoved(connection))
            {
                return new SqliteStoreConnection(connection);
            }

            // One that was kept from before; or the file is being replaced this moment.
            SqliteConnection.ClearPool(connection);
            Transactions.Quietly(connection.Dispose);
            if (attempt == MostFollowed)
            {
                throw StoreFaults.Replaced(Path);
            }
        }
    });

    /// <inheritdoc />
    public override (int Opening, long DataVersion) Change() => Guarded(() =>
    {
        lock (_gate)
        {
            OpenedFile file = Follow();
            return (Openings, file.DataVersion());
        }
    });

    /// <summary>Moves what the log holds into the file, if nobody is in the way: a copy of the file alone is then whole.</summary>
    public override void EmptyLog() => Guarded(() =>
    {
        lock (_gate)
        {
            Follow().EmptyLog();
            return true;
        }
    });

    /// <inheritdoc />
    public override void ProveWritable()
    {
        StoreFaults.RefuseFull(Path);
        base.ProveWritable();
    }

    /// <inheritdoc />
    public override Task<IDisposable> TakeIndexingTurnAsync(TimeProvider time, CancellationToken cancellationToken) =>
        IndexingTurn.TakeAsync(Path, time, cancellationToken);

    /// <summary>From now on the file holds secrets: users of the machine that neither own it nor belong to its group read it no
    /// more.</summary>
    public override void KeepToOwner()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (string file in Endings.Select(ending => Path + ending).Where(File.Exists))
        {
            try
            {
                UnixFileMode mode = File.GetUnixFileMode(file);
                if ((mode & others) != UnixFileMode.None)
                {
                    File.SetUnixFileMode(file, mode & ~others);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's file, or a file system without rights: its owner's to decide.
            }
        }
    }

    /// <summary>Turns what SQLite and the mapper throw into the one exception of the store.</summary>
    /// <exception cref="StoreException">SQLite failed.</exception>
    public override T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (StoreFaults.Find(exception) is SqliteException failure)
        {
            throw StoreFaults.Of(Path, failure, _file?.LeastBytes ?? 0);
        }
    }

    /// <summary>Refuses to go on writing through a connection whose file is no longer at the path.</summary>
    /// <exception cref="StoreException">It is gone, or another one is in its place.</exception>
    public override void RefuseMoved(StoreConnection connection)
    {
        if (HasMoved(connection))
        {
            throw File.Exists(Path) ? StoreFaults.Replaced(Path) : StoreFaults.Missing(Path);
        }
    }

    /// <inheritdoc />
    protected override bool HasMoved(StoreConnection connection) => OpenedFile.HasMoved(((SqliteStoreConnection)connection).Sqlite);

    /// <inheritdoc />
    protected override void Dispose(bool isDisposing)
    {
        lock (_gate)
        {
            // Connections that are kept for the next call keep the file open.
            _isDisposed = true;
            ClearPool();
            _file?.Dispose();
            _file = null;
        }
    }

    private static SqliteConnection Connect(string connectionString, TimeSpan patience)
    {
        SqliteConnection connection = new(connectionString) { DefaultTimeout = (int)patience.TotalSeconds };
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout = {(int)patience.TotalMilliseconds}; PRAGMA synchronous = NORMAL;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            Transactions.Quietly(connection.Dispose);
            throw;
        }
    }

    /// <summary>The file at the path; opens another one that was put in its place.</summary>
    private OpenedFile Follow()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_file is { IsMoved: false })
            {
                return _file;
            }

            if (!File.Exists(Path))
            {
                throw StoreFaults.Missing(Path);
            }

            ClearPool();
            _file?.Leave();
            _file = null;
            OpenFile(SqliteOpenMode.ReadWrite, checkIntegrity: false);
            return _file!;
        }
    }

    private void OpenFile(SqliteOpenMode mode, bool checkIntegrity) => Guarded(() =>
    {
        SqliteConnection connection = Connect(ConnectionString(Path, mode, isPooled: false), LongPatience);
        try
        {
            using SqliteCommand command = connection.CreateCommand();
            if (checkIntegrity)
            {
                command.CommandText = "PRAGMA integrity_check(1)";
                if (command.ExecuteScalar() is not "ok")
                {
                    throw new StoreException(Path, StoreFault.Damaged, $"the integrity check found damage; {StoreFaults.Rebuild}");
                }
            }

            Schema.Check(connection, Path);
            command.CommandText = "PRAGMA journal_mode = WAL";
            command.ExecuteNonQuery();
            Schema.Migrate(connection, Path);
            _file = new OpenedFile(Path, connection);
            return ++Openings;
        }
        catch
        {
            Transactions.Quietly(connection.Dispose);
            throw;
        }
    });

    private void ClearPool()
    {
        using SqliteConnection connection = new(_connectionString);
        SqliteConnection.ClearPool(connection);
    }
}

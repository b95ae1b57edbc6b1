using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>Opens connections to one SQLite file, all set up alike, and follows the file when another one is moved to its place.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class KnowledgeDatabase : IDisposable
{
    /// <summary>How long a request waits for another program's lock: its caller is better told than kept.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long who publishes waits: a version is large, and another may be in the middle of its own.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(10);

    private const int MostFollowed = 3;

    private readonly string _connectionString;
    private readonly Lock _gate = new();
    private OpenedFile? _file;
    private bool _isDisposed;

    private KnowledgeDatabase(string path)
    {
        Path = System.IO.Path.GetFullPath(path);

        // Never created by a connection: a file that was deleted is missed, not replaced by an empty one.
        _connectionString = ConnectionString(Path, SqliteOpenMode.ReadWrite, isPooled: true);
    }

    public string Path { get; }

    /// <summary>How often the file was opened; grows when another one was found in its place.</summary>
    public int Openings { get; private set; }

    /// <summary>Opens a file, creating or migrating it as needed.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static KnowledgeDatabase Open(string path, bool checkIntegrity)
    {
        KnowledgeDatabase database = new(path);
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
    public SqliteConnection Open(TimeSpan patience) => Guarded(() =>
    {
        for (int attempt = 1; ; attempt++)
        {
            Follow();
            SqliteConnection connection = Connect(_connectionString, patience);
            if (!OpenedFile.HasMoved(connection))
            {
                return connection;
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

    /// <summary>A number that changes whenever another connection has committed, or another file is in place.</summary>
    public (int Opening, long DataVersion) Change() => Guarded(() =>
    {
        lock (_gate)
        {
            OpenedFile file = Follow();
            return (Openings, file.DataVersion());
        }
    });

    /// <summary>Moves what the log holds into the file, if nobody is in the way: a copy of the file alone is then whole.</summary>
    public void EmptyLog() => Guarded(() =>
    {
        lock (_gate)
        {
            Follow().EmptyLog();
            return true;
        }
    });

    /// <summary>Reads by the plain reader, in one read transaction: a publication in between does not show.</summary>
    /// <exception cref="StoreException">The file cannot be read, or holds what no build wrote.</exception>
    public T Read<T>(Func<PlainReader, T> read) => Readable(() =>
        Use(Patience, connection => Transactions.Within(connection, isReading: true, _ => read(new PlainReader(Path, connection)))));

    /// <summary>Works with the small tables, in one write transaction; again, if another file took the place of the first.</summary>
    /// <exception cref="StoreException">The file cannot be written; nothing was changed.</exception>
    public T Change<T>(Func<KnowledgeContext, T> change, TimeSpan? patience = null) => Guarded(() =>
    {
        for (int attempt = 1; ; attempt++)
        {
            (T result, bool isMoved) = Use(patience ?? Patience,
                connection => (Transactions.Within(connection, isReading: false, transaction =>
            {
                using KnowledgeContext context = Transactions.Context(connection, transaction);
                T changed = change(context);
                transaction.Commit();
                return changed;
            }), OpenedFile.HasMoved(connection)));
            if (!isMoved)
            {
                return result;
            }

            if (attempt == MostFollowed)
            {
                throw StoreFaults.Replaced(Path);
            }
        }
    });

    /// <summary>Writes by statements alone, in one write transaction.</summary>
    public T Write<T>(Func<SqliteConnection, T> work, TimeSpan? patience = null) => Guarded(() =>
        Use(patience ?? Patience, connection => Transactions.Within(connection, isReading: false, transaction =>
        {
            T done = work(connection);
            RefuseMoved(connection);
            transaction.Commit();
            return done;
        })));

    /// <summary>Reads by statements alone, in one read transaction.</summary>
    public T Select<T>(Func<SqliteConnection, T> read) => Readable(() =>
        Use(Patience, connection => Transactions.Within(connection, isReading: true, _ => read(connection))));

    /// <summary>Reads small tables that the start does without, in one read transaction.</summary>
    public T Query<T>(Func<KnowledgeContext, T> query) => Readable(() =>
        Use(Patience, connection => Transactions.Within(connection, isReading: true, transaction =>
        {
            using KnowledgeContext context = Transactions.Context(connection, transaction);
            return query(context);
        })));

    /// <summary>Turns what SQLite and the mapper throw into the one exception of the store.</summary>
    /// <exception cref="StoreException">SQLite failed.</exception>
    public T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (StoreFaults.Find(exception) is { } failure)
        {
            throw StoreFaults.Of(Path, failure, _file?.LeastBytes ?? 0);
        }
    }

    /// <summary>Refuses to go on writing through a connection whose file is no longer at the path.</summary>
    /// <exception cref="StoreException">It is gone, or another one is in its place.</exception>
    public void RefuseMoved(SqliteConnection connection)
    {
        if (OpenedFile.HasMoved(connection))
        {
            throw File.Exists(Path) ? StoreFaults.Replaced(Path) : StoreFaults.Missing(Path);
        }
    }

    public void Dispose()
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

    private T Use<T>(TimeSpan patience, Func<SqliteConnection, T> work)
    {
        SqliteConnection connection = Open(patience);
        try
        {
            return work(connection);
        }
        finally
        {
            Transactions.Quietly(connection.Dispose);
        }
    }

    /// <summary>The same for what reads by itself: whatever a damaged row makes of it is a fault of the file.</summary>
    /// <exception cref="StoreException">The file cannot be read, or holds what no build wrote.</exception>
    public T Readable<T>(Func<T> read)
    {
        try
        {
            return Guarded(read);
        }
        catch (Exception exception) when (exception is not (StoreException or ObjectDisposedException)
            && !StoreFaults.IsOfMachine(exception))
        {
            // Whatever a damaged row makes of reading it.
            throw StoreFaults.Damaged(Path, "its content", exception);
        }
    }
}

using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>Opens connections to one SQLite file, all set up alike.</summary>
internal sealed class KnowledgeDatabase
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(10);

    private readonly string _connectionString;

    public KnowledgeDatabase(string path, SqliteOpenMode mode)
    {
        Path = System.IO.Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            ForeignKeys = true,
            DefaultTimeout = (int)BusyTimeout.TotalSeconds,
        }.ToString();
    }

    public string Path { get; }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="StoreException">The file cannot be opened or is no database.</exception>
    public SqliteConnection Open()
    {
        SqliteConnection connection = new(_connectionString);
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout = {(int)BusyTimeout.TotalMilliseconds}; PRAGMA synchronous = NORMAL;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Unusable(exception);
        }
    }

    /// <summary>Reads by the plain reader, in one read transaction: a publication in between does not show.</summary>
    /// <exception cref="StoreException">The file cannot be read, or holds what no build wrote.</exception>
    public T Read<T>(Func<PlainReader, T> read) => Readable(() =>
    {
        using SqliteConnection connection = Open();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        return read(new PlainReader(Path, connection));
    });

    /// <summary>Works with the small tables, in one write transaction.</summary>
    /// <exception cref="StoreException">The file cannot be written; nothing was changed.</exception>
    public T Change<T>(Func<KnowledgeContext, T> change) => Guarded(() => Within(change, isReading: false));

    /// <summary>Reads small tables that the start does without, in one read transaction.</summary>
    /// <exception cref="StoreException">The file cannot be read, or holds what no build wrote.</exception>
    public T Query<T>(Func<KnowledgeContext, T> query) => Readable(() => Within(query, isReading: true));

    /// <summary>A context within a transaction, both of which stay their caller's.</summary>
    public static KnowledgeContext Context(SqliteConnection connection, SqliteTransaction transaction)
    {
        KnowledgeContext context = new(new DbContextOptionsBuilder<KnowledgeContext>().UseSqlite(connection).Options);
        context.Database.UseTransaction(transaction);
        return context;
    }

    /// <summary>Turns what SQLite and the mapper throw into the one exception of the store.</summary>
    /// <exception cref="StoreException">SQLite failed.</exception>
    public T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw Unusable(exception);
        }
        catch (DbUpdateException exception) when (exception.InnerException is SqliteException inner)
        {
            throw Unusable(inner);
        }
    }

    /// <summary>Says what a failure of SQLite means to an operator.</summary>
    private StoreException Unusable(SqliteException exception) => new(Path, exception.SqliteErrorCode switch
    {
        5 or 6 => "another process has held its write lock for 10 seconds; wait for it or stop it, then try again",
        8 => "it is read-only; make the file and its folder writable for this process",
        10 or 13 => "the disk fails or is full; free some space, then try again",
        11 or 26 => $"it is damaged or no SQLite database ({exception.Message}); put it aside and index the knowledge bases again",
        14 => "the file cannot be opened; check that its folder exists and that this process may write there",
        _ => $"SQLite cannot use it ({exception.Message.TrimEnd('.')}); put it aside and index the knowledge bases again",
    }, exception);

    private T Within<T>(Func<KnowledgeContext, T> work, bool isReading)
    {
        using SqliteConnection connection = Open();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: isReading);
        using KnowledgeContext context = Context(connection, transaction);
        T result = work(context);
        transaction.Commit();
        return result;
    }

    private T Readable<T>(Func<T> read)
    {
        try
        {
            return Guarded(read);
        }
        catch (Exception exception) when (exception
            is JsonException or InvalidCastException or InvalidOperationException or ArgumentOutOfRangeException or OverflowException)
        {
            // What a damaged row makes of reading it.
            throw new StoreException(
                Path, $"its content is damaged ({exception.Message.TrimEnd('.')}); put it aside and index the knowledge bases again",
                    exception);
        }
    }
}

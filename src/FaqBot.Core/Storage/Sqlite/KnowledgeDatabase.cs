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

    /// <summary>A context over an open connection, which stays its caller's.</summary>
    public static KnowledgeContext Context(SqliteConnection connection) =>
        new(new DbContextOptionsBuilder<KnowledgeContext>()
            .UseSqlite(connection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options);

    /// <summary>Says what a failure of SQLite means to an operator.</summary>
    public StoreException Unusable(SqliteException exception) => new(Path, exception.SqliteErrorCode switch
    {
        5 or 6 => "another process has held its write lock for 10 seconds; wait for it or stop it, then try again",
        8 => "it is read-only; make the file and its folder writable for this process",
        10 or 13 => "the disk fails or is full; free some space, then try again",
        11 or 26 => $"it is damaged or no SQLite database ({exception.Message}); put it aside and index the knowledge bases again",
        14 => "the file cannot be opened; check that its folder exists and that this process may write there",
        _ => $"SQLite cannot use it ({exception.Message.TrimEnd('.')}); put it aside and index the knowledge bases again",
    }, exception);
}

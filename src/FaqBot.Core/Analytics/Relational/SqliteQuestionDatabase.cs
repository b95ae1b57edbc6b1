using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Analytics.Relational;

/// <summary>The SQLite file of the question log, whose tables it brings up to date.</summary>
internal sealed class SqliteQuestionDatabase : QuestionDatabase
{
    private const int BusySeconds = 10;

    private readonly string _connectionString;

    /// <summary>Opens a log, creating or migrating it as needed.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public SqliteQuestionDatabase(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, DefaultTimeout = BusySeconds }.ToString();
        Guarded(() =>
        {
            using StoreConnection connection = Open();
            Migrate(connection);
            return true;
        });
    }

    /// <summary>Full path of the file.</summary>
    public override string Path { get; }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public override StoreConnection Open()
    {
        SqliteConnection opened = new(_connectionString);
        SqliteStoreConnection connection = new(opened);
        try
        {
            opened.Open();

            // The order counts: how a file vacuums is settled before its first table, and its mode before the first write.
            connection.Execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
                + $"PRAGMA busy_timeout = {BusySeconds * 1000}; PRAGMA cache_size = -16000; PRAGMA temp_store = FILE;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public override void GiveBack() => Guarded(() =>
    {
        using StoreConnection connection = Open();

        // Each page is a step of the statement: it must be read to its end.
        connection.Query("PRAGMA incremental_vacuum(2000)", _ => true);
        return true;
    });

    /// <summary>Turns what SQLite throws into what tells an operator what to do.</summary>
    /// <exception cref="StoreException">SQLite failed.</exception>
    public override T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            (StoreFault kind, string fault) = exception.SqliteErrorCode switch
            {
                5 or 6 => (
                    StoreFault.Locked, $"another process has held its write lock for {BusySeconds} seconds; wait for it or stop it"),
                8 => (StoreFault.ReadOnly, "it is read-only; make the file and its folder writable for this process"),
                10 => (StoreFault.DiskFailing, "the disk fails; look at the system's log"),
                13 => (StoreFault.Full, "the disk is full; free some space"),
                11 or 26 => (
                    StoreFault.Damaged, $"it is damaged or no SQLite database ({exception.Message}); put it aside, a new log is begun"),
                14 => (
                    StoreFault.CannotOpen,
                    "the file cannot be opened; check that its folder exists and that this process may write there"),
                _ => (StoreFault.Unexpected, $"SQLite cannot use it ({exception.Message.TrimEnd('.')})"),
            };
            throw new StoreException(Path, kind, fault, exception);
        }
    }

    private void Migrate(StoreConnection connection)
    {
        if (connection.Number("PRAGMA user_version") == QuestionSchema.Steps.Length && IsOwn(connection))
        {
            return;
        }

        using StoreTransaction transaction = connection.Begin(Purpose.Change);
        long found = connection.Number("PRAGMA user_version");
        bool empty = found == 0 && connection.Number("SELECT COUNT(*) FROM sqlite_master") == 0;
        if (!empty && !IsOwn(connection))
        {
            throw new StoreException(
                Path, StoreFault.Foreign, "it holds tables of another program; name another file (FaqBot:QuestionLog:Path)");
        }

        if (found > QuestionSchema.Steps.Length)
        {
            throw new StoreException(
                Path, StoreFault.Newer, $"found schema version {found}, expected at most {QuestionSchema.Steps.Length}; it was written by "
                + "a newer FaqBot: run that one, or name another file (FaqBot:QuestionLog:Path)");
        }

        foreach (string step in QuestionSchema.Steps.Skip((int)found))
        {
            connection.Execute(step);
        }

        connection.Execute($"PRAGMA user_version = {QuestionSchema.Steps.Length}");
        transaction.Commit();
    }

    private static bool IsOwn(StoreConnection connection) =>
        connection.Number("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('log_secrets', 'wordings')") == 2;
}

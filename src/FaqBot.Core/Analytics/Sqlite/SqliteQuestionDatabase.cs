using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Analytics.Sqlite;

/// <summary>The SQLite file of the question log, whose tables it brings up to date.</summary>
internal sealed class SqliteQuestionDatabase : QuestionDatabase
{
    private const int BusySeconds = 10;

    /// <summary>Each step leads from the schema version of its index to the next; a published step is never changed.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE log_secrets (
            month INTEGER NOT NULL PRIMARY KEY,
            value BLOB NOT NULL);
        CREATE TABLE names (
            id INTEGER NOT NULL PRIMARY KEY,
            text TEXT NOT NULL UNIQUE);
        CREATE TABLE publications (
            kb INTEGER NOT NULL,
            version INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (kb, version)) WITHOUT ROWID;
        CREATE TABLE wordings (
            id INTEGER NOT NULL PRIMARY KEY,
            kb INTEGER NOT NULL,
            key BLOB NOT NULL,
            text TEXT,
            language TEXT NOT NULL,
            last_day INTEGER NOT NULL,
            UNIQUE (kb, key));
        CREATE INDEX wordings_by_last_day ON wordings (last_day) WHERE text IS NOT NULL;
        CREATE TABLE wording_vectors (
            wording INTEGER NOT NULL PRIMARY KEY,
            model TEXT NOT NULL,
            value BLOB NOT NULL);
        CREATE TABLE wording_results (
            wording INTEGER NOT NULL,
            decision INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            runner_up INTEGER NOT NULL,
            asked INTEGER NOT NULL,
            confidence REAL NOT NULL,
            PRIMARY KEY (wording, decision, entry, runner_up)) WITHOUT ROWID;
        CREATE TABLE wording_users (
            wording INTEGER NOT NULL,
            month INTEGER NOT NULL,
            user INTEGER NOT NULL,
            PRIMARY KEY (wording, month, user)) WITHOUT ROWID;
        CREATE TABLE questions (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            kb INTEGER NOT NULL,
            day INTEGER NOT NULL,
            at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            channel INTEGER NOT NULL,
            language TEXT NOT NULL,
            wording INTEGER NOT NULL,
            decision INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            confidence REAL NOT NULL,
            runner_up INTEGER NOT NULL,
            gap REAL NOT NULL,
            alternatives TEXT,
            origin INTEGER NOT NULL,
            latency INTEGER NOT NULL,
            user INTEGER NOT NULL,
            conversation INTEGER NOT NULL);
        CREATE INDEX questions_by_user ON questions (user, wording);
        CREATE INDEX questions_by_conversation ON questions (conversation) WHERE conversation <> 0;
        CREATE TABLE feedback (
            kb INTEGER NOT NULL,
            user INTEGER NOT NULL,
            wording INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            day INTEGER NOT NULL,
            question INTEGER,
            PRIMARY KEY (kb, user, wording, entry, kind)) WITHOUT ROWID;
        CREATE INDEX feedback_by_wording ON feedback (wording);
        CREATE TABLE day_users (
            kb INTEGER NOT NULL,
            day INTEGER NOT NULL,
            user INTEGER NOT NULL,
            PRIMARY KEY (kb, day, user)) WITHOUT ROWID;
        CREATE TABLE conversations (
            kb INTEGER NOT NULL,
            day INTEGER NOT NULL,
            conversation INTEGER NOT NULL,
            at INTEGER NOT NULL,
            decision INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            repeated INTEGER NOT NULL,
            PRIMARY KEY (kb, day, conversation)) WITHOUT ROWID;
        CREATE TABLE totals (
            kb INTEGER NOT NULL,
            day INTEGER NOT NULL,
            version INTEGER NOT NULL,
            channel INTEGER NOT NULL,
            language TEXT NOT NULL,
            decision INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            asked INTEGER NOT NULL,
            exact INTEGER NOT NULL,
            cached INTEGER NOT NULL,
            confidence REAL NOT NULL,
            latency INTEGER NOT NULL,
            PRIMARY KEY (kb, day, version, channel, language, decision, entry)) WITHOUT ROWID;
        CREATE TABLE confidence_totals (
            kb INTEGER NOT NULL,
            day INTEGER NOT NULL,
            version INTEGER NOT NULL,
            step INTEGER NOT NULL,
            asked INTEGER NOT NULL,
            helpful INTEGER NOT NULL,
            not_helpful INTEGER NOT NULL,
            PRIMARY KEY (kb, day, version, step)) WITHOUT ROWID;
        CREATE TABLE day_totals (
            kb INTEGER NOT NULL,
            day INTEGER NOT NULL,
            users INTEGER NOT NULL,
            conversations INTEGER NOT NULL,
            settled INTEGER NOT NULL,
            PRIMARY KEY (kb, day)) WITHOUT ROWID;
        CREATE TABLE feedback_totals (
            kb INTEGER NOT NULL,
            day INTEGER NOT NULL,
            version INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            given INTEGER NOT NULL,
            after_suggestions INTEGER NOT NULL,
            PRIMARY KEY (kb, day, version, entry, kind)) WITHOUT ROWID;
        CREATE TABLE confusion_totals (
            kb INTEGER NOT NULL,
            day INTEGER NOT NULL,
            found INTEGER NOT NULL,
            meant INTEGER NOT NULL,
            times INTEGER NOT NULL,
            PRIMARY KEY (kb, day, found, meant)) WITHOUT ROWID;
        CREATE TABLE rejections (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            kb INTEGER NOT NULL,
            queue TEXT NOT NULL,
            entry TEXT NOT NULL,
            entry_hash TEXT NOT NULL,
            keys TEXT NOT NULL,
            model TEXT NOT NULL,
            vector BLOB,
            at INTEGER NOT NULL);
        CREATE INDEX rejections_by_kb ON rejections (kb);
        """,
    ];

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
        if (connection.Number("PRAGMA user_version") == Steps.Length && IsOwn(connection))
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

        if (found > Steps.Length)
        {
            throw new StoreException(
                Path, StoreFault.Newer, $"found schema version {found}, expected at most {Steps.Length}; it was written by a newer "
                + "FaqBot: run that one, or name another file (FaqBot:QuestionLog:Path)");
        }

        foreach (string step in Steps.Skip((int)found))
        {
            connection.Execute(step);
        }

        connection.Execute($"PRAGMA user_version = {Steps.Length}");
        transaction.Commit();
    }

    private static bool IsOwn(StoreConnection connection) =>
        connection.Number("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('log_secrets', 'wordings')") == 2;
}

using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The tables, and the steps that bring an older database to them.</summary>
internal static class Schema
{
    /// <summary>Each step leads from the schema version of its index to the next; a published step is never changed.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE knowledge_bases (
            id TEXT NOT NULL PRIMARY KEY,
            last_number INTEGER NOT NULL);
        CREATE TABLE models (
            id INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            dimensions INTEGER NOT NULL,
            normalizer TEXT NOT NULL,
            UNIQUE (fingerprint, normalizer));
        CREATE TABLE vectors (
            id INTEGER NOT NULL PRIMARY KEY,
            model_id INTEGER NOT NULL REFERENCES models (id),
            format INTEGER NOT NULL,
            text TEXT NOT NULL,
            value BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            UNIQUE (model_id, format, text));
        CREATE TABLE versions (
            id INTEGER NOT NULL PRIMARY KEY,
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            number INTEGER NOT NULL,
            model_id INTEGER NOT NULL REFERENCES models (id),
            format INTEGER NOT NULL,
            content_hash TEXT NOT NULL,
            built_at INTEGER NOT NULL,
            name TEXT NOT NULL,
            languages TEXT NOT NULL,
            default_answer TEXT NOT NULL,
            entry_count INTEGER NOT NULL,
            question_count INTEGER NOT NULL,
            UNIQUE (knowledge_base_id, number));
        CREATE TABLE deployments (
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            name TEXT NOT NULL,
            version_id INTEGER NOT NULL REFERENCES versions (id),
            PRIMARY KEY (knowledge_base_id, name));
        CREATE TABLE entries (
            version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            entry_id TEXT NOT NULL,
            answer TEXT NOT NULL,
            metadata TEXT NOT NULL,
            prompts TEXT NOT NULL,
            source TEXT,
            context_only INTEGER NOT NULL,
            enabled INTEGER NOT NULL,
            valid_from INTEGER,
            valid_until INTEGER,
            PRIMARY KEY (version_id, ordinal)) WITHOUT ROWID;
        CREATE TABLE questions (
            version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
            entry_ordinal INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            text TEXT NOT NULL,
            match_key TEXT NOT NULL,
            vector_id INTEGER NOT NULL REFERENCES vectors (id),
            PRIMARY KEY (version_id, entry_ordinal, ordinal)) WITHOUT ROWID;
        CREATE INDEX questions_by_vector ON questions (vector_id);
        """,
        """
        CREATE TABLE model_assignments (
            knowledge_base_id TEXT NOT NULL PRIMARY KEY REFERENCES knowledge_bases (id),
            model TEXT NOT NULL,
            since INTEGER NOT NULL,
            confidence TEXT);
        """,
        """
        ALTER TABLE versions ADD COLUMN confidence TEXT;
        """,
        """
        CREATE TABLE entry_numbers (
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            entry_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (knowledge_base_id, entry_id),
            UNIQUE (knowledge_base_id, number)) WITHOUT ROWID;
        INSERT INTO entry_numbers (knowledge_base_id, entry_id, number)
        SELECT kb, entry_id, 1000000000 + ROW_NUMBER() OVER (PARTITION BY kb ORDER BY first_version, first_ordinal, entry_id)
        FROM (
            SELECT v.knowledge_base_id AS kb, e.entry_id, MIN(v.number) AS first_version, MIN(e.ordinal) AS first_ordinal
            FROM entries e JOIN versions v ON v.id = e.version_id
            WHERE NOT (e.entry_id GLOB '[1-9]*' AND e.entry_id NOT GLOB '*[^0-9]*' AND LENGTH(e.entry_id) < 10)
            GROUP BY v.knowledge_base_id, e.entry_id);
        CREATE TABLE endpoint_keys (
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            slot TEXT NOT NULL,
            hash BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (knowledge_base_id, slot)) WITHOUT ROWID;
        CREATE TABLE feedback (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            version INTEGER NOT NULL,
            question TEXT NOT NULL,
            entry_id TEXT,
            kind TEXT NOT NULL,
            user_key TEXT NOT NULL,
            source TEXT NOT NULL,
            created_at INTEGER NOT NULL);
        CREATE INDEX feedback_by_knowledge_base ON feedback (knowledge_base_id, id);
        CREATE INDEX feedback_by_user ON feedback (knowledge_base_id, user_key, created_at);
        """,
        """
        CREATE TABLE vocabularies (
            version_id INTEGER NOT NULL PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE,
            synonyms TEXT NOT NULL,
            stop_phrases TEXT NOT NULL);
        """,
        """
        CREATE TABLE fitted_confidences (
            knowledge_base_id TEXT NOT NULL PRIMARY KEY REFERENCES knowledge_bases (id),
            confidence TEXT NOT NULL,
            since INTEGER NOT NULL);
        """,
        """
        ALTER TABLE vocabularies ADD COLUMN contrasts TEXT NOT NULL DEFAULT '[]';
        CREATE TABLE counter_examples (
            version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
            entry_ordinal INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            text TEXT NOT NULL,
            vector_id INTEGER NOT NULL REFERENCES vectors (id),
            PRIMARY KEY (version_id, entry_ordinal, ordinal)) WITHOUT ROWID;
        CREATE INDEX counter_examples_by_vector ON counter_examples (vector_id);
        ALTER TABLE versions ADD COLUMN taught TEXT;
        """,
        """
        CREATE TABLE IF NOT EXISTS schema_versions (
            id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
            schema INTEGER NOT NULL,
            min_reader INTEGER NOT NULL);
        """,
        """
        CREATE TABLE IF NOT EXISTS store_keys (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            purpose TEXT NOT NULL,
            value BLOB NOT NULL,
            created_at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS protection_keys (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            xml TEXT NOT NULL);
        """,
        """
        ALTER TABLE versions ADD COLUMN starters TEXT NOT NULL DEFAULT '[]';
        """,
        AuthoringTables.Create,
        AccessTables.Create,
        """
        ALTER TABLE versions ADD COLUMN greeting TEXT;
        ALTER TABLE versions ADD COLUMN categories TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE feedback ADD COLUMN reason TEXT;
        ALTER TABLE feedback ADD COLUMN comment TEXT;
        """,
        AccessTables.Marks + AuthoringTables.Added,
    ];

    /// <summary>The schema of this build.</summary>
    public static int Current => Steps.Length;

    /// <summary>
    /// Schema of the oldest build that reads and writes what this one makes: the last step that did more than add tables, and columns
    /// that may be null or have a default. A step that adds leaves it; what takes away or means something else comes a release later,
    /// and raises it to its own number.
    /// </summary>
    /// <remarks>
    /// It is kept as the file's <c>user_version</c>, too, which builds up to schema 7 compare with their own.
    /// </remarks>
    public const int MinReader = 7;

    /// <summary>Looks whether a database is one of FaqBot that this build reads, or empty; changes nothing.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="StoreException">The database needs a newer build, or is another program's.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        // One read transaction: another process may be making the tables right now.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        CheckWithin(connection, path);
    }

    /// <summary>Brings a database up to date, in one transaction; one of a newer build that this one reads stays as it is.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="StoreException">The database needs a newer build, or is another program's.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        if (Version(connection) >= Current)
        {
            return;
        }

        using StoreTransaction transaction = new SqliteStoreConnection(connection).Begin(Purpose.Change);
        CheckWithin(connection, path);
        long found = Version(connection);
        for (long step = found; step < Current; step++)
        {
            Execute(connection, Steps[step]);
        }

        if (found < Current)
        {
            Execute(
                connection,
                $"INSERT OR REPLACE INTO schema_versions (id, schema, min_reader) VALUES (1, {Current}, {MinReader});"
                + $"PRAGMA user_version = {MinReader}");
        }

        transaction.Commit();
    }

    /// <summary>Reads the schema of a database.</summary>
    /// <param name="connection">An open connection.</param>
    /// <returns>0 when nothing was written yet.</returns>
    public static long Version(SqliteConnection connection) => Noted(connection, "schema") ?? Scalar(connection, "PRAGMA user_version");

    private static void CheckWithin(SqliteConnection connection, string path)
    {
        long mark = Scalar(connection, "PRAGMA user_version");

        // Many programs count versions too: only the tables say whose file it is.
        bool empty = mark == 0 && Scalar(connection, "SELECT COUNT(*) FROM sqlite_master") == 0;
        bool own = mark > 0
            && Scalar(
                connection, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('knowledge_bases', 'deployments')") == 2;
        if (!empty && !own)
        {
            throw new StoreException(
                path, StoreFault.Foreign, "it holds tables of another program; name another file (--output, Storage:Path)");
        }

        long minReader = Math.Max(mark, Noted(connection, "min_reader") ?? 0);
        if (minReader > Current)
        {
            throw new StoreException(
                path,
                StoreFault.Newer,
                $"found schema {Version(connection)}, which builds of schema {minReader} and later read, expected at most {Current}; it "
                + "was written by a newer FaqBot: run that one, restore a backup from before, or index into another file");
        }
    }

    private static long? Noted(SqliteConnection connection, string column) =>
        Scalar(connection, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_versions'") == 1
        && Scalar(connection, "SELECT COUNT(*) FROM schema_versions") == 1
            ? Scalar(connection, $"SELECT {column} FROM schema_versions")
            : null;

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

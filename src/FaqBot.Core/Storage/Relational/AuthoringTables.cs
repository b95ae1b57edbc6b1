namespace FaqBot.Core.Storage.Relational;

/// <summary>The tables of what owners edit, as a step of <see cref="Schema"/>; a published step is never changed.</summary>
internal static class AuthoringTables
{
    /// <summary>Creates them. Times are Unix milliseconds; contents are JSON of the knowledge file, documents that JSON
    /// compressed.</summary>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS working_copies (
            knowledge_base_id TEXT NOT NULL PRIMARY KEY REFERENCES knowledge_bases (id),
            revision INTEGER NOT NULL,
            started_from INTEGER,
            settings TEXT NOT NULL,
            settings_revision INTEGER NOT NULL,
            published_revision INTEGER,
            draft_revision INTEGER,
            policy TEXT);
        CREATE TABLE IF NOT EXISTS working_entries (
            knowledge_base_id TEXT NOT NULL REFERENCES working_copies (knowledge_base_id),
            entry_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            content TEXT NOT NULL,
            deleted_at INTEGER,
            PRIMARY KEY (knowledge_base_id, entry_id));
        CREATE TABLE IF NOT EXISTS change_sets (
            knowledge_base_id TEXT NOT NULL REFERENCES working_copies (knowledge_base_id),
            number INTEGER NOT NULL,
            author TEXT NOT NULL,
            at INTEGER NOT NULL,
            origin TEXT NOT NULL,
            note TEXT,
            undoes INTEGER,
            change_count INTEGER NOT NULL,
            PRIMARY KEY (knowledge_base_id, number));
        CREATE TABLE IF NOT EXISTS changes (
            knowledge_base_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            kind TEXT NOT NULL,
            entry_id TEXT,
            before TEXT,
            after TEXT,
            PRIMARY KEY (knowledge_base_id, number, ordinal),
            FOREIGN KEY (knowledge_base_id, number) REFERENCES change_sets (knowledge_base_id, number) ON DELETE CASCADE);
        CREATE INDEX IF NOT EXISTS changes_by_entry ON changes (knowledge_base_id, entry_id, number);
        CREATE TABLE IF NOT EXISTS contents (
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            content_hash TEXT NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (knowledge_base_id, content_hash));
        CREATE TABLE IF NOT EXISTS publications (
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            number INTEGER NOT NULL,
            content_hash TEXT NOT NULL,
            entry_count INTEGER NOT NULL,
            question_count INTEGER NOT NULL,
            author TEXT NOT NULL,
            at INTEGER NOT NULL,
            origin TEXT NOT NULL,
            note TEXT,
            revision INTEGER,
            restores INTEGER,
            override_reason TEXT,
            PRIMARY KEY (knowledge_base_id, number));
        CREATE TABLE IF NOT EXISTS planned_publications (
            knowledge_base_id TEXT NOT NULL PRIMARY KEY REFERENCES working_copies (knowledge_base_id),
            at INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            author TEXT NOT NULL,
            note TEXT,
            override_reason TEXT,
            planned_at INTEGER NOT NULL,
            fault TEXT);
        CREATE TABLE IF NOT EXISTS labelled_questions (
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            match_key TEXT NOT NULL,
            question TEXT NOT NULL,
            language TEXT NOT NULL,
            entry_id TEXT,
            offered TEXT NOT NULL,
            kind TEXT,
            author TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (knowledge_base_id, match_key));
        CREATE TABLE IF NOT EXISTS evaluations (
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            number INTEGER NOT NULL,
            author TEXT NOT NULL,
            at INTEGER NOT NULL,
            note TEXT,
            deployment TEXT NOT NULL,
            version INTEGER NOT NULL,
            question_count INTEGER NOT NULL,
            accuracy REAL,
            precision REAL,
            calibration_error REAL,
            report BLOB NOT NULL,
            PRIMARY KEY (knowledge_base_id, number));
        """;

    /// <summary>Creates what came later: what the columns of tables mean that were imported, and what clients of other services asked
    /// for.</summary>
    public const string Added = """
        CREATE TABLE IF NOT EXISTS column_mappings (
            knowledge_base_id TEXT NOT NULL REFERENCES knowledge_bases (id),
            header TEXT NOT NULL,
            columns TEXT NOT NULL,
            author TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (knowledge_base_id, header)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS operations (
            id TEXT NOT NULL PRIMARY KEY,
            knowledge_base_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            author TEXT NOT NULL,
            state TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            outcome TEXT,
            result BLOB,
            result_bytes INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS operations_by_creation ON operations (created_at);
        """;
}

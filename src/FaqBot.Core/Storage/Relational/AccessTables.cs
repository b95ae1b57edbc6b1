namespace FaqBot.Core.Storage.Relational;

/// <summary>The tables of who may do what and who did, as a step of <see cref="Schema"/>; a published step is never changed.</summary>
internal static class AccessTables
{
    /// <summary>Creates them. Times are Unix milliseconds; hashes are SHA-256, and nothing of what they stand for is stored.</summary>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS access_keys (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL COLLATE NOCASE UNIQUE,
            created_by TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER);
        CREATE TABLE IF NOT EXISTS access_key_secrets (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            key_id INTEGER NOT NULL REFERENCES access_keys (id) ON DELETE CASCADE,
            hash BLOB NOT NULL UNIQUE,
            shown TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_used_at INTEGER);
        CREATE TABLE IF NOT EXISTS access_key_grants (
            key_id INTEGER NOT NULL REFERENCES access_keys (id) ON DELETE CASCADE,
            scope TEXT NOT NULL,
            role TEXT NOT NULL,
            PRIMARY KEY (key_id, scope, role)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS access_members (
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            scope TEXT NOT NULL,
            role TEXT NOT NULL,
            granted_by TEXT NOT NULL,
            granted_at INTEGER NOT NULL,
            PRIMARY KEY (kind, name, scope, role)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS access_users (
            issuer TEXT NOT NULL,
            subject TEXT NOT NULL,
            name TEXT NOT NULL UNIQUE,
            first_at INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            PRIMARY KEY (issuer, subject)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS access_accounts (
            name TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
            password_hash TEXT NOT NULL,
            failures INTEGER NOT NULL DEFAULT 0,
            locked_until INTEGER,
            set_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS access_sessions (
            hash BLOB NOT NULL PRIMARY KEY,
            caller TEXT NOT NULL,
            ticket BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS access_sessions_by_caller ON access_sessions (caller);
        CREATE TABLE IF NOT EXISTS approvals (
            knowledge_base_id TEXT NOT NULL REFERENCES working_copies (knowledge_base_id),
            revision INTEGER NOT NULL,
            author TEXT NOT NULL,
            at INTEGER NOT NULL,
            note TEXT,
            PRIMARY KEY (knowledge_base_id, revision, author)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS audit (
            number INTEGER NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            address TEXT,
            action TEXT NOT NULL,
            knowledge_base_id TEXT,
            object TEXT,
            before TEXT,
            after TEXT,
            outcome TEXT NOT NULL,
            request_id TEXT,
            note TEXT,
            hash BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS audit_by_knowledge_base ON audit (knowledge_base_id, number);
        CREATE TABLE IF NOT EXISTS audit_ends (
            id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
            before INTEGER NOT NULL,
            before_hash BLOB NOT NULL,
            last INTEGER NOT NULL,
            last_hash BLOB NOT NULL);
        """;

    /// <summary>Creates what came later: changes whose row of the audit log has not been written yet.</summary>
    public const string Marks = """
        CREATE TABLE IF NOT EXISTS audit_marks (
            id TEXT NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            address TEXT,
            action TEXT NOT NULL,
            knowledge_base_id TEXT,
            object TEXT,
            before TEXT,
            request_id TEXT,
            note TEXT) WITHOUT ROWID;
        """;
}

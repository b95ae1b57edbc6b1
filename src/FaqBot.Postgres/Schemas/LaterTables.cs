namespace FaqBot.Postgres.Schemas;

/// <summary>The tables that came after <see cref="StoreTables.Create"/>; a published step is never changed.</summary>
internal static class LaterTables
{
    /// <summary>Changes whose row of the audit log has not been written yet, what columns of imported tables meant, and what clients of
    /// other services asked for.</summary>
    public const string Marks = """
        CREATE TABLE audit_marks (
            id text COLLATE "C" NOT NULL PRIMARY KEY,
            at bigint NOT NULL,
            actor text COLLATE "C" NOT NULL,
            address text COLLATE "C",
            action text COLLATE "C" NOT NULL,
            knowledge_base_id text COLLATE "C",
            object text COLLATE "C",
            before text COLLATE "C",
            request_id text COLLATE "C",
            note text COLLATE "C");
        CREATE TABLE column_mappings (
            knowledge_base_id text COLLATE "C" NOT NULL REFERENCES knowledge_bases (id),
            header text COLLATE "C" NOT NULL,
            columns text COLLATE "C" NOT NULL,
            author text COLLATE "C" NOT NULL,
            at bigint NOT NULL,
            PRIMARY KEY (knowledge_base_id, header));
        CREATE TABLE operations (
            id text COLLATE "C" NOT NULL PRIMARY KEY,
            knowledge_base_id text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL,
            author text COLLATE "C" NOT NULL,
            state text COLLATE "C" NOT NULL,
            created_at bigint NOT NULL,
            changed_at bigint NOT NULL,
            outcome text COLLATE "C",
            result bytea,
            result_bytes bigint NOT NULL);
        CREATE INDEX operations_by_creation ON operations (created_at);
        """;
}

namespace FaqBot.Core.Analytics.Relational;

/// <summary>The tables of the question log, and the steps that bring an older file to them.</summary>
internal static class QuestionSchema
{
    /// <summary>Each step leads from the schema version of its index to the next; a published step is never changed.</summary>
    public static readonly string[] Steps =
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
        """
        CREATE INDEX questions_by_day ON questions (kb, day);
        CREATE TABLE reasks (
            kb INTEGER NOT NULL,
            user INTEGER NOT NULL,
            wording INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            day INTEGER NOT NULL,
            PRIMARY KEY (kb, user, wording, entry)) WITHOUT ROWID;
        CREATE INDEX reasks_by_wording ON reasks (wording);
        CREATE TABLE reask_totals (
            kb INTEGER NOT NULL,
            day INTEGER NOT NULL,
            version INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            times INTEGER NOT NULL,
            PRIMARY KEY (kb, day, version, entry)) WITHOUT ROWID;
        CREATE TABLE week_centroids (
            kb INTEGER NOT NULL,
            week INTEGER NOT NULL,
            model TEXT NOT NULL,
            questions INTEGER NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (kb, week)) WITHOUT ROWID;
        """,
    ];
}

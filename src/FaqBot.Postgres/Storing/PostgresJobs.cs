using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Postgres.Storing;

/// <summary>The jobs of all replicas, as rows.</summary>
internal sealed class PostgresJobs(KnowledgeDatabase database) : SharedJobs
{
    // The clock is the server's: those of machines differ.
    private const string Now = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint", Turn = "jobs";

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public override string? Start(string id, string subject, string status, int kept) => database.Change(
        connection =>
        {
            connection.TakeTurn(Turn);
            connection.Execute(
                $"UPDATE jobs SET is_running = FALSE, is_lost = TRUE WHERE is_running AND seen_at < {Now} - $lifetime",
                ("$lifetime", (long)Lifetime.TotalMilliseconds));
            List<string> running = connection.Query(
                "SELECT id FROM jobs WHERE is_running AND subject = $subject", row => row.GetString(0), ("$subject", subject));
            if (running is [var same, ..])
            {
                return same;
            }

            connection.Execute(
                $"""
                INSERT INTO jobs (id, subject, status, is_running, is_lost, is_cancelled, started_at, seen_at)
                VALUES ($id, $subject, $status, TRUE, FALSE, FALSE, {Now}, {Now})
                """,
                ("$id", id), ("$subject", subject), ("$status", status));
            connection.Execute(
                "DELETE FROM jobs WHERE NOT is_running AND id NOT IN (SELECT id FROM jobs ORDER BY started_at DESC, id LIMIT $kept)",
                ("$kept", kept));
            return null;
        },
        Purpose.Add);

    /// <inheritdoc />
    public override bool Write(string id, string status, bool isRunning) => database.Change(
        connection => connection.Query(
            $"""
            UPDATE jobs SET status = $status, is_running = $running, is_lost = FALSE, seen_at = {Now} WHERE id = $id
            RETURNING is_cancelled
            """,
            row => row.GetBoolean(0), ("$id", id), ("$status", status), ("$running", isRunning)).Contains(true),
        Purpose.Add);

    /// <inheritdoc />
    public override void Cancel(string id) => database.Change(
        connection => connection.Execute("UPDATE jobs SET is_cancelled = TRUE WHERE id = $id AND is_running", ("$id", id)), Purpose.Add);

    /// <inheritdoc />
    public override IReadOnlyList<SharedJob> All() => database.Readable(() =>
    {
        using StoreConnection connection = database.Open(KnowledgeDatabase.Patience);
        return connection.Within(Purpose.Read, _ => connection.Query(
            $"""
            SELECT id, status, is_running AND seen_at >= {Now} - $lifetime, is_lost OR (is_running AND seen_at < {Now} - $lifetime)
            FROM jobs ORDER BY started_at DESC, id
            """,
            row => new SharedJob(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3)),
            ("$lifetime", (long)Lifetime.TotalMilliseconds)));
    });
}

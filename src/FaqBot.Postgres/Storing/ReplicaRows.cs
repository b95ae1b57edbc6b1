using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Postgres.Storing;

/// <summary>The processes that answer from the store, within their caller's transaction; the server's clock tells which are
/// alive.</summary>
internal static class ReplicaRows
{
    private const string Now = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint";

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <summary>Writes that a process is alive, and lists those that are.</summary>
    public static IReadOnlyList<Replica> Announce(StoreConnection connection, Replica self, TimeSpan lifetime)
    {
        connection.Execute(
            $"""
            INSERT INTO replicas (id, build, schema, normalizer, encoder, seen_at)
            VALUES ($id, $build, $schema, $normalizer, $encoder, {Now})
            ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
            """,
            ("$id", self.Id), ("$build", self.Build), ("$schema", self.Schema), ("$normalizer", self.Normalizer),
            ("$encoder", self.Encoder));
        connection.Execute(
            $"DELETE FROM replicas WHERE seen_at < {Now} - $forgotten", ("$forgotten", (long)Forgotten.TotalMilliseconds));
        return connection.Query(
            $"SELECT id, build, schema, normalizer, encoder FROM replicas WHERE seen_at >= {Now} - $lifetime ORDER BY id",
            row => new Replica(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4)),
            ("$lifetime", (long)lifetime.TotalMilliseconds));
    }

    /// <summary>Forgets a process.</summary>
    public static int Leave(StoreConnection connection, string id) =>
        connection.Execute("DELETE FROM replicas WHERE id = $id", ("$id", id));
}

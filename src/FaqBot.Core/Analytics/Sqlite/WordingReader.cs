using System.Runtime.InteropServices;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Analytics.Sqlite;

/// <summary>Reads wordings with what is known of them, and keeps their vectors.</summary>
internal sealed partial class WordingReader(SqliteConnection connection)
{
    // Of those with most people; a wording is asked by thousands or by one, and one is what most of them are.
    private const int MostUsersOfWording = 2_000;

    /// <summary>The wordings of a knowledge base that were asked since a day, those of most people first.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="since">The day.</param>
    /// <param name="most">Most wordings.</param>
    public IReadOnlyList<LoggedWording> Read(string knowledgeBaseId, DateOnly since, int most)
    {
        List<LoggedWording> wordings = connection.Query(
            """
            SELECT w.id, w.text, w.language FROM wordings w
            JOIN (SELECT wording, COUNT(*) AS people FROM wording_users GROUP BY wording) u ON u.wording = w.id
            WHERE w.kb = (SELECT id FROM names WHERE text = $kb) AND w.text IS NOT NULL AND w.last_day >= $since
            ORDER BY people DESC, w.last_day DESC, w.id LIMIT $most
            """,
            row => new LoggedWording(row.GetInt64(0), row.GetString(1), row.GetString(2)),
            ("$kb", knowledgeBaseId), ("$since", since.DayNumber), ("$most", most));
        return Known(wordings);
    }

    /// <summary>Adds all that is known of wordings.</summary>
    private List<LoggedWording> Known(List<LoggedWording> wordings)
    {
        using SqliteCommand results = connection.Prepare(
            """
            SELECT decision, e.text, r.text, asked, confidence FROM wording_results
            LEFT JOIN names e ON e.id = entry LEFT JOIN names r ON r.id = runner_up WHERE wording = $wording
            """,
            ("$wording", 0L));
        using SqliteCommand users = connection.Prepare(
            $"SELECT month, user FROM wording_users WHERE wording = $wording LIMIT {MostUsersOfWording}", ("$wording", 0L));
        using SqliteCommand feedback = connection.Prepare(
            "SELECT user, n.text, kind FROM feedback LEFT JOIN names n ON n.id = entry WHERE wording = $wording", ("$wording", 0L));
        using SqliteCommand again = connection.Prepare(
            "SELECT user, n.text FROM reasks JOIN names n ON n.id = entry WHERE wording = $wording", ("$wording", 0L));
        for (int i = 0; i < wordings.Count; i++)
        {
            long id = wordings[i].Id;
            wordings[i] = wordings[i] with
            {
                Results = All(results, id, row => new WordingResult(
                    (Decision)row.GetInt32(0), TextOf(row, 1), TextOf(row, 2), row.GetInt64(3), row.GetDouble(4))),
                Users = All(users, id, row => (row.GetInt32(0), row.GetInt64(1))),
                Feedback = All(feedback, id, row => new WordingFeedback(row.GetInt64(0), TextOf(row, 1), (FeedbackKind)row.GetInt32(2))),
                AskedAgain = All(again, id, row => (row.GetInt64(0), row.GetString(1))),
            };
        }

        return wordings;
    }

    /// <summary>The vectors that are kept of wordings.</summary>
    /// <param name="ids">The wordings.</param>
    /// <param name="model">Fingerprint of the encoder.</param>
    public IReadOnlyDictionary<long, float[]> Vectors(IEnumerable<long> ids, string model)
    {
        using SqliteCommand find = connection.Prepare(
            "SELECT value FROM wording_vectors WHERE wording = $wording AND model = $model", ("$wording", 0L), ("$model", model));
        Dictionary<long, float[]> vectors = [];
        foreach (long id in ids)
        {
            find.Parameters[0].Value = id;
            using SqliteDataReader reader = find.ExecuteReader();
            if (reader.Read())
            {
                vectors[id] = FromHalves(reader.GetFieldValue<byte[]>(0));
            }
        }

        return vectors;
    }

    /// <summary>Keeps vectors of wordings that still have their texts.</summary>
    public static int Save(SqliteConnection connection, IEnumerable<(long Wording, float[] Vector)> vectors, string model)
    {
        using Prepared save = new(
            connection,
            """
            INSERT INTO wording_vectors (wording, model, value) SELECT $1, $2, $3
            WHERE EXISTS (SELECT 1 FROM wordings WHERE id = $1 AND text IS NOT NULL)
            ON CONFLICT DO UPDATE SET model = excluded.model, value = excluded.value
            """);
        return vectors.Sum(vector => save.Run(null, vector.Wording, model, ToHalves(vector.Vector)));
    }

    /// <summary>The rejections of a knowledge base, the latest first.</summary>
    public IReadOnlyList<Rejection> Rejections(string knowledgeBaseId, int most) => connection.Query(
        """
        SELECT id, queue, entry, entry_hash, keys, model, vector, at FROM rejections
        WHERE kb = (SELECT id FROM names WHERE text = $kb) ORDER BY id DESC LIMIT $most
        """,
        row => new Rejection(
            row.GetInt64(0), knowledgeBaseId, row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4).Split('\n'),
            row.GetString(5), row.IsDBNull(6) ? default : FromHalves(row.GetFieldValue<byte[]>(6)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7))),
        ("$kb", knowledgeBaseId), ("$most", most));

    /// <summary>Keeps a rejection.</summary>
    /// <returns>Its number.</returns>
    public static long Reject(SqliteConnection connection, Rejection rejection)
    {
        connection.Execute("INSERT OR IGNORE INTO names (text) VALUES ($kb)", ("$kb", rejection.KnowledgeBaseId));
        return connection.Number(
            """
            INSERT INTO rejections (kb, queue, entry, entry_hash, keys, model, vector, at)
            VALUES ((SELECT id FROM names WHERE text = $kb), $queue, $entry, $hash, $keys, $model, $vector, $at) RETURNING id
            """,
            ("$kb", rejection.KnowledgeBaseId), ("$queue", rejection.Queue), ("$entry", rejection.EntryId), ("$hash", rejection.EntryHash),
            ("$keys", string.Join('\n', rejection.Keys)), ("$model", rejection.Model),
            ("$vector", rejection.Vector.IsEmpty ? null : ToHalves(rejection.Vector.Span)), ("$at", rejection.At.ToUnixTimeMilliseconds()));
    }

    /// <summary>Takes a rejection back.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool Unreject(SqliteConnection connection, string knowledgeBaseId, long id) => connection.Execute(
        "DELETE FROM rejections WHERE id = $id AND kb = (SELECT id FROM names WHERE text = $kb)",
        ("$id", id), ("$kb", knowledgeBaseId)) > 0;

    private static List<T> All<T>(SqliteCommand command, long wording, Func<SqliteDataReader, T> read)
    {
        command.Parameters[0].Value = wording;
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        rows.TrimExcess();
        return rows;
    }

    private static string? TextOf(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Half the space of floats, and much nearer than two wordings ever are.</summary>
    private static byte[] ToHalves(ReadOnlySpan<float> vector)
    {
        byte[] bytes = new byte[2 * vector.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(vector, MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()));
        return bytes;
    }

    private static float[] FromHalves(byte[] bytes)
    {
        float[] vector = new float[bytes.Length / 2];
        System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()), vector);
        return vector;
    }
}

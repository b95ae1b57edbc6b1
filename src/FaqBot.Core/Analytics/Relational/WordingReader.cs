using System.Data.Common;
using System.Runtime.InteropServices;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Analytics.Relational;

/// <summary>Reads wordings with what is known of them, and keeps their vectors.</summary>
internal sealed partial class WordingReader(StoreConnection connection)
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
        using Prepared results = new(
            connection,
            """
            SELECT decision, e.text, r.text, asked, confidence FROM wording_results
            LEFT JOIN names e ON e.id = entry LEFT JOIN names r ON r.id = runner_up WHERE wording = $1
            """);
        using Prepared users = new(
            connection, $"SELECT month, \"user\" FROM wording_users WHERE wording = $1 LIMIT {MostUsersOfWording}");
        using Prepared feedback = new(
            connection, "SELECT \"user\", n.text, kind FROM feedback LEFT JOIN names n ON n.id = entry WHERE wording = $1");
        using Prepared again = new(connection, "SELECT \"user\", n.text FROM reasks JOIN names n ON n.id = entry WHERE wording = $1");
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
        using Prepared find = new(connection, "SELECT value FROM wording_vectors WHERE wording = $1 AND model = $2");
        Dictionary<long, float[]> vectors = [];
        foreach (long id in ids)
        {
            if (find.Value(id, model) is byte[] halves)
            {
                vectors[id] = FromHalves(halves);
            }
        }

        return vectors;
    }

    /// <summary>Keeps vectors of wordings that still have their texts.</summary>
    public static int Save(StoreConnection connection, IEnumerable<(long Wording, float[] Vector)> vectors, string model)
    {
        using Prepared save = new(
            connection,
            """
            INSERT INTO wording_vectors (wording, model, value) SELECT $1, $2, $3
            WHERE EXISTS (SELECT 1 FROM wordings WHERE id = $1 AND text IS NOT NULL)
            ON CONFLICT (wording) DO UPDATE SET model = excluded.model, value = excluded.value
            """);
        return vectors.Sum(vector => save.Run(vector.Wording, model, ToHalves(vector.Vector)));
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
    public static long Reject(StoreConnection connection, Rejection rejection)
    {
        connection.Execute("INSERT INTO names (text) VALUES ($kb) ON CONFLICT DO NOTHING", ("$kb", rejection.KnowledgeBaseId));
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
    public static bool Unreject(StoreConnection connection, string knowledgeBaseId, long id) => connection.Execute(
        "DELETE FROM rejections WHERE id = $id AND kb = (SELECT id FROM names WHERE text = $kb)",
        ("$id", id), ("$kb", knowledgeBaseId)) > 0;

    private static List<T> All<T>(Prepared statement, long wording, Func<DbDataReader, T> read)
    {
        List<T> rows = statement.All(read, wording);
        rows.TrimExcess();
        return rows;
    }

    private static string? TextOf(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

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

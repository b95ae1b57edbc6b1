using System.Runtime.InteropServices;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Analytics.Sqlite;

/// <summary>Reads wordings with what is known of them, and keeps their vectors.</summary>
internal sealed class WordingReader(SqliteConnection connection)
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

    /// <summary>The wordings of the last questions of a knowledge base, and how often each is among them; the latest first.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="most">Most questions.</param>
    public IReadOnlyList<(LoggedWording Wording, long Times)> Latest(string knowledgeBaseId, int most)
    {
        List<(LoggedWording Wording, long Times)> latest = connection.Query(
            """
            SELECT w.id, w.text, w.language, q.times FROM (
                SELECT wording, COUNT(*) AS times, MAX(id) AS last FROM (
                    SELECT id, wording FROM questions WHERE kb = (SELECT id FROM names WHERE text = $kb)
                    ORDER BY day DESC, id DESC LIMIT $most)
                GROUP BY wording) q
            JOIN wordings w ON w.id = q.wording WHERE w.text IS NOT NULL ORDER BY q.last DESC
            """,
            row => (new LoggedWording(row.GetInt64(0), row.GetString(1), row.GetString(2)), row.GetInt64(3)),
            ("$kb", knowledgeBaseId), ("$most", most));
        return [.. Known([.. latest.Select(one => one.Wording)]).Zip(latest.Select(one => one.Times))];
    }

    /// <summary>Wordings of questions that are spread evenly over the days of a week, with how often each was met.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="monday">The first day.</param>
    /// <param name="ofDay">Most questions of a day.</param>
    public IReadOnlyList<(LoggedWording Wording, long Times)> Week(string knowledgeBaseId, DateOnly monday, int ofDay)
    {
        long kb = connection.Number("SELECT id FROM names WHERE text = $kb", ("$kb", knowledgeBaseId));
        using SqliteCommand ends = connection.Prepare(
            "SELECT MIN(id), MAX(id) FROM questions WHERE kb = $kb AND day = $day", ("$kb", kb), ("$day", 0));
        using SqliteCommand next = connection.Prepare(
            "SELECT wording FROM questions WHERE kb = $kb AND day = $day AND id >= $id ORDER BY id LIMIT 1",
            ("$kb", kb), ("$day", 0), ("$id", 0L));
        Dictionary<long, long> times = [];
        for (int day = monday.DayNumber; day < monday.DayNumber + 7; day++)
        {
            ends.Parameters[1].Value = next.Parameters[1].Value = day;
            (long First, long Last)? range = null;
            using (SqliteDataReader reader = ends.ExecuteReader())
            {
                range = reader.Read() && !reader.IsDBNull(0) ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
            }

            for (int i = 0; range is var (first, last) && i < ofDay; i++)
            {
                next.Parameters[2].Value = first + ((last - first) * i / Math.Max(1, ofDay - 1));
                if (next.ExecuteScalar() is long wording)
                {
                    times[wording] = times.GetValueOrDefault(wording) + 1;
                }
            }
        }

        using SqliteCommand text = connection.Prepare(
            "SELECT id, text, language FROM wordings WHERE id = $wording AND text IS NOT NULL", ("$wording", 0L));
        return
        [
            .. times.OrderBy(one => one.Key).SelectMany(one => All(
                text, one.Key, row => (new LoggedWording(row.GetInt64(0), row.GetString(1), row.GetString(2)), one.Value))),
        ];
    }

    /// <summary>How wordings were asked of late.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="wordings">The wordings.</param>
    /// <param name="before">The first of the days before.</param>
    /// <param name="from">The first of the last days.</param>
    /// <param name="to">The last day.</param>
    public IReadOnlyDictionary<long, RecentWording> Recent(
        string knowledgeBaseId, IReadOnlySet<long> wordings, DateOnly before, DateOnly from, DateOnly to)
    {
        Dictionary<long, (long Asked, HashSet<long> Users, long NoMatch, Dictionary<long, long> Entries)> recent = [];
        long kb = connection.Number("SELECT id FROM names WHERE text = $kb", ("$kb", knowledgeBaseId));
        using (SqliteCommand last = connection.Prepare(
            "SELECT wording, user, decision, entry FROM questions WHERE kb = $kb AND day BETWEEN $from AND $to",
            ("$kb", kb), ("$from", from.DayNumber), ("$to", to.DayNumber)))
        using (SqliteDataReader reader = last.ExecuteReader())
        {
            while (reader.Read())
            {
                if (reader.GetInt64(0) is var wording && wordings.Contains(wording))
                {
                    var sum = recent.GetValueOrDefault(wording, (0, [], 0, []));
                    sum.Users.Add(reader.GetInt64(1));
                    Decision decision = (Decision)reader.GetInt32(2);
                    if (decision == Decision.Answer)
                    {
                        sum.Entries[reader.GetInt64(3)] = sum.Entries.GetValueOrDefault(reader.GetInt64(3)) + 1;
                    }

                    recent[wording] = (sum.Asked + 1, sum.Users, sum.NoMatch + (decision == Decision.NoMatch ? 1 : 0), sum.Entries);
                }
            }
        }

        Dictionary<long, long> former = [];
        using (SqliteCommand earlier = connection.Prepare(
            "SELECT wording, COUNT(*) FROM questions WHERE kb = $kb AND day BETWEEN $before AND $last GROUP BY wording",
            ("$kb", kb), ("$before", before.DayNumber), ("$last", from.DayNumber - 1)))
        using (SqliteDataReader reader = earlier.ExecuteReader())
        {
            while (reader.Read())
            {
                if (reader.GetInt64(0) is var wording && wordings.Contains(wording))
                {
                    former[wording] = reader.GetInt64(1);
                }
            }
        }

        Dictionary<long, string> names = [];
        string NameOf(long id) => names.TryGetValue(id, out string? name) ? name : names[id] = connection.Query(
            "SELECT text FROM names WHERE id = $id", row => row.GetString(0), ("$id", id))[0];
        return recent.Keys.Union(former.Keys).ToDictionary(wording => wording, wording =>
        {
            var sum = recent.GetValueOrDefault(wording, (0, [], 0, []));
            return new RecentWording(
                sum.Asked, sum.Users, sum.NoMatch, former.GetValueOrDefault(wording),
                sum.Entries.ToDictionary(entry => NameOf(entry.Key), entry => entry.Value));
        });
    }

    /// <summary>The mean vector of a week's questions, if it was kept; of another encoder it is of no use.</summary>
    public (long Questions, float[] Vector)? Centroid(string knowledgeBaseId, DateOnly monday, string model) => connection.Query(
        """
        SELECT questions, value FROM week_centroids
        WHERE kb = (SELECT id FROM names WHERE text = $kb) AND week = $week AND model = $model
        """,
        row => ((long, float[])?)(row.GetInt64(0), FromHalves(row.GetFieldValue<byte[]>(1))),
        ("$kb", knowledgeBaseId), ("$week", monday.DayNumber), ("$model", model)).FirstOrDefault();

    /// <summary>Keeps the mean vector of a week that is over.</summary>
    public static int SaveCentroid(
        SqliteConnection connection, string knowledgeBaseId, DateOnly monday, string model, long questions, float[] vector) =>
        connection.Execute(
            """
            INSERT INTO week_centroids (kb, week, model, questions, value)
            VALUES ((SELECT id FROM names WHERE text = $kb), $week, $model, $questions, $value)
            ON CONFLICT DO UPDATE SET model = excluded.model, questions = excluded.questions, value = excluded.value
            """,
            ("$kb", knowledgeBaseId), ("$week", monday.DayNumber), ("$model", model), ("$questions", questions),
            ("$value", ToHalves(vector)));

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

using System.Data.Common;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Analytics.Relational;

/// <content>What was asked when: the last questions, weeks, and the mean vectors of weeks.</content>
internal sealed partial class WordingReader
{
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
                    ORDER BY day DESC, id DESC LIMIT $most) late
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
        using Prepared ends = new(connection, "SELECT MIN(id), MAX(id) FROM questions WHERE kb = $1 AND day = $2");
        using Prepared next = new(
            connection, "SELECT wording FROM questions WHERE kb = $1 AND day = $2 AND id >= $3 ORDER BY id LIMIT 1");
        Dictionary<long, long> times = [];
        for (int day = monday.DayNumber; day < monday.DayNumber + 7; day++)
        {
            (long First, long Last)? range = ends.First<(long, long)?>(
                row => row.IsDBNull(0) ? null : (row.GetInt64(0), row.GetInt64(1)), kb, day);

            for (int i = 0; range is var (first, last) && i < ofDay; i++)
            {
                if (next.Value(kb, day, first + ((last - first) * i / Math.Max(1, ofDay - 1))) is long wording)
                {
                    times[wording] = times.GetValueOrDefault(wording) + 1;
                }
            }
        }

        using Prepared text = new(connection, "SELECT id, text, language FROM wordings WHERE id = $1 AND text IS NOT NULL");
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
        using (DbCommand last = connection.Prepare(
            "SELECT wording, \"user\", decision, entry FROM questions WHERE kb = $kb AND day BETWEEN $from AND $to",
            ("$kb", kb), ("$from", from.DayNumber), ("$to", to.DayNumber)))
        using (DbDataReader reader = last.ExecuteReader())
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
        using (DbCommand earlier = connection.Prepare(
            "SELECT wording, COUNT(*) FROM questions WHERE kb = $kb AND day BETWEEN $before AND $last GROUP BY wording",
            ("$kb", kb), ("$before", before.DayNumber), ("$last", from.DayNumber - 1)))
        using (DbDataReader reader = earlier.ExecuteReader())
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
        StoreConnection connection, string knowledgeBaseId, DateOnly monday, string model, long questions, float[] vector) =>
        connection.Execute(
            """
            INSERT INTO week_centroids (kb, week, model, questions, value)
            VALUES ((SELECT id FROM names WHERE text = $kb), $week, $model, $questions, $value)
            ON CONFLICT (kb, week) DO UPDATE SET model = excluded.model, questions = excluded.questions, value = excluded.value
            """,
            ("$kb", knowledgeBaseId), ("$week", monday.DayNumber), ("$model", model), ("$questions", questions),
            ("$value", ToHalves(vector)));
}

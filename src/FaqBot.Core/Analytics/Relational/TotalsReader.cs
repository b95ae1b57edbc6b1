using System.Text.Json;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Analytics.Relational;

/// <summary>Reads the daily totals; the questions themselves are never scanned.</summary>
internal sealed class TotalsReader(StoreConnection connection, TotalsFilter filter)
{
    private const int Answer = (int)Decision.Answer, Suggestions = (int)Decision.Suggestions, NoMatch = (int)Decision.NoMatch;

    private const string Conditions = "kb = $kb AND day BETWEEN $from AND $to AND (CAST($version AS BIGINT) IS NULL OR version = $version)";

    private const string AllConditions = Conditions
        + " AND (CAST($channel AS TEXT) IS NULL OR channel = (SELECT id FROM names WHERE text = $channel))"
        + " AND (CAST($language AS TEXT) IS NULL OR language = $language)"
        + " AND (CAST($entries AS TEXT) IS NULL OR entry IN "
        + "(SELECT id FROM names WHERE text IN (SELECT value FROM json_each(CAST($entries AS TEXT)))))";

    private readonly (string, object?)[] _values =
    [
        ("$kb", connection.Number("SELECT id FROM names WHERE text = $kb", ("$kb", filter.KnowledgeBaseId))),
        ("$from", filter.From.DayNumber), ("$to", filter.To.DayNumber), ("$version", filter.Version), ("$channel", filter.Channel),
        ("$language", filter.Language),
        ("$entries", filter.Entries is null ? null : JsonSerializer.Serialize(filter.Entries)),
    ];

    private bool IsNarrow => filter.Version is not null || filter.Channel is not null || filter.Language is not null
        || filter.Entries is not null;

    /// <summary>The days on which something was asked, ascending.</summary>
    public IReadOnlyList<DayTotals> Days()
    {
        Dictionary<int, (long Users, long Conversations, long Settled)> people = IsNarrow ? [] : connection.Query(
            "SELECT day, users, conversations, settled FROM day_totals WHERE kb = $kb AND day BETWEEN $from AND $to",
            row => (Day: row.GetInt32(0), (row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))), _values.AsSpan(0, 3))
            .ToDictionary(row => row.Day, row => row.Item2);
        return connection.Query(
            $"""
            SELECT day, SUM(asked), SUM(CASE WHEN decision = {Answer} THEN asked ELSE 0 END), SUM(exact), SUM(CASE WHEN decision = {Suggestions} THEN asked ELSE 0 END),
                SUM(CASE WHEN decision = {NoMatch} THEN asked ELSE 0 END), SUM(cached), SUM(confidence), SUM(latency)
            FROM totals WHERE {AllConditions} GROUP BY day ORDER BY day
            """,
            row =>
            {
                long asked = row.GetInt64(1);
                (long Users, long Conversations, long Settled)? own =
                    people.TryGetValue(row.GetInt32(0), out var found) ? found : null;
                return new DayTotals(
                    DateOnly.FromDayNumber(row.GetInt32(0)), asked, row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
                    row.GetInt64(6), Rounded(row.GetDouble(7) / asked), Rounded(row.GetInt64(8) / 1000.0 / asked))
                {
                    Users = own?.Users,
                    Conversations = own?.Conversations,
                    Settled = own?.Settled,
                };
            },
            _values);
    }

    /// <summary>The entries that were asked for or spoken of, most answered first.</summary>
    public IReadOnlyList<EntryTotals> Entries()
    {
        Dictionary<string, (long Helpful, long NotHelpful, long Chosen)> said = connection.Query(
            $"""
            SELECT n.text, SUM(CASE WHEN kind = {(int)FeedbackKind.Helpful} THEN given ELSE 0 END), SUM(CASE WHEN kind = {(int)FeedbackKind.NotHelpful} THEN given ELSE 0 END),
                SUM(CASE WHEN kind = {(int)FeedbackKind.Chosen} THEN given ELSE 0 END)
            FROM feedback_totals JOIN names n ON n.id = entry WHERE {Conditions} GROUP BY n.id, n.text
            """,
            row => (Entry: row.GetString(0), (row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))), _values.AsSpan(0, 4))
            .ToDictionary(row => row.Entry, row => row.Item2, StringComparer.Ordinal);
        Dictionary<string, long> again = connection.Query(
            $"SELECT n.text, SUM(times) FROM reask_totals JOIN names n ON n.id = entry WHERE {Conditions} GROUP BY n.id, n.text",
            row => (Entry: row.GetString(0), Times: row.GetInt64(1)), _values.AsSpan(0, 4))
            .ToDictionary(row => row.Entry, row => row.Times, StringComparer.Ordinal);
        List<EntryTotals> asked = connection.Query(
            $"""
            SELECT n.text, SUM(CASE WHEN decision = {Answer} THEN asked ELSE 0 END), SUM(CASE WHEN decision = {Suggestions} THEN asked ELSE 0 END),
                SUM(confidence) / SUM(asked), MAX(day)
            FROM totals JOIN names n ON n.id = entry WHERE {AllConditions} GROUP BY n.id, n.text
            """,
            row =>
            {
                string entry = row.GetString(0);
                said.Remove(entry, out var votes);
                return new EntryTotals(
                    entry, row.GetInt64(1), row.GetInt64(2), Rounded(row.GetDouble(3)), DateOnly.FromDayNumber(row.GetInt32(4)),
                    votes.Item1, votes.Item2, votes.Item3)
                {
                    AskedAgain = again.GetValueOrDefault(entry),
                };
            },
            _values);
        HashSet<string>? only = filter.Entries?.ToHashSet(StringComparer.Ordinal);
        asked.AddRange(said.Where(votes => only?.Contains(votes.Key) != false).Select(votes => new EntryTotals(
            votes.Key, 0, 0, 0, null, votes.Value.Helpful, votes.Value.NotHelpful, votes.Value.Chosen)));
        return [.. asked.OrderByDescending(entry => entry.Answered).ThenBy(entry => entry.EntryId, StringComparer.Ordinal)];
    }

    /// <summary>The histogram of confidences, all steps of it.</summary>
    public IReadOnlyList<ConfidenceTotals> Confidence()
    {
        Dictionary<int, (long Asked, long Helpful, long NotHelpful)> steps = connection.Query(
            $"SELECT step, SUM(asked), SUM(helpful), SUM(not_helpful) FROM confidence_totals WHERE {Conditions} GROUP BY step",
            row => (Step: row.GetInt32(0), (row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))), _values.AsSpan(0, 4))
            .ToDictionary(row => row.Step, row => row.Item2);
        return
        [
            .. Enumerable.Range(0, ConfidenceStep.Count).Select(step => steps.GetValueOrDefault(step) is var sum
                ? new ConfidenceTotals(ConfidenceStep.From(step), sum.Asked, sum.Helpful, sum.NotHelpful) : null!),
        ];
    }

    /// <summary>Pairs of entries that are taken for each other, the most frequent first.</summary>
    public IReadOnlyList<ConfusionTotals> Confusions(int most) => connection.Query(
        """
        SELECT f.text, m.text, SUM(times) FROM confusion_totals JOIN names f ON f.id = found JOIN names m ON m.id = meant
        WHERE kb = $kb AND day BETWEEN $from AND $to GROUP BY f.id, f.text, m.id, m.text ORDER BY 3 DESC, 1, 2 LIMIT $most
        """,
        row => new ConfusionTotals(row.GetString(0), row.GetString(1), row.GetInt64(2)), [.. _values.AsSpan(0, 3), ("$most", most)]);

    /// <summary>What became of suggestions.</summary>
    public SuggestionFunnel Funnel()
    {
        long shown = connection.Number($"SELECT SUM(asked) FROM totals WHERE {AllConditions} AND decision = {Suggestions}", _values);
        long Said(FeedbackKind kind) => connection.Number(
            $"SELECT SUM(after_suggestions) FROM feedback_totals WHERE {Conditions} AND kind = {(int)kind}", _values.AsSpan(0, 4));
        return new SuggestionFunnel(shown, Said(FeedbackKind.Chosen), Said(FeedbackKind.Helpful));
    }

    /// <summary>The publications of these days, ascending.</summary>
    public IReadOnlyList<PublicationMark> Publications() => connection.Query(
        "SELECT version, at FROM publications WHERE kb = $kb ORDER BY version",
        row => new PublicationMark(row.GetInt32(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))), _values[0]);

    /// <summary>The wordings that were asked in these days, by people and by questions.</summary>
    public IReadOnlyList<WordingTotals> Wordings(bool unanswered, int most) => connection.Query(
        $"""
        WITH asked AS (
            SELECT w.id, w.text, w.language, SUM(r.asked) AS asked, SUM(CASE WHEN r.decision = {NoMatch} THEN r.asked ELSE 0 END) AS missed,
                SUM(r.confidence) / SUM(r.asked) AS confidence
            FROM wordings w JOIN wording_results r ON r.wording = w.id
            WHERE w.kb = $kb AND w.text IS NOT NULL AND w.last_day BETWEEN $from AND $to GROUP BY w.id, w.text, w.language)
        SELECT text, language, asked,
            (SELECT MAX(people)
                FROM (SELECT COUNT(*) AS people FROM wording_users u WHERE u.wording = asked.id GROUP BY month) months), missed,
            confidence,
            (SELECT n.text FROM wording_results r JOIN names n ON n.id = r.entry WHERE r.wording = asked.id GROUP BY n.id, n.text
                ORDER BY SUM(r.asked) DESC, n.id LIMIT 1)
        FROM asked{(unanswered ? " WHERE missed > 0" : "")} ORDER BY {(unanswered ? "missed" : "asked")} DESC, id LIMIT $most
        """,
        row => new WordingTotals(
            row.GetString(0), row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? 0 : row.GetInt64(3), row.GetInt64(4),
            Rounded(row.GetDouble(5)), row.IsDBNull(6) ? null : row.GetString(6)),
        [.. _values.AsSpan(0, 3), ("$most", most)]);

    private static double Rounded(double value) => Math.Round(value, 4);
}

using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Analytics.Relational;

/// <summary>What one row of the daily totals is about.</summary>
internal readonly record struct TotalKey(long Kb, int Day, int Version, long Channel, string Language, int Decision, long Entry);

/// <summary>Adds a batch up in memory, so that each row of the totals is written once.</summary>
internal sealed class BatchTotals : IDisposable
{
    private readonly Dictionary<TotalKey, (int Asked, int Exact, int Cached, double Confidence, long Latency)> _totals = [];
    private readonly Dictionary<(long Kb, int Day, int Version, int Step), (int Asked, int Helpful, int NotHelpful)> _confidence = [];
    private readonly Dictionary<(long Kb, int Day), (int Users, int Conversations, int Settled)> _days = [];
    private readonly Dictionary<(long Kb, int Day, int Version, long Entry, int Kind), (int Given, int AfterSuggestions)> _feedback = [];
    private readonly Dictionary<(long Kb, int Day, long Found, long Meant), int> _confusions = [];
    private readonly Dictionary<(long Kb, int Day, int Version, long Entry), int> _reasks = [];
    private readonly Prepared _addTotal, _addConfidence, _addDay, _addFeedback, _addConfusion, _addReask;

    public BatchTotals(StoreConnection connection)
    {
        _addTotal = new Prepared(
            connection,
            """
            INSERT INTO totals (kb, day, version, channel, language, decision, entry, asked, exact, cached, confidence, latency)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (kb, day, version, channel, language, decision, entry) DO UPDATE SET
                asked = totals.asked + excluded.asked, exact = totals.exact + excluded.exact, cached = totals.cached + excluded.cached,
                confidence = totals.confidence + excluded.confidence, latency = totals.latency + excluded.latency
            """);
        _addConfidence = new Prepared(
            connection,
            """
            INSERT INTO confidence_totals (kb, day, version, step, asked, helpful, not_helpful) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (kb, day, version, step) DO UPDATE SET
                asked = confidence_totals.asked + excluded.asked, helpful = confidence_totals.helpful + excluded.helpful,
                not_helpful = confidence_totals.not_helpful + excluded.not_helpful
            """);
        _addDay = new Prepared(
            connection,
            """
            INSERT INTO day_totals (kb, day, users, conversations, settled) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (kb, day) DO UPDATE SET
                users = day_totals.users + excluded.users, conversations = day_totals.conversations + excluded.conversations,
                settled = day_totals.settled + excluded.settled
            """);
        _addFeedback = new Prepared(
            connection,
            """
            INSERT INTO feedback_totals (kb, day, version, entry, kind, given, after_suggestions) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (kb, day, version, entry, kind) DO UPDATE SET
                given = feedback_totals.given + excluded.given,
                after_suggestions = feedback_totals.after_suggestions + excluded.after_suggestions
            """);
        _addConfusion = new Prepared(
            connection,
            """
            INSERT INTO confusion_totals (kb, day, found, meant, times) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (kb, day, found, meant) DO UPDATE SET
                times = confusion_totals.times + excluded.times
            """);
        _addReask = new Prepared(
            connection,
            """
            INSERT INTO reask_totals (kb, day, version, entry, times) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (kb, day, version, entry) DO UPDATE SET times = reask_totals.times + excluded.times
            """);
    }

    public void Add(TotalKey key, RankingOrigin origin, double confidence, long latency)
    {
        var (asked, exact, cached, confidences, latencies) = _totals.GetValueOrDefault(key);
        _totals[key] = (
            asked + 1, exact + (origin == RankingOrigin.Exact ? 1 : 0), cached + (origin == RankingOrigin.Cached ? 1 : 0),
            confidences + confidence, latencies + latency);
        var step = (key.Kb, key.Day, key.Version, ConfidenceStep.Of(confidence));
        var (times, helpful, notHelpful) = _confidence.GetValueOrDefault(step);
        _confidence[step] = (times + 1, helpful, notHelpful);
    }

    public void AddUser(long kb, DateOnly day) => AddDay(kb, day, 1, 0, 0);

    public void AddConversation(long kb, DateOnly day, int begun, int settled) => AddDay(kb, day, 0, begun, settled);

    public void AddFeedback(long kb, DateOnly day, int version, long entry, int kind, bool afterSuggestions, int by = 1)
    {
        var key = (kb, day.DayNumber, version, entry, kind);
        var (given, after) = _feedback.GetValueOrDefault(key);
        _feedback[key] = (given + by, after + (afterSuggestions ? by : 0));
    }

    public void AddConfusion(long kb, DateOnly day, long found, long meant)
    {
        var key = (kb, day.DayNumber, found, meant);
        _confusions[key] = _confusions.GetValueOrDefault(key) + 1;
    }

    public void AddReask(long kb, DateOnly day, int version, long entry)
    {
        var key = (kb, day.DayNumber, version, entry);
        _reasks[key] = _reasks.GetValueOrDefault(key) + 1;
    }

    public void AddReliability(long kb, DateOnly day, int version, double confidence, bool isHelpful, int by = 1)
    {
        var key = (kb, day.DayNumber, version, ConfidenceStep.Of(confidence));
        var (asked, helpful, notHelpful) = _confidence.GetValueOrDefault(key);
        _confidence[key] = (asked, helpful + (isHelpful ? by : 0), notHelpful + (isHelpful ? 0 : by));
    }

    /// <summary>Writes what was added up, within the connection's transaction, and begins anew.</summary>
    public void WriteOut()
    {
        foreach (var (key, sum) in _totals)
        {
            _addTotal.Run(
                key.Kb, key.Day, key.Version, key.Channel, key.Language, key.Decision, key.Entry, sum.Asked, sum.Exact,
                sum.Cached, sum.Confidence, sum.Latency);
        }

        foreach (var (key, sum) in _confidence)
        {
            _addConfidence.Run(key.Kb, key.Day, key.Version, key.Step, sum.Asked, sum.Helpful, sum.NotHelpful);
        }

        foreach (var (key, sum) in _days)
        {
            _addDay.Run(key.Kb, key.Day, sum.Users, sum.Conversations, sum.Settled);
        }

        foreach (var (key, sum) in _feedback)
        {
            _addFeedback.Run(key.Kb, key.Day, key.Version, key.Entry, key.Kind, sum.Given, sum.AfterSuggestions);
        }

        foreach (var (key, times) in _confusions)
        {
            _addConfusion.Run(key.Kb, key.Day, key.Found, key.Meant, times);
        }

        foreach (var (key, times) in _reasks)
        {
            _addReask.Run(key.Kb, key.Day, key.Version, key.Entry, times);
        }

        Clear();
    }

    public void Clear()
    {
        _totals.Clear();
        _confidence.Clear();
        _days.Clear();
        _feedback.Clear();
        _confusions.Clear();
        _reasks.Clear();
    }

    public void Dispose()
    {
        foreach (Prepared statement in (Prepared[])[_addTotal, _addConfidence, _addDay, _addFeedback, _addConfusion, _addReask])
        {
            statement.Dispose();
        }
    }

    private void AddDay(long kb, DateOnly day, int users, int conversations, int settled)
    {
        var (knownUsers, known, knownSettled) = _days.GetValueOrDefault((kb, day.DayNumber));
        _days[(kb, day.DayNumber)] = (knownUsers + users, known + conversations, knownSettled + settled);
    }
}

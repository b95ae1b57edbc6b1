using System.Globalization;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;

namespace FaqBot.Core.Analytics.Relational;

/// <summary>Writes batches of questions and of feedback with their totals, each batch in one transaction.</summary>
/// <remarks>Not thread-safe: one writer works on one connection, which it keeps with its prepared statements.</remarks>
internal sealed partial class QuestionWriter : IDisposable
{
    /// <summary>Within this time the same question again means that the answer was none.</summary>
    public static readonly TimeSpan RepeatTime = TimeSpan.FromMinutes(10);

    private const int NothingSettled = 0;

    private readonly QuestionDatabase _database;
    private readonly StoreConnection _connection;
    private readonly QuestionLogOptions _options;
    private readonly LogNames _names;
    private readonly BatchTotals _totals;
    private readonly BatchMemory _batch = new();
    private readonly Prepared _wording, _question, _result, _wordingUser, _dayUser, _lastTurn, _turn, _lastQuestion, _feedback;
    private readonly Prepared _publication, _reask, _unsaid;

    // Days that questions were written of, for which there is room.
    private readonly HashSet<DateOnly> _days = [];

    // Of the last minutes alone: a restart forgets it, and a few are not counted then.
    private readonly LastTurns _turns = new(RepeatTime);

    public QuestionWriter(QuestionDatabase database, QuestionLogOptions options)
    {
        _database = database;
        _connection = database.Guarded(database.Open);
        _options = options;
        _names = new LogNames(_connection);
        _totals = new BatchTotals(_connection);
        _publication = new Prepared(
            _connection, "INSERT INTO publications (kb, version, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        _reask = new Prepared(
            _connection, "INSERT INTO reasks (kb, \"user\", wording, entry, day) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");
        _wording = new Prepared(
            _connection,
            """
            INSERT INTO wordings (kb, key, text, language, last_day) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (kb, key) DO UPDATE SET
                last_day = CASE WHEN excluded.last_day > wordings.last_day THEN excluded.last_day ELSE wordings.last_day END,
                text = COALESCE(wordings.text, excluded.text)
            RETURNING id
            """);
        _question = new Prepared(
            _connection,
            """
            INSERT INTO questions (kb, day, at, version, channel, language, wording, decision, entry, confidence, runner_up, gap,
                alternatives, origin, latency, "user", conversation)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """);
        _result = new Prepared(
            _connection,
            """
            INSERT INTO wording_results (wording, decision, entry, runner_up, asked, confidence) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (wording, decision, entry, runner_up) DO UPDATE SET
                asked = wording_results.asked + excluded.asked, confidence = wording_results.confidence + excluded.confidence
            """);
        _wordingUser = new Prepared(
            _connection, "INSERT INTO wording_users (wording, month, \"user\") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        _dayUser = new Prepared(
            _connection, "INSERT INTO day_users (kb, day, \"user\") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        _lastTurn = new Prepared(
            _connection, "SELECT at, decision, entry, repeated FROM conversations WHERE kb = $1 AND day = $2 AND conversation = $3");
        _turn = new Prepared(
            _connection,
            """
            INSERT INTO conversations (kb, day, conversation, at, decision, entry, repeated) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (kb, day, conversation) DO UPDATE SET
                at = excluded.at, decision = excluded.decision, entry = excluded.entry, repeated = excluded.repeated
            """);
        _lastQuestion = new Prepared(
            _connection,
            """
            SELECT id, decision, entry, confidence, day, version FROM questions
            WHERE "user" = $1 AND wording = $2 AND kb = $3 ORDER BY id DESC LIMIT 1
            """);
        _feedback = new Prepared(
            _connection,
            """
            INSERT INTO feedback (kb, "user", wording, entry, kind, day, question) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO NOTHING
            """);
        _unsaid = new Prepared(
            _connection,
            "DELETE FROM feedback WHERE kb = $1 AND \"user\" = $2 AND wording = $3 AND entry = $4 AND kind = $5 RETURNING day");
    }

    /// <summary>Writes a batch; nothing of it when that fails.</summary>
    /// <exception cref="System.Data.Common.DbException">The log cannot be written.</exception>
    public void Write(IReadOnlyCollection<AskedQuestion> questions, IReadOnlyCollection<SaidOfAnswer> feedback)
    {
        try
        {
            using StoreTransaction transaction = _connection.Begin(Purpose.Add);
            _connection.TakeTurn(QuestionDatabase.Turn);
            _database.KeepDays(
                _connection, questions.Select(asked => _options.DayOf(asked.Version.KnowledgeBaseId, asked.At)).Where(_days.Add));
            foreach (AskedQuestion asked in questions)
            {
                Write(asked);
            }

            foreach (SaidOfAnswer said in feedback)
            {
                Write(said);
            }

            foreach (((long wording, int decision, long entry, long runnerUp), (int times, double confidence)) in _batch.Results)
            {
                _result.Run(wording, decision, entry, runnerUp, times, confidence);
            }

            _totals.WriteOut();
            transaction.Commit();
        }
        catch
        {
            _days.Clear();
            _names.Clear();
            _totals.Clear();
            throw;
        }
        finally
        {
            _batch.Clear();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (Prepared statement in (Prepared[])
            [_wording, _question, _result, _wordingUser, _dayUser, _lastTurn, _turn, _lastQuestion, _feedback, _publication, _reask,
                _unsaid])
        {
            statement.Dispose();
        }

        _totals.Dispose();
        _names.Dispose();
        _connection.DisposeForGood();
    }

    private void Write(AskedQuestion asked)
    {
        string kbId = asked.Version.KnowledgeBaseId;
        DateOnly day = _options.DayOf(kbId, asked.At);
        long kb = _names.IdOf(kbId), at = asked.At.ToUnixTimeMilliseconds();
        long entry = asked.Best.Count == 0 ? 0 : _names.IdOf(asked.Best[0].EntryId);
        long runnerUp = asked.Best.Count < 2 ? 0 : _names.IdOf(asked.Best[1].EntryId);
        string language = LanguageTag.Of(asked.Question.Language);
        long channel = _names.IdOf(asked.Asker.Channel);
        long user = PersonKey(kbId, day, "user", asked.Asker.User);
        if (_batch.IsNewPublication(kb, asked.Version.Number))
        {
            _publication.Run(kb, asked.Version.Number, asked.Version.BuiltAt.ToUnixTimeMilliseconds());
        }

        if (_batch.IsNewUser(kb, day.DayNumber, user) && _dayUser.Run(kb, day.DayNumber, user) > 0)
        {
            _totals.AddUser(kb, day);
        }

        bool isAnswer = asked.Decision == Decision.Answer;

        // Of what nobody was told nothing is known: a miss counts for no entry.
        long counted = asked.Decision == Decision.NoMatch ? 0 : entry;
        long conversation = PersonKey(kbId, day, "conversation", asked.Asker.Conversation);
        if (conversation != 0)
        {
            Follow((kb, day, conversation), at, asked.Decision, counted);
        }

        // Whoever is known by an address alone may be many.
        long person = conversation != 0 ? conversation : asked.Asker.IsNamed ? user : 0;
        Turn? former = person == 0 ? null : _turns.Next(
            person, new Turn(at, asked.Question.MatchKey, isAnswer ? entry : 0, asked.Version.Number));
        bool isReask = former is { Entry: not 0 } before && before.MatchKey != asked.Question.MatchKey
            && (before.Entry == entry || before.Entry == runnerUp);
        if (isReask)
        {
            _totals.AddReask(kb, day, former!.Version, former.Entry);
        }

        _totals.Add(
            new TotalKey(kb, day.DayNumber, asked.Version.Number, channel, language, (int)asked.Decision, counted),
            asked.Origin, asked.Confidence, (long)asked.Elapsed.TotalMicroseconds);
        if (_options.RowDays == 0)
        {
            return;
        }

        bool keepsText = _options.KeepsText(asked.Version.KnowledgeBaseId, isAnswer);
        long wording = WordingOf(kb, day, asked.Question, keepsText);
        double gap = asked.Best.Count == 0 ? 0 : asked.Best[0].Confidence - (asked.Best.Count < 2 ? 0 : asked.Best[1].Confidence);
        string? alternatives = asked.Best.Count < 3 ? null : string.Join(
            ' ', asked.Best.Skip(2).Select(best => _names.IdOf(best.EntryId).ToString(CultureInfo.InvariantCulture)));
        _question.Run(
            kb, day.DayNumber, at, asked.Version.Number, channel, language, wording, (int)asked.Decision, entry,
            asked.Confidence, runnerUp, gap, alternatives, (int)asked.Origin, (long)asked.Elapsed.TotalMicroseconds, user, conversation);
        if (person != 0)
        {
            _turns.Name(person, wording);
        }

        if (isReask && former is { Wording: not 0 })
        {
            _reask.Run(kb, user, former.Wording, former.Entry, day.DayNumber);
        }

        if (keepsText)
        {
            _batch.AddResult((wording, (int)asked.Decision, entry, runnerUp), asked.Confidence);
            if (_batch.IsNewWordingUser(wording, LogKeys.MonthOf(day), user))
            {
                _wordingUser.Run(wording, LogKeys.MonthOf(day), user);
            }
        }
    }

    /// <summary>Follows a conversation: it is settled while its last question was answered and not asked again.</summary>
    private void Follow(
        (long Kb, DateOnly Day, long Conversation) talk, long at, Decision decision, long entry)
    {
        (long Kb, int Day, long Conversation) = (talk.Kb, talk.Day.DayNumber, talk.Conversation);
        (long At, long Decision, long Entry, bool Repeated)? last = _lastTurn.First<(long, long, long, bool)?>(
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3) != 0), Kb, Day, Conversation);
        bool repeats = last is { } before && before.Entry != 0 && before.Entry == entry
            && at - before.At <= (long)RepeatTime.TotalMilliseconds;
        _turn.Run(Kb, Day, Conversation, at, (int)decision, entry, repeats ? 1 : 0);
        int wasSettled = last is { Decision: (long)Decision.Answer, Repeated: false } ? 1 : NothingSettled;
        int isSettled = decision == Decision.Answer && !repeats ? 1 : NothingSettled;
        _totals.AddConversation(Kb, talk.Day, last is null ? 1 : 0, isSettled - wasSettled);
    }

    private long WordingOf(long kb, DateOnly day, Question question, bool keepsText) => _batch.WordingOf(
        (kb, day.DayNumber, question.Text, question.Language, keepsText),
        () =>
        {
            (string text, string key) = _batch.Redact(question.Text);
            return (long)_wording.Value(
                kb, LogKeys.OfWording(_names.SecretOf(0), key), keepsText ? text : null, LanguageTag.Of(question.Language),
                day.DayNumber)!;
        });

    private long PersonKey(string kb, DateOnly day, string kind, string? name)
    {
        int month = LogKeys.MonthOf(day);
        return string.IsNullOrEmpty(name) ? 0
            : _batch.PersonOf((kb, month, kind, name), () => LogKeys.OfPerson(_names.SecretOf(month), kb, kind, name));
    }
}

using System.Collections.Concurrent;
using FaqBot.Core.Analytics.Relational;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Analytics.Logging;

/// <summary>Says what the store may keep of what users said about answers: by the rules of the question log, with its secrets.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class FeedbackPrivacy
{
    private readonly QuestionLog _questions;
    private readonly TimeProvider _time;

    // Where the log's file cannot be used, nobody is to be recognised, and nobody says a thing twice while this process runs.
    private readonly byte[] _passing = LogKeys.NewSecret();
    private readonly ConcurrentDictionary<int, byte[]> _secrets = [];

    internal FeedbackPrivacy(QuestionLog questions, TimeProvider time) => (_questions, _time) = (questions, time);

    /// <summary>Before this instant nothing that was said is kept: it holds texts, or could not be found again to be forgotten.</summary>
    public DateTimeOffset KeptSince => _time.GetUtcNow() - TimeSpan.FromDays(
        _questions.Options.TextDays > 0 ? _questions.Options.TextDays : Math.Max(1, _questions.Options.RowDays));

    /// <summary>What may be kept: the question redacted, or none where none is logged; a keyed hash of the user.</summary>
    /// <param name="said">What a user said; its key of the user does not count.</param>
    /// <param name="asker">The user.</param>
    /// <returns>What may be kept.</returns>
    public Feedback Of(Feedback said, Asker asker)
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(asker);
        bool isLogged = _questions.WhyNot(asker, said.KnowledgeBaseId) is null;
        bool keepsQuestion = isLogged && _questions.Options.KeepsText(said.KnowledgeBaseId, isAnswered: said.EntryId is not null);
        return said with
        {
            Question = keepsQuestion ? QuestionRedaction.Of(said.Question) : "",
            Comment = isLogged && _questions.Options.TextDays > 0 && said.Comment is { } comment ? QuestionRedaction.Of(comment) : null,
            UserKey = LogKeys.OfFeedback(
                SecretOf(LogKeys.MonthOf(_questions.Options.DayOf(said.KnowledgeBaseId, said.At))), said.KnowledgeBaseId, asker.User ?? ""),
        };
    }

    /// <summary>All keys that a user may have in the table of feedback.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="user">The user.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="StoreException">The log cannot be read.</exception>
    public IReadOnlyCollection<string> KeysOf(string knowledgeBaseId, string user) =>
    [
        .. _questions.Open().Read(LogSecrets.All)
            .Append(_passing).Select(secret => LogKeys.OfFeedback(secret, knowledgeBaseId, user))
            .Append(Feedback.KeyOf(knowledgeBaseId, user)),
    ];

    private byte[] SecretOf(int month)
    {
        if (_secrets.TryGetValue(month, out byte[]? known))
        {
            return known;
        }

        try
        {
            return _secrets[month] = _questions.Open().Change(connection => LogSecrets.Of(connection, month));
        }
        catch (StoreException)
        {
            // What a user says is kept all the same.
            return _passing;
        }
    }
}

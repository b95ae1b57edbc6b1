using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Analytics.Relational;

/// <content>Writes what users said about answers.</content>
internal sealed partial class QuestionWriter
{
    private void Write(SaidOfAnswer said)
    {
        Feedback row = said.Feedback;
        DateOnly day = _options.DayOf(row.KnowledgeBaseId, row.At);
        long kb = _names.IdOf(row.KnowledgeBaseId);
        long user = PersonKey(row.KnowledgeBaseId, day, "user", said.Asker.User);
        long entry = row.EntryId is { } id ? _names.IdOf(id) : 0;
        long wording = 0;
        (long Id, Decision Decision, long Entry, double Confidence, int Day, int Version)? about = null;
        if (_options.RowDays > 0 && said.Question is { } question)
        {
            wording = WordingOf(kb, day, question, _options.KeepsText(row.KnowledgeBaseId, isAnswered: true));
            about = _lastQuestion.First<(long, Decision, long, double, int, int)?>(
                found => (found.GetInt64(0), (Decision)found.GetInt32(1), found.GetInt64(2), found.GetDouble(3), found.GetInt32(4),
                    found.GetInt32(5)),
                user, wording, kb);
            if (_feedback.Run(kb, user, wording, entry, (int)row.Kind, day.DayNumber, about?.Id) == 0)
            {
                return;
            }
        }

        bool afterSuggestions = about is { Decision: Decision.Suggestions } || row.Kind == FeedbackKind.Chosen;
        _totals.AddFeedback(kb, day, row.Version, entry, (int)row.Kind, afterSuggestions);
        if (row.IsOpinion && said.Question is not null && _options.RowDays > 0)
        {
            Unsay(row, (kb, user, wording, entry), about is { Decision: Decision.Answer } before
                ? (DateOnly.FromDayNumber(before.Day), before.Version, before.Confidence) : null, afterSuggestions);
        }

        if (row.Kind == FeedbackKind.Chosen && about is { Entry: not 0 } asked && asked.Entry != entry)
        {
            _totals.AddConfusion(kb, day, asked.Entry, entry);
        }
        else if (row.Kind != FeedbackKind.Chosen && about is { Decision: Decision.Answer } answered)
        {
            _totals.AddReliability(
                kb, DateOnly.FromDayNumber(answered.Day), answered.Version, answered.Confidence, row.Kind == FeedbackKind.Helpful);
        }
    }

    /// <summary>Takes back what the same user said of the same answer before: of two opinions the later one counts.</summary>
    private void Unsay(
        Feedback row, (long Kb, long User, long Wording, long Entry) said,
        (DateOnly Day, int Version, double Confidence)? answered, bool afterSuggestions)
    {
        FeedbackKind other = row.Kind == FeedbackKind.Helpful ? FeedbackKind.NotHelpful : FeedbackKind.Helpful;
        if (_unsaid.Value(said.Kb, said.User, said.Wording, said.Entry, (int)other) is not long day)
        {
            return;
        }

        _totals.AddFeedback(said.Kb, DateOnly.FromDayNumber((int)day), row.Version, said.Entry, (int)other, afterSuggestions, -1);
        if (answered is { } was)
        {
            _totals.AddReliability(said.Kb, was.Day, was.Version, was.Confidence, other == FeedbackKind.Helpful, -1);
        }
    }
}

using System.Text.Json.Serialization;
using FaqBot.Apis.QnaMaker;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Reply to <c>query-knowledgebases</c>.</summary>
internal sealed record ProjectReply(IReadOnlyList<ProjectAnswer> Answers)
{
    /// <summary>Writes what was found; nothing becomes the one answer that clients know as none.</summary>
    public static ProjectReply Of(EntryQuery query, EntryMatches matches) => new(
        matches.Entries.Count == 0
            ? [ProjectAnswer.None(matches.DefaultAnswer)] : [.. matches.Entries.Select(entry => ProjectAnswer.Of(query, matches, entry))]);
}

/// <summary>An answer as clients of Custom Question Answering read it.</summary>
internal sealed record ProjectAnswer(
    IReadOnlyList<string> Questions, string Answer, double ConfidenceScore, int Id, string? Source,
        IReadOnlyDictionary<string, string> Metadata, ProjectDialog Dialog)
{
    /// <summary>The short answer; left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ShortAnswer? AnswerSpan { get; init; }

    public static ProjectAnswer None(string text) =>
        new([], text, 0, QnaAnswer.NoId, null, new Dictionary<string, string>(), new ProjectDialog(false, []));

    public static ProjectAnswer Of(EntryQuery query, EntryMatches matches, RankedEntry ranked)
    {
        FaqEntry entry = matches.Catalog.Entries[ranked.Entry];
        return new ProjectAnswer(
            [.. entry.Questions],
            entry.Answer.For(query.Language),
            query.ScoreOf(ranked),
            matches.Catalog.NumberOf(ranked.Entry),
            entry.Source,
            SingleValues.Of(entry.Metadata),
            new ProjectDialog(entry.ContextOnly,
                [.. matches.PromptsOf(entry).Select((pair, order) => new ProjectPrompt(order, pair.Number,
                    matches.Catalog.Wordings.Of(pair.Prompt, query.Language).Text))]));
    }
}

/// <summary>What may follow an answer.</summary>
internal sealed record ProjectDialog(bool IsContextOnly, IReadOnlyList<ProjectPrompt> Prompts);

/// <summary>A follow-up question.</summary>
internal sealed record ProjectPrompt(int DisplayOrder, int QnaId, string DisplayText);

/// <summary>The part of an answer that answers the question.</summary>
/// <param name="Text">The part.</param>
/// <param name="ConfidenceScore">0…1.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its length.</param>
internal sealed record ShortAnswer(string Text, double ConfidenceScore, int Offset, int Length);

using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Apis.QnaMaker;

/// <summary>Reply to <c>generateAnswer</c>.</summary>
internal sealed record GenerateAnswerReply(IReadOnlyList<QnaAnswer> Answers, bool ActiveLearningEnabled, object? DebugInfo)
{
    /// <summary>Writes what was found; nothing becomes the one answer that clients know as none.</summary>
    public static GenerateAnswerReply Of(EntryQuery query, EntryMatches matches) => new(
        matches.Entries.Count == 0
            ? [QnaAnswer.None(matches.DefaultAnswer)] : [.. matches.Entries.Select(entry => QnaAnswer.Of(query, matches, entry))],
        ActiveLearningEnabled: true,
        DebugInfo: null);
}

/// <summary>An answer as clients of QnA Maker read it.</summary>
internal sealed record QnaAnswer(
    IReadOnlyList<string> Questions, string Answer, double Score, int Id, string? Source, bool IsDocumentText,
        IReadOnlyList<QnaMetadata> Metadata, QnaContext Context)
{
    /// <summary>The id of no answer.</summary>
    public const int NoId = -1;

    public static QnaAnswer None(string text) => new([], text, 0, NoId, null, false, [], new QnaContext(false, []));

    public static QnaAnswer Of(EntryQuery query, EntryMatches matches, RankedEntry ranked)
    {
        FaqEntry entry = matches.Catalog.Entries[ranked.Entry];
        return new QnaAnswer(
            [.. entry.Questions],
            entry.Answer.For(query.Language),
            query.ScoreOf(ranked),
            matches.Catalog.NumberOf(ranked.Entry),
            entry.Source,
            false,
            [.. entry.Metadata.Select(pair => new QnaMetadata(pair.Key, pair.Value))],
            new QnaContext(entry.ContextOnly,
                [.. matches.PromptsOf(entry).Select((pair, order) => new QnaPrompt(order, pair.Number, null,
                    matches.Catalog.Wordings.Of(pair.Prompt, query.Language).Text))]));
    }
}

/// <summary>A pair of metadata.</summary>
internal sealed record QnaMetadata(string Name, string Value);

/// <summary>What may follow an answer.</summary>
internal sealed record QnaContext(bool IsContextOnly, IReadOnlyList<QnaPrompt> Prompts);

/// <summary>A follow-up question.</summary>
internal sealed record QnaPrompt(int DisplayOrder, int QnaId, object? Qna, string DisplayText);

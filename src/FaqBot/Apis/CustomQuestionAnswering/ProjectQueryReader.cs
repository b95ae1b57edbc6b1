using FaqBot.Apis.QnaMaker;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Reads the body of <c>query-knowledgebases</c>; members that mean nothing here are ignored.</summary>
internal sealed class ProjectQueryReader(AnsweringOptions options)
{
    private const int MostSpans = 10;
    private const string Example = "{\"question\": \"…\"}";

    public ValueTask<ProjectQuery> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.ReadForeignAsync(request, Example, Read, cancellationToken);

    private ProjectQuery Read(JsonMembers fields)
    {
        int? number = fields.EntryNumber("qnaId");
        EntryQuery query = new(
            fields.Question(options.MaxQuestionLength, required: number is null),
            number,
            fields.PreviousNumber(),
            ReadFilter(fields),
            fields.Top(),
            fields.Number("confidenceScoreThreshold", 0, 1),
            Scale: 1)
        {
            User = ForeignQuestion.UserOf(fields),
        };
        JsonMembers? span = fields.Object("answerSpanRequest");
        bool enabled = span?.Flag("enable") ?? false;
        int answers = (int)(span?.Number("topAnswersWithSpan", 1, MostSpans, whole: true) ?? 1);
        return new ProjectQuery(query, enabled ? answers : 0, span?.Number("confidenceScoreThreshold", 0, 1, whole: false) ?? 0);
    }

    private static EntryFilter ReadFilter(JsonMembers fields)
    {
        if (fields.Object("filters") is not { } filters)
        {
            return EntryFilter.None;
        }

        List<KeyValuePair<string, string>> metadata = [];
        FilterJoin join = FilterJoin.And;
        if (filters.Object("metadataFilter") is { } metadataFilter)
        {
            join = metadataFilter.Join("logicalOperation");
            metadata.AddRange(metadataFilter.Objects("metadata", EntryFilter.MaxConditions).Select(pair => new KeyValuePair<string, string>(
                pair.RequiredText("key", KnowledgeLimits.MetadataName), pair.RequiredText("value", KnowledgeLimits.MetadataValue))));
        }

        IReadOnlyList<string> sources = filters.Texts("sourceFilter", EntryFilter.MaxConditions, KnowledgeLimits.Name);
        FilterJoin sourceJoin = filters.Join("logicalOperation");
        return metadata.Count + sources.Count == 0
            ? EntryFilter.None : new EntryFilter(metadata, join, null) { Sources = sources, SourceJoin = sourceJoin };
    }
}

/// <summary>What <c>query-knowledgebases</c> is to do.</summary>
/// <param name="Query">What is asked for.</param>
/// <param name="AnswersWithSpan">How many of the answers get a short one.</param>
/// <param name="SpanThreshold">Least confidence of a short answer, 0…1.</param>
internal sealed record ProjectQuery(EntryQuery Query, int AnswersWithSpan, double SpanThreshold);

using FaqBot.Core.Answering;
using FaqBot.Core.Spans;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Finds the sentence that answers, in answers and in texts that a request brings.</summary>
internal sealed class ShortAnswers(AnsweringEngine engine, AnswerSpanFinder finder)
{
    private const int MostPerRecord = 3;

    // Below, a passage of a text that a request brings speaks of something else.
    private const double LeastConfidence = 0.1;

    /// <summary>Adds short answers to the first of some answers.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="reply">The answers.</param>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="deployment">Which version of it.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async ValueTask<ProjectReply> AddAsync(
        ProjectQuery query, ProjectReply reply, string kb, Deployment deployment, CancellationToken cancellationToken)
    {
        if (query.AnswersWithSpan == 0 || query.Query.Question is not { } question
            || await engine.Require().Catalogs.UseAsync(kb, deployment, cancellationToken) is not { } published)
        {
            return reply;
        }

        try
        {
            List<ProjectAnswer> answers = [.. reply.Answers];
            for (int i = 0; i < Math.Min(query.AnswersWithSpan, answers.Count); i++)
            {
                answers[i] = answers[i] with
                {
                    AnswerSpan =
                    await FindAsync(published, question, answers[i].Answer, query.SpanThreshold, cancellationToken)
                };
            }

            return new ProjectReply(answers);
        }
        finally
        {
            published.Encoder.Release();
        }
    }

    /// <summary>Finds passages in texts that a request brings.</summary>
    public async ValueTask<TextReply> FindAsync(TextQuery query, CancellationToken cancellationToken)
    {
        LoadedEngine loaded = engine.Require();
        List<TextAnswer> answers = [];
        foreach (TextRecord record in query.Records)
        {
            IReadOnlyList<AnswerSpan> spans = await finder.FindAsync(
                loaded.Encoder, loaded.Confidence.UnrelatedCosine, query.Question, record.Text, MostPerRecord, keep: false,
                    cancellationToken);
            answers.AddRange(spans.Where(span => span.Confidence >= LeastConfidence).Select(span => AnswerOf(record, span, query.Unit)));
        }

        return new TextReply([.. answers.OrderByDescending(answer => answer.ConfidenceScore)]);
    }

    private async ValueTask<ShortAnswer?> FindAsync(
        PublishedCatalog published, Question question, string answer, double threshold, CancellationToken cancellationToken)
    {
        IReadOnlyList<AnswerSpan> spans = await finder.FindAsync(
            published.Encoder.Encoder, published.Confidence.UnrelatedCosine, question, answer, 1, keep: true, cancellationToken);
        return spans is [var best] && best.Confidence >= threshold
            ? new ShortAnswer(best.Span.Of(answer), best.Confidence, best.Span.Offset, best.Span.Length)
            : null;
    }

    private static TextAnswer AnswerOf(TextRecord record, AnswerSpan span, StringIndexType unit)
    {
        (int offset, int length) = StringIndex.Of(record.Text, span.Span, unit);
        (int passageOffset, int passageLength) = StringIndex.Of(record.Text, span.Passage, unit);
        return new TextAnswer(
            span.Passage.Of(record.Text),
            span.Confidence,
            record.Id,
            new ShortAnswer(span.Span.Of(record.Text), span.Confidence, offset, length),
            passageOffset,
            passageLength);
    }
}

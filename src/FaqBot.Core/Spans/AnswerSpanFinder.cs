using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Spans;

/// <summary>Finds the sentence of a text that answers a question, by its nearness to the question and the words that they share.</summary>
/// <remarks>
/// Thread-safe. It points to words of the text and never writes any. It compares meaning sentence by sentence, so it finds the sentence
/// that
/// speaks of what was asked; it does not read: an answer spread over several sentences, or one that only a table or arithmetic gives, it
/// cannot find.
/// </remarks>
public sealed class AnswerSpanFinder
{
    private const double CosineWeight = 0.7;

    // A clause must be clearly better than its sentence: the sentence is easier to read.
    private const double ClauseHandicap = 0.05;
    private const int LongestPassage = 500;
    private const int MostKept = 1_000;

    // Vectors of texts that are asked about again and again: the answers of a catalog, which are the same objects as long as it lives.
    private readonly ConditionalWeakTable<string, Units> _kept = [];
    private int _count;

    /// <summary>Finds spans.</summary>
    /// <param name="encoder">Encodes question and sentences.</param>
    /// <param name="unrelatedCosine">The cosine that unrelated texts have with this encoder, −1…1.</param>
    /// <param name="question">The question.</param>
    /// <param name="text">The text.</param>
    /// <param name="most">Most spans to give, each of another paragraph.</param>
    /// <param name="keep">Whether the text will be asked about again and lives long.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The spans, best first; none when the text holds no words.</returns>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    public async ValueTask<IReadOnlyList<AnswerSpan>> FindAsync(
        IEncoder encoder, double unrelatedCosine, Question question, string text, int most, bool keep, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(text);
        Units units = await UnitsOfAsync(encoder, text, keep, cancellationToken);
        if (units.Spans.Length == 0)
        {
            return [];
        }

        float[] query = await encoder.EncodeAsync(question.Text, cancellationToken);
        TermOverlap overlap = new(question);
        (AnswerSpan Span, double Rank)[] found =
        [
            .. units.Spans.Select((unit, row) =>
            {
                double confidence = ConfidenceOf(
                    TensorPrimitives.Dot(query, units.Vectors.AsSpan(row * query.Length, query.Length)), unrelatedCosine,
                        overlap.In(unit.Span.Of(text)));

                // A sentence that asks repeats the question best and answers nothing.
                bool asks = text[unit.Span.End - 1] is '?' or '？';
                return (new AnswerSpan(unit.Span, Passage(unit), confidence),
                    confidence - (unit.IsClause ? ClauseHandicap : 0) - (asks ? 1 : 0));
            }),
        ];
        return
        [
            .. found.OrderByDescending(one => one.Rank).ThenBy(one => one.Span.Span.Offset).Select(one => one.Span)
                .DistinctBy(span => span.Passage.Offset).Take(most),
        ];
    }

    private static double ConfidenceOf(double cosine, double unrelated, double overlap)
    {
        double nearness = Math.Clamp((cosine - unrelated) / (1 - Math.Min(unrelated, 0.99)), 0, 1);
        return Math.Round((CosineWeight * nearness) + ((1 - CosineWeight) * overlap), 4);
    }

    private static TextSpan Passage(SentenceUnit unit) => unit.Paragraph.Length <= LongestPassage ? unit.Paragraph : unit.Span;

    private async ValueTask<Units> UnitsOfAsync(IEncoder encoder, string text, bool keep, CancellationToken cancellationToken)
    {
        if (keep && _kept.TryGetValue(text, out Units? kept) && kept.Fingerprint == encoder.Identity.Fingerprint)
        {
            return kept;
        }

        SentenceUnit[] spans = [.. Sentences.Split(text).Where(unit => unit.Span.Of(text).EnumerateRunes().Any(Rune.IsLetterOrDigit))];
        float[] vectors = spans.Length == 0
            ? []
            : await encoder.EncodeAsync([.. spans.Select(unit => TextNormalizer.Clean(unit.Span.Of(text)))], null, cancellationToken);
        Units units = new(encoder.Identity.Fingerprint, spans, vectors);
        if (keep)
        {
            if (Interlocked.Increment(ref _count) > MostKept)
            {
                _kept.Clear();
                _count = 1;
            }

            _kept.AddOrUpdate(text, units);
        }

        return units;
    }

    private sealed record Units(string Fingerprint, SentenceUnit[] Spans, float[] Vectors);
}

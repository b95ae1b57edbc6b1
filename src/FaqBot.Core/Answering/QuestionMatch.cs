using System.Collections.Frozen;
using FaqBot.Core.Matching;
using FaqBot.Core.Spelling;
using FaqBot.Core.Text;

namespace FaqBot.Core.Answering;

/// <summary>A question ranked against one catalog: what replies, explanations and evaluations share.</summary>
/// <param name="SearchedFor">What was searched for.</param>
/// <param name="Exact">The stored question that it equals, or null.</param>
/// <param name="Length">Characters and words of what was searched for.</param>
/// <param name="Entries">The entries that it may mean, in no order.</param>
/// <param name="Ranked">The most probable of them.</param>
internal sealed record QuestionMatch(string SearchedFor, Hit? Exact, int Length, IReadOnlyList<EntryEvidence> Entries, RankedEntry[] Ranked)
{
    // A corrected question counts a little less than one typed so; one that then equals a stored question counts nearly as much.
    private const double CorrectedShare = 0.97, CorrectedEqual = 0.98;

    private const int Decimals = 4;

    /// <summary>What a cross-encoder gave for each entry that it read; empty without one.</summary>
    public IReadOnlyDictionary<int, double> Logits { get; init; } = FrozenDictionary<int, double>.Empty;

    /// <summary>What the question was meant to be, where that was searched for; or null.</summary>
    public SpellingCorrection? Correction { get; init; }

    /// <summary>The clauses that lead to the first entries, in the same order; empty where the question asks one thing.</summary>
    public IReadOnlyList<string> Clauses { get; init; } = [];

    /// <summary>Confidence in the best entry; 0 when there is none.</summary>
    public double Confidence => Ranked.Length == 0 ? 0 : Ranked[0].Confidence;

    /// <summary>Ranks beside a stored question that equals the asked one: its vector stands in for an encoding.</summary>
    public static QuestionMatch OfExact(
        PublishedCatalog published, QuestionReading reading, Hit exact, DateTimeOffset now) =>
        Of(published, reading.Text, published.Catalog.Vectors[exact.Row], reading.Filter, now, exact);

    /// <summary>Ranks a question that equals no stored one.</summary>
    /// <param name="published">The knowledge base.</param>
    /// <param name="reading">The question.</param>
    /// <param name="filter">Which entries may answer.</param>
    /// <param name="policy">Says which clauses are sure enough to count.</param>
    /// <param name="now">The present.</param>
    /// <param name="encode">Gives the unit vector of a text; may be asked for several at once.</param>
    public static async ValueTask<QuestionMatch> OfAsync(
<<<<<<< HEAD
        PublishedCatalog published, QuestionReading reading, EntryFilter filter, MatchPolicy policy, DateTimeOffset now,
            Func<string, ValueTask<float[]>> encode)
    {
        QuestionTexts texts = reading.TextsIn(published.Catalog);
        string[] all = [.. texts.Distinct()];
        float[][] encoded = await Task.WhenAll(all.Select(text => encode(text).AsTask()));
        Dictionary<string, float[]> vectors = all.Zip(encoded).ToDictionary(pair => pair.First, pair => pair.Second);
        QuestionMatch match = Of(published, reading.Text, vectors[reading.Text], filter, now, null);
        if (reading.InContext is { } inContext)
        {
            return reading.Surer(published.Catalog, match,
                Of(published, inContext, vectors[inContext], filter, now, null, without: reading.PreviousEntry));
        }

        if (texts.Correction is { } correction)
        {
            QuestionMatch corrected = OfCorrected(published, reading, correction, vectors[correction.Text], filter, now);
            match = corrected.Confidence > match.Confidence ? corrected : match;
        }

        return CompoundQuestion.Of(
            match, [.. texts.Clauses.Select(clause => OfText(published, reading, clause, vectors[clause], filter, now))], policy);
    }

    /// <summary>Ranks what a question was meant to be, a little less surely than if it had been typed so.</summary>
    private static QuestionMatch OfCorrected(
        PublishedCatalog published, QuestionReading reading, SpellingCorrection correction, float[] vector, EntryFilter filter,
            DateTimeOffset now)
    {
        QuestionMatch match = OfText(published, reading, correction.Text, vector, filter, now);
        double share = match.Exact is null ? CorrectedShare : CorrectedEqual;
        return match with
        {
            Ranked = [.. match.Ranked.Select(entry => entry with { Confidence = Math.Round(share * entry.Confidence, Decimals) })],
            Correction = correction,
        };
    }

    /// <summary>Ranks another text for a question, which may equal a stored one.</summary>
    private static QuestionMatch OfText(
        PublishedCatalog published, QuestionReading reading, string text, float[] vector, EntryFilter filter, DateTimeOffset now)
    {
        Hit? exact = Question.TryParse(text, int.MaxValue, reading.Asked.Language, out Question? question, out _)
            ? (reading with { Asked = question }).FindExact(published.Catalog, filter, now) : null;
        return Of(published, text, vector, filter, now, exact);
=======
        PublishedCatalog published, QuestionReading reading, DateTimeOffset now, Func<string, ValueTask<float[]>> encode)
    {
        QuestionMatch alone = Of(published, reading.Text, await encode(reading.Text), reading.Filter, now, null);
        return reading.InContext is { } inContext
            ? reading.Surer(published.Catalog, alone,
                Of(published, inContext, await encode(inContext), reading.Filter, now, null, without: reading.PreviousEntry))
            : alone;
>>>>>>> h/kb
    }

    private static QuestionMatch Of(
        PublishedCatalog published, string text, ReadOnlySpan<float> query, EntryFilter filter, DateTimeOffset now, Hit? exact,
            int without = -1)
    {
        (FaqCatalog catalog, _, ConfidenceModel confidence) = published;
        (int length, _, List<EntryEvidence> entries) = EvidenceSearch.Find(catalog, text, query, confidence.Scale, filter, now);
        entries.RemoveAll(entry => entry.Entry == without);
        catalog.Taught?.Teach(entries, confidence.Ranking);
        return new QuestionMatch(text, exact, length, entries, Ranking.Rank(entries, length, exact, confidence));
    }
}

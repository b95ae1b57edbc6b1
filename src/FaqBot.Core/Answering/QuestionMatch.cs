using System.Collections.Frozen;
using FaqBot.Core.Matching;
using FaqBot.Core.Spelling;

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

    // How many times as sure what was typed must be to lead before what it was corrected to.
    private const double TypedLead = 2;

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
        PublishedCatalog published, QuestionReading reading, Hit exact, EntryFilter filter, DateTimeOffset now) =>
        Of(published, reading.Text, published.Catalog.Vectors[exact.Row], filter, now, exact);

    /// <summary>Ranks a question that equals no stored one.</summary>
    /// <param name="published">The knowledge base.</param>
    /// <param name="reading">The question.</param>
    /// <param name="filter">Which entries may answer.</param>
    /// <param name="policy">Says which clauses are sure enough to count.</param>
    /// <param name="now">The present.</param>
    /// <param name="encode">Gives the unit vector of a text; may be asked for several at once.</param>
    public static async ValueTask<QuestionMatch> OfAsync(
        PublishedCatalog published, QuestionReading reading, EntryFilter filter, MatchPolicy policy, DateTimeOffset now,
            Func<string, ValueTask<float[]>> encode)
    {
        FaqCatalog catalog = published.Catalog;
        QuestionTexts texts = reading.TextsIn(catalog);
        if (texts.Correction is { } equal && reading.FindExact(catalog, equal.Text, filter, now) is { } exact)
        {
            return Of(published, equal.Text, catalog.Vectors[exact.Row], filter, now, exact).CorrectedBy(equal, CorrectedEqual);
        }

        string[] all = [.. texts.Distinct()];
        float[][] encoded = await Task.WhenAll(all.Select(text => encode(text).AsTask()));
        Dictionary<string, float[]> vectors = all.Zip(encoded).ToDictionary(pair => pair.First, pair => pair.Second);
        QuestionMatch match = Of(published, reading.Text, vectors[reading.Text], filter, now, null);
        if (reading.InContext is { } inContext)
        {
            return reading.Surer(catalog, match,
                Of(published, inContext, vectors[inContext], filter, now, null, without: reading.PreviousEntry));
        }

        if (texts.Correction is { } correction)
        {
            QuestionMatch corrected =
                Of(published, correction.Text, vectors[correction.Text], filter, now, null).CorrectedBy(correction, CorrectedShare);
            match = match.Confidence > TypedLead * corrected.Confidence ? match : corrected;
        }

        return CompoundQuestion.Of(
            match,
            [.. texts.Clauses.Select(clause => Of(
                published, clause, vectors[clause], filter, now, reading.FindExact(catalog, clause, filter, now)))],
            policy);
    }

    /// <summary>The match of what a question was meant to be, less sure than if it had been typed so.</summary>
    private QuestionMatch CorrectedBy(SpellingCorrection correction, double share) => this with
    {
        Ranked = [.. Ranked.Select(entry => entry with { Confidence = Math.Round(share * entry.Confidence, Decimals) })],
        Correction = correction,
    };

    private static QuestionMatch Of(
        PublishedCatalog published, string text, ReadOnlySpan<float> query, EntryFilter filter, DateTimeOffset now, Hit? exact,
            int without = -1)
    {
        (FaqCatalog catalog, _, ConfidenceModel confidence) = published;
        (int length, List<EntryEvidence> entries) = EvidenceSearch.Find(catalog, text, query, confidence.Scale, filter, now);
        entries.RemoveAll(entry => entry.Entry == without);
        return new QuestionMatch(text, exact, length, entries, Ranking.Rank(entries, length, exact, confidence));
    }
}

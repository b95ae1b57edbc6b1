using System.Collections.Frozen;
using FaqBot.Core.Matching;
using FaqBot.Core.Spelling;

namespace FaqBot.Core.Answering;

/// <summary>A question ranked against one catalog: what replies, explanations and evaluations share.</summary>
/// <param name="Asked">What was searched for.</param>
/// <param name="Exact">The stored question that it equals, or null.</param>
/// <param name="Contenders">The best entries.</param>
/// <param name="Ranked">The same by their probability.</param>
internal sealed record QuestionMatch(AskedText Asked, Hit? Exact, Contenders Contenders, RankedEntry[] Ranked)
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

    /// <summary>What was searched for.</summary>
    public string SearchedFor => Asked.Text;

    /// <summary>Confidence in the best entry; 0 when there is none.</summary>
    public double Confidence => Ranked.Length == 0 ? 0 : Ranked[0].Confidence;

    /// <summary>Ranks beside a stored question that equals the asked one: its vector stands in for an encoding.</summary>
    /// <param name="published">The knowledge base.</param>
    /// <param name="reading">The question.</param>
    /// <param name="exact">The stored question.</param>
    /// <param name="now">The present.</param>
    /// <param name="readClosely">How many of the others are read closely: the match leaves them nothing, so only who explains them needs
    /// it.</param>
    public static QuestionMatch OfExact(
        PublishedCatalog published, QuestionReading reading, Hit exact, DateTimeOffset now, int readClosely = 0) =>
        Of(
            published, new AskedText(reading.Text, published.Catalog.Vectors[exact.Row].ToArray()), reading.Filter, now, exact,
                readClosely: readClosely);

    /// <summary>Ranks a question that equals no stored one.</summary>
    /// <param name="published">The knowledge base.</param>
    /// <param name="reading">The question.</param>
    /// <param name="policy">Says which clauses are sure enough to count.</param>
    /// <param name="now">The present.</param>
    /// <param name="encode">Encodes a text; may be asked for several at once.</param>
    public static async ValueTask<QuestionMatch> OfAsync(
        PublishedCatalog published, QuestionReading reading, MatchPolicy policy, DateTimeOffset now,
            Func<string, ValueTask<AskedText>> encode)
    {
        FaqCatalog catalog = published.Catalog;
        QuestionTexts texts = reading.TextsIn(catalog);
        if (texts.Correction is { } equal && reading.FindExact(catalog, equal.Text, now) is { } exact)
        {
            return Of(published, new AskedText(equal.Text, catalog.Vectors[exact.Row].ToArray()), reading.Filter, now, exact)
                .CorrectedBy(equal, CorrectedEqual);
        }

        string[] all = [.. texts.Distinct()];
        AskedText[] encoded = await Task.WhenAll(all.Select(text => encode(text).AsTask()));
        Dictionary<string, AskedText> asked = encoded.ToDictionary(text => text.Text, StringComparer.Ordinal);
        QuestionMatch match = Of(published, asked[reading.Text], reading.Filter, now, null);
        if (reading.InContext is { } inContext)
        {
            return reading.Surer(catalog, match,
                Of(published, asked[inContext], reading.Filter, now, null, without: reading.PreviousEntry));
        }

        if (texts.Correction is { } correction)
        {
            QuestionMatch corrected =
                Of(published, asked[correction.Text], reading.Filter, now, null).CorrectedBy(correction, CorrectedShare);
            match = match.Confidence > TypedLead * corrected.Confidence ? match : corrected;
        }

        QuestionMatch compound = CompoundQuestion.Of(
            match,
            [.. texts.Clauses.Select(clause => Of(
                published, asked[clause], reading.Filter, now, reading.FindExact(catalog, clause, now)))],
            policy);
        return compound.Clauses.Count > 0 ? compound : CompoundQuestion.OfJoined(match, catalog, policy);
    }

    /// <summary>The match after a judge has read the best entries.</summary>
    /// <param name="contenders">The entries with its verdicts.</param>
    /// <param name="weights">Turns them into a distribution.</param>
    public QuestionMatch Judged(Contenders contenders, ShareWeights weights)
    {
        QuestionMatch judged = this with { Contenders = contenders, Ranked = Ranking.Rank(contenders, null, weights, judged: true) };
        return Correction is null ? judged : judged.CorrectedBy(Correction, CorrectedShare);
    }

    /// <summary>The match of what a question was meant to be, less sure than if it had been typed so.</summary>
    private QuestionMatch CorrectedBy(SpellingCorrection correction, double share) => this with
    {
        Ranked = [.. Ranked.Select(entry => entry with { Confidence = Math.Round(share * entry.Confidence, Decimals) })],
        Correction = correction,
    };

    private static QuestionMatch Of(
        PublishedCatalog published, AskedText asked, EntryFilter filter, DateTimeOffset now, Hit? exact, int without = -1,
            int readClosely = Contenders.ReadClosely)
    {
        (FaqCatalog catalog, _, ConfidenceModel confidence) = published;
        FoundEntries found = EvidenceSearch.Find(catalog, asked.Text, asked.Vector.Span, confidence.Scale, filter, now);
        found.Entries.RemoveAll(entry => entry.Entry == without);
        Contenders contenders = Contenders.Of(catalog, asked.Text, found, confidence.Ranking, catalog.Taught, readClosely);
        return new QuestionMatch(asked, exact, contenders, Ranking.Rank(contenders, exact, confidence.Weights));
    }
}

using System.Numerics.Tensors;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Learning;

/// <summary>What accepting wordings would change.</summary>
/// <param name="Compared">How many other questions were asked of both.</param>
/// <param name="Changes">Those that would be answered otherwise.</param>
public sealed record AcceptanceEffect(int Compared, IReadOnlyList<ChangedAnswer> Changes)
{
    /// <summary>Whether stored questions of other entries would be lost to this one.</summary>
    public bool Steals => Changes.Any(change => change.IsStored);
}

/// <summary>A question that would be answered otherwise.</summary>
/// <param name="Text">The question.</param>
/// <param name="IsStored">Whether it is a stored question, asked as if it were not; else one of the log.</param>
/// <param name="Before">The entry that comes first at present; or null.</param>
/// <param name="After">The entry that would; or null.</param>
/// <param name="DecisionBefore">What is decided at present.</param>
/// <param name="DecisionAfter">What would be.</param>
public sealed record ChangedAnswer(
    string Text, bool IsStored, string? Before, string? After, Decision DecisionBefore, Decision DecisionAfter);

/// <summary>Adds wordings to an entry aside, and asks other questions of both.</summary>
/// <remarks>Only questions near to a new wording can be answered otherwise: the nearest are asked, without the judge that reads the best
/// entries closely.</remarks>
internal sealed class WordingEffect(PublishedCatalog published, MatchPolicy policy, DateTimeOffset now)
{
    private const int MostLogged = 300, MostStored = 200;

    private readonly Dictionary<string, AskedText> _encoded = new(StringComparer.Ordinal);

    public async Task<AcceptanceEffect> FindAsync(
        string entryId, IReadOnlyList<string> wordings, AskedWordings asked, CancellationToken cancellationToken)
    {
        FaqCatalog catalog = published.Catalog;
        int entry = catalog.IndexOf(entryId);
        if (entry < 0 || wordings.Count == 0)
        {
            return new AcceptanceEffect(0, []);
        }

        AskedText[] added = await published.Encoder.EncodeAsync(
            [.. wordings.Select(TextNormalizer.ForEncoding)], toJudge: false, null, cancellationToken);
        FaqCatalog aside = With(catalog, entry, wordings, added);
        PublishedCatalog after = published with { Catalog = aside };
        HashSet<string> own = [.. wordings];
        List<ChangedAnswer> changes = [];
        int[] logged = [.. Nearest(asked.Vectors, added, MostLogged).Where(row => !own.Contains(asked.Wordings[row].Text))];
        foreach (int row in logged)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Question.TryParse(asked.Wordings[row].Text, int.MaxValue, null, out Question? question, out _))
            {
                Compare(question.Text, false, catalog, await RankAsync(published, question, cancellationToken),
                    await RankAsync(after, question, cancellationToken));
            }
        }

        int[] stored = [.. Nearest(catalog.Vectors, added, MostStored).Where(row => catalog.Questions[row].Entry != entry)];
        (_, int end) = catalog.Rows(entry);
        foreach (int row in stored)
        {
            Compare(catalog.Questions[row].Text, true, catalog, RankWithout(catalog, row), RankWithout(aside, row < end
                ? row : row + wordings.Count));
        }

        return new AcceptanceEffect(logged.Length + stored.Length, changes);

        void Compare(string text, bool isStored, FaqCatalog of, RankedEntry[] before, RankedEntry[] later)
        {
            string? first = before is [var b, ..] ? of.Entries[b.Entry].Id : null;
            string? second = later is [var a, ..] ? of.Entries[a.Entry].Id : null;
            (Decision decided, Decision decides) = (policy.Decide(before), policy.Decide(later));

            // A stored question that another entry takes is stolen, and one that is merely less sure is not.
            if (isStored ? first != second && second == entryId : decided != decides || (first != second && decides != Decision.NoMatch))
            {
                changes.Add(new ChangedAnswer(text, isStored, first, second, decided, decides));
            }
        }
    }

    /// <summary>The catalog with more questions of an entry, whose rows follow the entry's others.</summary>
    private static FaqCatalog With(FaqCatalog catalog, int entry, IReadOnlyList<string> wordings, AskedText[] added)
    {
        (_, int end) = catalog.Rows(entry);
        int dimensions = catalog.Vectors.Dimensions;
        float[] vectors = new float[(catalog.Vectors.Rows + added.Length) * dimensions];
        for (int row = 0; row < catalog.Vectors.Rows; row++)
        {
            catalog.Vectors[row].CopyTo(vectors.AsSpan((row < end ? row : row + added.Length) * dimensions));
        }

        for (int i = 0; i < added.Length; i++)
        {
            added[i].Vector.Span.CopyTo(vectors.AsSpan((end + i) * dimensions));
        }

        KnowledgeBase knowledge = catalog.Knowledge with
        {
            Entries =
            [
                .. catalog.Entries.Select((one, i) => i == entry ? one with { Alternates = [.. one.Alternates, .. wordings] } : one),
            ],
        };
        StoredQuestion[] questions =
        [
            .. catalog.Questions.Take(end),
            .. wordings.Select(text => new StoredQuestion(entry, text, TextNormalizer.MatchKey(TextNormalizer.Clean(text)))),
            .. catalog.Questions.Skip(end),
        ];
        CounterExamples counter = catalog.CounterExamples;
        return FaqCatalog.Build(
            new StoredVersion(catalog.Identity, knowledge, questions, vectors)
            {
                EntryNumbers = [.. Enumerable.Range(0, catalog.Entries.Count).Select(catalog.NumberOf)],
                CounterExamples = counter.All,
                CounterVectors = [.. Enumerable.Range(0, counter.All.Count).SelectMany(row => counter[row].ToArray())],
            },
            catalog.Identity.Model);
    }

    /// <summary>The rows that are nearest to any of the texts.</summary>
    private static int[] Nearest(UnitVectors vectors, AskedText[] texts, int most)
    {
        float[] best = new float[vectors.Rows], cosines = new float[vectors.Rows];
        Array.Fill(best, -1);
        foreach (AskedText text in texts)
        {
            vectors.Cosines(text.Vector.Span, 0, cosines);
            TensorPrimitives.Max(best, cosines, best);
        }

        return [.. Enumerable.Range(0, vectors.Rows).OrderByDescending(row => best[row]).ThenBy(row => row).Take(most)];
    }

    private async Task<RankedEntry[]> RankAsync(PublishedCatalog of, Question question, CancellationToken cancellationToken)
    {
        QuestionReading reading = QuestionReading.Of(of.Catalog, question, EntryFilter.None);
        return reading.FindExact(of.Catalog, now) is { } exact
            ? QuestionMatch.OfExact(of, reading, exact, now).Ranked
            : (await QuestionMatch.OfAsync(of, reading, policy, now, text => EncodeAsync(text, cancellationToken))).Ranked;
    }

    private async ValueTask<AskedText> EncodeAsync(string text, CancellationToken cancellationToken)
    {
        lock (_encoded)
        {
            if (_encoded.TryGetValue(text, out AskedText? known))
            {
                return known;
            }
        }

        AskedText encoded = await published.Encoder.EncodeAsync(text, toJudge: false, LoadPolicy.Evaluation, cancellationToken);
        lock (_encoded)
        {
            return _encoded[text] = encoded;
        }
    }

    /// <summary>Asks a stored question as if it were not stored.</summary>
    private RankedEntry[] RankWithout(FaqCatalog catalog, int row)
    {
        string text = Question.Parse(catalog.Questions[row].Text, int.MaxValue).Essence;
        ConfidenceModel confidence = published.Confidence;
        FoundEntries found = EvidenceSearch.Find(catalog, text, catalog.Vectors[row], confidence.Scale, EntryFilter.None, now, row);
        return Ranking.Rank(Contenders.Of(catalog, text, found, confidence.Ranking, taught: null), null, confidence.Weights);
    }
}

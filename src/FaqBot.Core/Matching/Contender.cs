namespace FaqBot.Core.Matching;

/// <summary>One of the best entries of a question, with all that its probability depends on.</summary>
/// <param name="Found">The entry with its evidence.</param>
/// <param name="Score">What it is ranked by: see <see cref="RankingWeights.Score"/>.</param>
/// <param name="Differences">What tells it apart from the question; null where it stands too far behind to be read closely.</param>
/// <param name="Rivalling">How many other contenders have as many of the question's words: a question that fits many names none.</param>
public sealed record Contender(EntryEvidence Found, double Score, Differences? Differences, int Rivalling)
{
    /// <summary>What a judge gave for its one or two nearest questions, the nearest first; empty where none read it.</summary>
    public IReadOnlyList<float> Logits { get; init; } = [];
}

/// <summary>The best entries of a question, and what the probability depends on that it asks for none of them.</summary>
/// <param name="Entries">The best first, at most <see cref="Ranking.MaxEntries"/>.</param>
/// <param name="Length">Characters and words of the question.</param>
/// <param name="Unknown">Share of its terms, by weight, that no stored question has, 0…1.</param>
/// <param name="AllEntries">How many entries the knowledge base has.</param>
/// <param name="QuestionsPerEntry">How many questions they have on average, 1 or more.</param>
public sealed record Contenders(
    IReadOnlyList<Contender> Entries, int Length, double Unknown, int AllEntries, double QuestionsPerEntry)
{
    /// <summary>How many of the best are read closely.</summary>
    public const int ReadClosely = 5;

    /// <summary>How much coverages may differ and be equal: a term of little weight more or less does not make one entry the better
    /// match.</summary>
    internal const double EqualCoverage = 0.02;

    /// <summary>Chooses the best of what was found, and reads the first of them closely.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="text">The question: see <see cref="Text.Question.Essence"/>.</param>
    /// <param name="found">What it may mean.</param>
    /// <param name="ranking">Weighs the evidence.</param>
    /// <param name="taught">What the knowledge base teaches; null for nothing, and for a stored question, which it would know.</param>
    /// <param name="readClosely">How many of the best are read closely, 0 or more.</param>
    /// <returns>The best entries.</returns>
    public static Contenders Of(
        FaqCatalog catalog, string text, FoundEntries found, RankingWeights ranking, TaughtScorer? taught, int readClosely = ReadClosely)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(ranking);
        EntryEvidence[] entries = [.. found.Entries];
        taught?.Teach(entries, ranking);
        (EntryEvidence Found, double Score)[] best =
        [
            .. entries.Select(entry => (entry, ranking.Score(entry.Evidence)))
                .OrderByDescending(entry => entry.Item2).ThenByDescending(entry => entry.entry.Evidence.Cosine)
                .ThenBy(entry => entry.entry.Entry).Take(Ranking.MaxEntries),
        ];
        CloseReading? reading = readClosely > 0 ? new CloseReading(catalog, text) : null;
        return new Contenders(
            [
                .. best.Select((entry, i) => new Contender(
                    entry.Found,
                    entry.Score,
                    i < readClosely ? reading?.From(entry.Found) : null,
                    RivallingOf(best, i))),
            ],
            found.Length, found.Unknown, catalog.Entries.Count, (double)catalog.Questions.Count / Math.Max(1, catalog.Entries.Count));
    }

    private static int RivallingOf((EntryEvidence Found, double Score)[] best, int index)
    {
        double coverage = best[index].Found.Evidence.Coverage;
        return coverage <= 0 ? 0
            : best.Where((other, i) => i != index && other.Found.Evidence.Coverage >= coverage - EqualCoverage).Count();
    }
}

using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Similarity;
using FaqBot.Core.Text;

namespace FaqBot.Core.Linting;

/// <summary>The stored questions of a knowledge base, as rules look at them.</summary>
/// <param name="published">The knowledge base.</param>
/// <param name="now">The present.</param>
internal sealed class StoredQuestions(PublishedCatalog published, DateTimeOffset now)
{
    private readonly AnalyzedText[] _analyzed =
        [.. published.Catalog.Questions.Select(question => TermAnalyzer.Analyze(TextNormalizer.Clean(question.Text)))];

    private readonly HashSet<(int Row, int Entry)> _barred = [.. BarredOf(published.Catalog)];

    public FaqCatalog Catalog { get; } = published.Catalog;

    public ConfidenceModel Confidence { get; } = published.Confidence;

    public SimilarityScale Scale { get; } = new(published.Confidence);

    public DateTimeOffset Now { get; } = now;

    public int Count => _analyzed.Length;

    public AnalyzedText Analyzed(int row) => _analyzed[row];

    public string TextOf(int row) => Catalog.Questions[row].Text;

    public FaqEntry EntryOf(int row) => Catalog.Entries[Catalog.Questions[row].Entry];

    /// <summary>Whether an entry answers now, be it after another one only.</summary>
    public bool IsActive(FaqEntry entry) => entry.Enabled && !(entry.ValidFrom > Now) && !(entry.ValidUntil <= Now);

    /// <summary>Whether two questions may be taken for each other: of two entries that answer now, and neither numbers, decisive
    /// words nor a counter-example tell them apart.</summary>
    public bool MayCollide(int first, int second) =>
        Catalog.Questions[first].Entry != Catalog.Questions[second].Entry
        && IsActive(EntryOf(first)) && IsActive(EntryOf(second))
        && !Differ(_analyzed[first], _analyzed[second])
        && !_barred.Contains((first, Catalog.Questions[second].Entry)) && !_barred.Contains((second, Catalog.Questions[first].Entry));

    /// <summary>The questions that are a counter-example of another entry, with that entry.</summary>
    private static IEnumerable<(int Row, int Entry)> BarredOf(FaqCatalog catalog) => catalog.CounterExamples.All.Count == 0
        ? []
        : catalog.Questions.SelectMany((question, row) =>
            catalog.CounterExamples.EntriesWithout(Question.Parse(question.Text, int.MaxValue), catalog.Vocabulary)
                .Select(entry => (row, entry)));

    /// <summary>Whether texts say different things in numbers, denial or decisive words.</summary>
    public static bool Differ(AnalyzedText one, AnalyzedText other) =>
        one.Negated != other.Negated
        || OpposedWords.Conflicts(one.Sides, other.Sides) > 0
        || (one.Numbers.Length > 0 && other.Numbers.Length > 0 && !one.Numbers.AsSpan().ContainsAny(other.Numbers));
}

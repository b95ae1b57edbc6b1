using FaqBot.Core.Text;

namespace FaqBot.Core.Matching;

/// <summary>A question read closely, to be laid beside the entries that come first.</summary>
/// <remarks>Reads texts anew for each entry, some ten microseconds each: for the best few. Immutable and thread-safe.</remarks>
internal sealed class CloseReading
{
    private readonly FaqCatalog _catalog;
    private readonly IReadOnlyList<StatedValue> _values;
    private readonly RivalMarks _words;
    private readonly List<TextWord> _order;
    private readonly ulong[] _terms;

    /// <summary>Reads a question.</summary>
    /// <param name="catalog">The catalog whose entries it is laid beside.</param>
    /// <param name="text">The question: see <see cref="Question.Essence"/>.</param>
    public CloseReading(FaqCatalog catalog, string text)
    {
        _catalog = catalog;
        _values = StatedValues.In(text);
        _words = catalog.Rivals.MarksOf(text);
        _order = TextWords.Of(text);
        _terms = TermsOf(text);
    }

    /// <summary>Lays the question beside an entry.</summary>
    /// <param name="entry">The entry with its nearest questions.</param>
    public Differences From(in EntryEvidence entry)
    {
        int[] rows = [.. entry.NearestRows];
        string[] stored = [.. rows.Select(row => TextNormalizer.Clean(_catalog.Questions[row].Text))];
        string answer = _catalog.Entries[entry.Entry].Answer.For(LanguageGuess.Of(stored[0]));
        return ValuesBeside(stored, answer) with
        {
            Rivals = rows.Select(row => _catalog.Rivals.Between(_words, row)).MinBy(rivals => rivals.Count)!,
            Agreements = rows.Max(row => _catalog.Rivals.Agreements(_words, row)),
            Reordered = TextWords.AreReordered(_order, TextWords.Of(stored[0])),
            InAnswer = InAnswerOnly(stored, answer),
        };
    }

    private Differences ValuesBeside(string[] stored, string answer)
    {
        IReadOnlyList<StatedValue> nearest = StatedValues.In(stored[0]);
        StatedValue[] own = [.. nearest, .. stored.Skip(1).SelectMany(StatedValues.In)];
        StatedValue[] unequal = [.. _values.Where(value => !own.Any(value.IsSame))];
        IReadOnlyList<StatedValue> answered = unequal.Length == 0 ? [] : StatedValues.In(TextNormalizer.Clean(answer));
        StatedValue[] unsettled = [.. unequal.Where(value => !answered.Any(value.IsSame))];
        int conflicting = unsettled.Count(value => own.Any(value.IsComparable));
        return new Differences
        {
            EqualValues = _values.Count - unsettled.Length,
            ConflictingValues = conflicting,
            LackingValues = unsettled.Length - conflicting,
            MissingValues = nearest.Count(value => !_values.Any(value.IsComparable)),
        };
    }

    private double InAnswerOnly(string[] stored, string answer)
    {
        ulong[] open = [.. _terms.Except(stored.SelectMany(TermsOf))];
        if (open.Length == 0)
        {
            return 0;
        }

        HashSet<ulong> answered = [.. TermsOf(TextNormalizer.Clean(answer))];
        return (double)open.Count(answered.Contains) / _terms.Length;
    }

    /// <summary>Terms that mean something by themselves: words, numbers and pairs of characters.</summary>
    private static ulong[] TermsOf(string text) =>
        [.. TermAnalyzer.Analyze(text).Terms.Where(term => !TermAnalyzer.IsGeneric(term) && !TermAnalyzer.IsSingle(term))];
}

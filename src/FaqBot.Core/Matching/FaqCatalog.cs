using FaqBot.Core.Knowledge;
using FaqBot.Core.Spelling;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Matching;

/// <summary>One published version of a knowledge base, ready to be searched.</summary>
/// <remarks>Immutable and thread-safe: a question that holds a catalog sees wholly this version.</remarks>
public sealed class FaqCatalog
{
    private readonly Dictionary<string, int> _entriesById;
    private readonly Dictionary<int, int> _entriesByNumber;
    private readonly StoredQuestionKeys _keys;
    private readonly IReadOnlyList<int> _numbers;
    private readonly Lazy<QuestionCompletion> _completion;
    private readonly Lazy<CatalogRivals> _rivals;
    private readonly int[] _firstRows;
    private readonly int[] _entriesByRow;
    private readonly int[] _allEntries;
    private readonly int[] _conditionalEntries;
    private readonly long[] _validityChanges;
    private readonly Dictionary<string, List<int>> _parents;

    private FaqCatalog(StoredVersion version, string? vectorFolder)
    {
        Identity = version.Identity;
        Knowledge = version.Knowledge;
        Questions = version.Questions;
        UnitVectors vectors = new(version.Vectors, version.Identity.Model.Dimensions);
        Sketch = vectors.Rows > CatalogSearch.ExactRows ? new SignSketch(vectors) : null;
        Vectors = vectorFolder is null ? vectors : vectors.Quantize(vectorFolder);
        Vocabulary = OwnersWords.VocabularyOf(Knowledge, Questions.Select(question => question.Text));
        CounterExamples = new CounterExamples(version, Vocabulary);
        Words = new LexicalIndex([.. Questions.Select(question => question.Text)], Vocabulary);
        Spelling = new QuestionSpelling(Questions.Select(question => SimplifiedChinese.Reword(
            Vocabulary.Unify(TextNormalizer.Clean(question.Text)))));
        Related = new RelatedEntries(this);
        Wordings = new EntryWordings(this);
        _rivals = new Lazy<CatalogRivals>(() => new CatalogRivals(this));
        _completion = new Lazy<QuestionCompletion>(() => new QuestionCompletion(this));
        _numbers = version.EntryNumbers;
        _entriesByNumber = PlacesOf(_numbers, EqualityComparer<int>.Default);
        _entriesById = PlacesOf([.. Entries.Select(entry => entry.Id)], StringComparer.Ordinal);
        _keys = new StoredQuestionKeys(Questions, Vocabulary);
        _entriesByRow = [.. Questions.Select(question => question.Entry)];
        _firstRows = FirstRowsOf(_entriesByRow, Entries.Count);
        _parents = ParentsOf(Entries);
        _allEntries = [.. Enumerable.Range(0, Entries.Count)];
        _conditionalEntries = [.. _allEntries.Where(entry => EntryFilter.IsConditional(Entries[entry]))];
        _validityChanges = ValidityChangesOf(Entries);
        Taught = Teaching.Parse(Identity.Taught) is { IsInForce: true } teaching ? new TaughtScorer(this, teaching) : null;
    }

    /// <summary>What the version was built from.</summary>
    public VersionIdentity Identity { get; }

    /// <summary>The knowledge base.</summary>
    public KnowledgeBase Knowledge { get; }

    /// <summary>The entries; other members name them by index.</summary>
    public IReadOnlyList<FaqEntry> Entries => Knowledge.Entries;

    /// <summary>The questions, by row.</summary>
    public IReadOnlyList<StoredQuestion> Questions { get; }

    /// <summary>The unit vectors, by row.</summary>
    public UnitVectors Vectors { get; }

    /// <summary>The owner's words.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The questions that must never get an entry.</summary>
    public CounterExamples CounterExamples { get; }

    /// <summary>Completes what is typed; built when it is first asked for.</summary>
    public QuestionCompletion Completion => _completion.Value;

    /// <summary>Words that make different questions; built when it is first asked for.</summary>
    public CatalogRivals Rivals => _rivals.Value;

    /// <summary>Entries beside each other.</summary>
    public RelatedEntries Related { get; }

    /// <summary>What entries are called in each language.</summary>
    public EntryWordings Wordings { get; }

    /// <summary>What the questions taught the ranking; null where that is nothing beyond chance.</summary>
    public TaughtScorer? Taught { get; }

    /// <summary>The terms of the questions.</summary>
    public LexicalIndex Words { get; }

    /// <summary>Finds what a mistyped question was meant to be.</summary>
    internal QuestionSpelling Spelling { get; }

    /// <summary>Memory in bytes of what finds questions, beside the vectors.</summary>
    public long IndexBytes => Words.Bytes + (Sketch?.Bytes ?? 0) + (Taught?.Bytes ?? 0);

    /// <summary>Chooses questions where there are too many to compare all.</summary>
    internal SignSketch? Sketch { get; }

    /// <summary>The entry of each row, side by side: a search has no time to look for the questions in memory.</summary>
    internal ReadOnlySpan<int> EntriesByRow => _entriesByRow;

    /// <summary>All entries, ascending.</summary>
    internal ReadOnlySpan<int> AllEntries => _allEntries;

    /// <summary>The entries that do not always answer when no metadata is asked for, ascending.</summary>
    internal ReadOnlySpan<int> ConditionalEntries => _conditionalEntries;

    /// <summary>Makes a catalog of a stored version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="encoder">The encoder that questions will be encoded with.</param>
    /// <param name="vectorFolder">Where the exact vectors lie in a file, so that memory holds a byte of four; null: all in memory.</param>
    /// <returns>The catalog, which answers the same either way.</returns>
    /// <exception cref="VersionMismatchException">The version was built with another model or normalisation.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static FaqCatalog Build(StoredVersion version, EncoderIdentity encoder, string? vectorFolder = null)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(encoder);
        VersionIdentity identity = version.Identity;
        return identity.Model.Fingerprint == encoder.Fingerprint
            && identity.Model.Dimensions == encoder.Dimensions
            && identity.Normalizer == TextNormalizer.Version
            ? new FaqCatalog(version, vectorFolder)
            : throw new VersionMismatchException(identity, encoder);
    }

    /// <summary>The rows of an entry.</summary>
    /// <param name="entry">Index of the entry.</param>
    /// <returns>First row and the row after the last.</returns>
    public (int First, int End) Rows(int entry) => (_firstRows[entry], _firstRows[entry + 1]);

    /// <summary>Finds an entry by id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Its index, or −1.</returns>
    public int IndexOf(string id) => _entriesById.GetValueOrDefault(id, -1);

    /// <summary>Finds an entry by number.</summary>
    /// <param name="number">The number: see <see cref="EntryNumber"/>.</param>
    /// <returns>Its index, or −1.</returns>
    public int IndexOfNumber(int number) => _entriesByNumber.GetValueOrDefault(number, -1);

    /// <summary>The number of an entry.</summary>
    /// <param name="entry">Index of the entry, in a catalog of a version out of a store.</param>
    /// <returns>The number: see <see cref="EntryNumber"/>.</returns>
    public int NumberOf(int entry) => _numbers[entry];

    /// <inheritdoc cref="StoredQuestionKeys.RowOf(Question)"/>
    public int RowOf(Question question) => _keys.RowOf(question);

    /// <summary>Narrows a filter to the entries that may answer a question.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="question">The question.</param>
    /// <returns>The filter without the entries of which the question is a counter-example.</returns>
    public EntryFilter Narrow(EntryFilter filter, Question question)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(question);
        string[] excluded = [.. CounterExamples.EntriesWithout(question, Vocabulary).Select(entry => Entries[entry].Id)];
        return excluded.Length == 0 ? filter : filter.Without(excluded);
    }

    /// <summary>The entry that was answered before.</summary>
    /// <param name="filter">The filter that names it.</param>
    /// <returns>The entry, or null.</returns>
    internal FaqEntry? PreviousOf(EntryFilter filter) =>
        filter.PreviousEntryId is { } id && IndexOf(id) is >= 0 and var index ? Entries[index] : null;

    /// <summary>How near an entry is to the previous answer: see <see cref="Evidence.Context"/>.</summary>
    internal double ContextOf(int entry, FaqEntry? previous)
    {
        if (previous is null)
        {
            return 0;
        }

        string id = Entries[entry].Id;
        return previous.Prompts.Any(prompt => prompt.EntryId == id) ? 1
            : _parents.TryGetValue(previous.Id, out List<int>? parents)
                && parents.Exists(parent => Entries[parent].Prompts.Any(prompt => prompt.EntryId == id)) ? 0.5 : 0;
    }

    /// <summary>When the set of valid entries changes next.</summary>
    /// <param name="now">The present.</param>
    /// <returns>The instant, or null when it never does.</returns>
    public DateTimeOffset? NextValidityChange(DateTimeOffset now)
    {
        int index = Array.BinarySearch(_validityChanges, now.UtcTicks + 1);
        index = index < 0 ? ~index : index;
        return index < _validityChanges.Length ? new DateTimeOffset(_validityChanges[index], TimeSpan.Zero) : null;
    }

    /// <summary>Where each item is in its list.</summary>
    private static Dictionary<T, int> PlacesOf<T>(IReadOnlyList<T> items, IEqualityComparer<T> comparer)
        where T : notnull
    {
        Dictionary<T, int> places = new(items.Count, comparer);
        for (int place = 0; place < items.Count; place++)
        {
            places[items[place]] = place;
        }

        return places;
    }

    /// <summary>The first row of each entry, and the row after the last; rows are in the order of entries.</summary>
    private static int[] FirstRowsOf(ReadOnlySpan<int> entriesByRow, int entries)
    {
        int[] first = new int[entries + 1];
        for (int row = 0; row < entriesByRow.Length; row++)
        {
            first[entriesByRow[row] + 1] = row + 1;
        }

        for (int entry = 0; entry < entries; entry++)
        {
            first[entry + 1] = Math.Max(first[entry], first[entry + 1]);
        }

        return first;
    }

    /// <summary>The entries whose prompts lead to an entry, by its id.</summary>
    private static Dictionary<string, List<int>> ParentsOf(IReadOnlyList<FaqEntry> entries)
    {
        Dictionary<string, List<int>> parents = new(StringComparer.Ordinal);
        foreach ((int parent, FaqEntry entry) in entries.Index())
        {
            foreach (FollowUpPrompt prompt in entry.Prompts)
            {
                (parents.TryGetValue(prompt.EntryId, out List<int>? known) ? known : parents[prompt.EntryId] = []).Add(parent);
            }
        }

        return parents;
    }

    /// <summary>The instants in UTC ticks at which an entry begins or ceases to be valid, ascending.</summary>
    private static long[] ValidityChangesOf(IReadOnlyList<FaqEntry> entries) =>
    [
        .. entries.SelectMany(entry => new[] { entry.ValidFrom, entry.ValidUntil })
            .OfType<DateTimeOffset>().Select(instant => instant.UtcTicks).Distinct().Order(),
    ];
}

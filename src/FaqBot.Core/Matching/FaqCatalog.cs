using FaqBot.Encoding;
using FaqBot.Knowledge;
using FaqBot.Storage;
using FaqBot.Text;
using FaqBot.Vectors;

namespace FaqBot.Matching;

/// <summary>One published version of a knowledge base, ready to be searched.</summary>
/// <remarks>Immutable and thread-safe: a question that holds a catalog sees wholly this version.</remarks>
public sealed class FaqCatalog
{
    private readonly Dictionary<string, int> _entriesById;
    private readonly Dictionary<int, int> _entriesByNumber;
    private readonly Dictionary<string, int> _rowsByKey;
    private readonly IReadOnlyList<int> _numbers;
    private readonly int[] _firstRows;
    private readonly int[] _entriesByRow;
    private readonly int[] _allEntries;
    private readonly int[] _conditionalEntries;
    private readonly long[] _validityChanges;

    private FaqCatalog(StoredVersion version)
    {
        Identity = version.Identity;
        Knowledge = version.Knowledge;
        Questions = version.Questions;
        Vectors = new UnitVectors(version.Vectors, version.Identity.Model.Dimensions);
        _entriesById = new Dictionary<string, int>(Entries.Count, StringComparer.Ordinal);
        _rowsByKey = new Dictionary<string, int>(Questions.Count, StringComparer.Ordinal);
        _numbers = version.EntryNumbers;
        _entriesByNumber = new Dictionary<int, int>(_numbers.Count);
        for (int entry = 0; entry < _numbers.Count; entry++)
        {
            _entriesByNumber[_numbers[entry]] = entry;
        }

        _entriesByRow = [.. Questions.Select(question => question.Entry)];
        _firstRows = new int[Entries.Count + 1];
        for (int row = 0; row < Questions.Count; row++)
        {
            _rowsByKey[Questions[row].MatchKey] = row;
            _firstRows[Questions[row].Entry + 1] = row + 1;
        }

        for (int entry = 0; entry < Entries.Count; entry++)
        {
            _entriesById[Entries[entry].Id] = entry;
            _firstRows[entry + 1] = Math.Max(_firstRows[entry], _firstRows[entry + 1]);
        }

        _allEntries = [.. Enumerable.Range(0, Entries.Count)];
        _conditionalEntries = [.. _allEntries.Where(entry => EntryFilter.IsConditional(Entries[entry]))];
        _validityChanges =
        [
            .. Entries.SelectMany(entry => new[] { entry.ValidFrom, entry.ValidUntil })
                .OfType<DateTimeOffset>().Select(instant => instant.UtcTicks).Distinct().Order(),
        ];
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

    /// <summary>The entry of each row, side by side: a search has no time to look for the questions in memory.</summary>
    internal ReadOnlySpan<int> EntriesByRow => _entriesByRow;

    /// <summary>All entries, ascending.</summary>
    internal ReadOnlySpan<int> AllEntries => _allEntries;

    /// <summary>The entries that do not always answer when no metadata is asked for, ascending.</summary>
    internal ReadOnlySpan<int> ConditionalEntries => _conditionalEntries;

    /// <summary>Makes a catalog of a stored version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="encoder">The encoder that questions will be encoded with.</param>
    /// <returns>The catalog.</returns>
    /// <exception cref="VersionMismatchException">The version was built with another model or normalisation.</exception>
    public static FaqCatalog Build(StoredVersion version, EncoderIdentity encoder)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(encoder);
        VersionIdentity identity = version.Identity;
        return identity.Model.Fingerprint == encoder.Fingerprint
            && identity.Model.Dimensions == encoder.Dimensions
            && identity.Normalizer == TextNormalizer.Version
            ? new FaqCatalog(version)
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

    /// <summary>Finds the question that a typed one equals.</summary>
    /// <param name="matchKey">Its key: see <see cref="TextNormalizer.MatchKey"/>.</param>
    /// <returns>The row, or −1.</returns>
    public int RowOf(string matchKey) => _rowsByKey.GetValueOrDefault(matchKey, -1);

    /// <summary>When the set of valid entries changes next.</summary>
    /// <param name="now">The present.</param>
    /// <returns>The instant, or null when it never does.</returns>
    public DateTimeOffset? NextValidityChange(DateTimeOffset now)
    {
        int index = Array.BinarySearch(_validityChanges, now.UtcTicks + 1);
        index = index < 0 ? ~index : index;
        return index < _validityChanges.Length ? new DateTimeOffset(_validityChanges[index], TimeSpan.Zero) : null;
    }
}

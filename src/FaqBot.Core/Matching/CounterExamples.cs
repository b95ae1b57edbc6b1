using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Matching;

/// <summary>The questions that must never get an entry, as their owner wrote them.</summary>
/// <remarks>Equal questions are barred from the entry with certainty; near ones lose by evidence. Immutable and thread-safe.</remarks>
public sealed class CounterExamples
{
    private readonly UnitVectors _vectors;
    private readonly Dictionary<string, List<int>> _entriesByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (int First, int Count)> _rowsByEntry = [];

    internal CounterExamples(StoredVersion version, Vocabulary vocabulary)
    {
        All = version.CounterExamples;
        _vectors = new UnitVectors(version.CounterVectors, version.Identity.Model.Dimensions);
        for (int row = 0; row < All.Count; row++)
        {
            int entry = All[row].Entry;
            (int first, int count) = _rowsByEntry.GetValueOrDefault(entry, (row, 0));
            _rowsByEntry[entry] = (first, count + 1);
            foreach (string key in QuestionKeys.Of(Question.Parse(All[row].Text, int.MaxValue), vocabulary))
            {
                List<int> entries = _entriesByKey.TryGetValue(key, out List<int>? known) ? known : _entriesByKey[key] = [];
                if (!entries.Contains(entry))
                {
                    entries.Add(entry);
                }
            }
        }
    }

    /// <summary>The counter-examples by row, those of one entry together.</summary>
    public IReadOnlyList<CounterExample> All { get; }

    /// <summary>The unit vector of a counter-example.</summary>
    /// <param name="row">Its row.</param>
    /// <returns>Its components.</returns>
    internal ReadOnlySpan<float> this[int row] => _vectors[row];

    /// <summary>Finds the entries that a question must not get.</summary>
    /// <param name="question">The question.</param>
    /// <param name="vocabulary">The owner's words.</param>
    /// <returns>Indexes of the entries of which it is a counter-example by one of its <see cref="QuestionKeys"/>.</returns>
    internal IEnumerable<int> EntriesWithout(Question question, Vocabulary vocabulary) => _entriesByKey.Count == 0
        ? []
        : QuestionKeys.Of(question, vocabulary).SelectMany(key => _entriesByKey.GetValueOrDefault(key) ?? []).Distinct();

    /// <summary>The cosine of a query and the nearest counter-example of an entry.</summary>
    /// <param name="entry">Index of the entry.</param>
    /// <param name="query">A unit vector, [dimensions of the catalog].</param>
    /// <param name="withoutRow">A row to be left out, as if it were not stored; or −1.</param>
    /// <returns>−1…1, or null where the entry has none.</returns>
    internal double? NearestCosine(int entry, ReadOnlySpan<float> query, int withoutRow)
    {
        if (!_rowsByEntry.TryGetValue(entry, out (int First, int Count) rows))
        {
            return null;
        }

        Span<float> cosine = stackalloc float[1];
        float? nearest = null;
        for (int row = rows.First; row < rows.First + rows.Count; row++)
        {
            if (row != withoutRow)
            {
                _vectors.Cosines(query, row, cosine);
                nearest = cosine[0] > nearest ? cosine[0] : nearest ?? cosine[0];
            }
        }

        return nearest;
    }
}

using System.Collections.Concurrent;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Answering;

/// <summary>What stands beside stored questions that were asked literally: found once a question, since a catalog never changes.</summary>
/// <remarks>Thread-safe. Holds questions that were asked without conditions and context; some 600 bytes each.</remarks>
internal sealed class ExactRankings
{
    /// <summary>Most questions; then all are forgotten.</summary>
    public const int Most = 4_096;

    private readonly ConcurrentDictionary<int, (RankedEntry[] Ranked, DateTimeOffset? Until)> _byRow = new();

    /// <summary>Finds what stands beside a stored question.</summary>
    /// <param name="row">The row of the question.</param>
    /// <param name="filter">Which entries may answer.</param>
    /// <param name="now">The present.</param>
    /// <returns>The ranking; null when it is not known.</returns>
    public RankedEntry[]? Find(int row, EntryFilter filter, DateTimeOffset now) =>
        IsPlain(filter) && _byRow.TryGetValue(row, out (RankedEntry[] Ranked, DateTimeOffset? Until) kept) && !(kept.Until <= now)
            ? kept.Ranked : null;

    /// <summary>Keeps what stands beside a stored question.</summary>
    /// <param name="row">The row of the question.</param>
    /// <param name="filter">Which entries might answer.</param>
    /// <param name="ranked">The ranking.</param>
    /// <param name="until">When other entries may answer; null: never.</param>
    public void Keep(int row, EntryFilter filter, RankedEntry[] ranked, DateTimeOffset? until)
    {
        if (!IsPlain(filter))
        {
            return;
        }

        if (_byRow.Count >= Most)
        {
            _byRow.Clear();
        }

        _byRow[row] = (ranked, until);
    }

    private static bool IsPlain(EntryFilter filter) => !filter.HasConditions && filter.PreviousEntryId is null;
}

namespace FaqBot.Core.Matching;

/// <summary>Which stored questions a judge is to read beside the asked one.</summary>
/// <param name="Contenders">The best entries.</param>
/// <param name="Entries">How many of them are read.</param>
/// <param name="Rows">Rows of their one or two nearest questions, entry by entry.</param>
public sealed record PairReading(Contenders Contenders, int Entries, IReadOnlyList<int> Rows)
{
    /// <summary>Entries that are read at most: six pairs take about as long as an encoding, and more hardly help.</summary>
    public const int MostEntries = 3;

    /// <summary>Chooses what is read.</summary>
    /// <param name="contenders">The best entries.</param>
    /// <param name="entries">How many are worth it, 0 or more.</param>
    public static PairReading Of(Contenders contenders, int entries)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        entries = Math.Min(entries, contenders.Entries.Count);
        return new PairReading(
            contenders, entries, [.. contenders.Entries.Take(entries).SelectMany(contender => contender.Found.NearestRows)]);
    }

    /// <summary>Puts the verdicts beside the entries.</summary>
    /// <param name="logits">A number a row of <see cref="Rows"/>.</param>
    /// <returns>The entries with their verdicts.</returns>
    public Contenders Judged(IReadOnlyList<float> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentOutOfRangeException.ThrowIfNotEqual(logits.Count, Rows.Count);
        int next = 0;
        return Contenders with
        {
            Entries =
            [
                .. Contenders.Entries.Select((contender, i) => i >= Entries ? contender
                    : contender with { Logits = [.. contender.Found.NearestRows.Select(_ => logits[next++])] }),
            ],
        };
    }
}

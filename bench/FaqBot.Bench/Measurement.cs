namespace FaqBot.Bench;

/// <summary>One figure beside its limit, both of the same run.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Unit of both figures.</param>
/// <param name="Measured">The figure.</param>
/// <param name="LimitName">The physical limit or the peer.</param>
/// <param name="Limit">Its figure.</param>
/// <param name="Goal">What must hold, or null for a row that only informs.</param>
internal sealed record Measurement(string Name, string Unit, Series Measured, string LimitName, Series Limit, Goal? Goal)
{
    /// <summary>Measured by limit, of each round: what disturbs a round disturbs both.</summary>
    public Series Ratio { get; } = new([.. Measured.Values.Zip(Limit.Values, (measured, limit) => measured / limit)]);

    /// <summary>Whether more is better: what is done in a time, and what is found of all there is.</summary>
    public bool MoreIsBetter { get; } =
        Unit.EndsWith("/s", StringComparison.Ordinal) || Unit.StartsWith("of ", StringComparison.Ordinal);

    /// <summary>Whether the ratio says how good the subject is, so that it may not get worse; some only put a figure beside
    /// another.</summary>
    public bool IsWatched { get; init; } = true;

    /// <summary>Whether the goal is met, or null without one.</summary>
    public bool? Met => Goal?.IsMet(this);
}

/// <summary>The figures of all rounds.</summary>
internal sealed record Series(double[] Values)
{
    public double Median { get; } = MedianOf(Values);

    /// <summary>Half the distance of the quartiles by the median: what a single round is off by; 0 where the median is 0, as of
    /// what never happened, since JSON has no word for a share of nothing.</summary>
    public double Spread => Median is 0 ? 0 : (Quantile(Values, 0.75) - Quantile(Values, 0.25)) / 2 / Median;

    /// <summary>The same rounds in another unit.</summary>
    public Series To(Func<double, double> unit) => new([.. Values.Select(unit)]);

    private static double MedianOf(double[] values) => Quantile(values, 0.5);

    private static double Quantile(double[] values, double share)
    {
        double[] sorted = [.. values.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? double.Lerp(sorted[below], sorted[below + 1], place - below) : sorted[below];
    }
}

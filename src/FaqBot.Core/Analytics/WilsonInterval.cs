namespace FaqBot.Core.Analytics;

/// <summary>Where a share lies of which only some votes are known, with 95 % confidence.</summary>
/// <remarks>Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.</remarks>
/// <param name="Low">The lower end, 0…1.</param>
/// <param name="High">The upper end, 0…1.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    private const double Z = 1.959963984540054;

    /// <summary>Finds the interval.</summary>
    /// <param name="successes">Votes in favour.</param>
    /// <param name="trials">All votes.</param>
    /// <returns>The interval; null without votes.</returns>
    public static WilsonInterval? Of(long successes, long trials)
    {
        if (trials <= 0)
        {
            return null;
        }

        double share = (double)successes / trials, square = Z * Z;
        double centre = share + (square / (2 * trials));
        double spread = Z * Math.Sqrt(((share * (1 - share)) + (square / (4 * trials))) / trials);
        double scale = 1 + (square / trials);
        return new WilsonInterval(Math.Max(0, (centre - spread) / scale), Math.Min(1, (centre + spread) / scale));
    }
}

using System.Globalization;

namespace FaqBot.Bench;

/// <summary>What a measurement must reach.</summary>
/// <param name="Text">The goal as the table shows it.</param>
/// <param name="IsMet">Whether a measurement reaches it.</param>
internal sealed record Goal(string Text, Func<Measurement, bool> IsMet)
{
    public static Goal RatioAtLeast(double bound) => new(Format($"ratio ≥ {bound:0.00}"), measurement => measurement.Ratio.Median >= bound);

    public static Goal RatioAtMost(double bound) => new(Format($"ratio ≤ {bound:0.00}"), measurement => measurement.Ratio.Median <= bound);

    public static Goal AtMost(double bound, string unit) =>
        new(Format($"≤ {bound:0.##} {unit}"), measurement => measurement.Measured.Median <= bound);

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace FaqBot.Core.Text;

/// <summary>A value that a text states: an amount, a time, a size, a version, a code.</summary>
/// <param name="Kind">What it measures (time, money, percent, clock, floor …) or the letters of a code; empty for a bare number.</param>
/// <param name="Number">The amount in the unit of the kind: days, percent, minutes of a day; 0 for a value that is spelt.</param>
/// <param name="Text">How a value without an amount is spelt (xl), a currency, the end of a code; else empty.</param>
internal readonly record struct StatedValue(string Kind, double Number, string Text = "")
{
    /// <summary>The kind of a time of day, and its text where it may be either half of the day.</summary>
    public const string Clock = "clock", EitherHalf = "?";

    private const double HalfDay = 720, Rounding = 1e-6;

    /// <summary>Whether two values may measure the same thing: a bare number may be of any kind.</summary>
    public bool IsComparable(StatedValue other) => Kind.Length == 0 || other.Kind.Length == 0 || Kind == other.Kind;

    /// <summary>Whether two values are the same by what they say, however they are written.</summary>
    public bool IsSame(StatedValue other)
    {
        if (Kind == Clock && other.Kind == Clock && (Text == EitherHalf || other.Text == EitherHalf))
        {
            return Number % HalfDay == other.Number % HalfDay;
        }

        bool isBare = Kind.Length == 0 || other.Kind.Length == 0;
        return IsComparable(other) && (isBare || Text == other.Text)
            && Math.Abs(Number - other.Number) <= Rounding * Math.Max(1, Math.Abs(Number));
    }
}

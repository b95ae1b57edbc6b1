namespace FaqBot.Options;

/// <summary>Checks that an option lies in its range.</summary>
internal static class OptionRange
{
    /// <summary>Checks a value.</summary>
    /// <returns>One line when it lies outside; else none.</returns>
    public static IEnumerable<string> Faults<T>(string name, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? [$"{name} is {value}, expected {least} to {most}"] : [];
}

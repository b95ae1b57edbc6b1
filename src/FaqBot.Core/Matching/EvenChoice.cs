namespace FaqBot.Core.Matching;

/// <summary>Chooses some of many items, spread evenly over their order: the same choice every time.</summary>
internal static class EvenChoice
{
    /// <summary>Chooses items.</summary>
    /// <param name="items">The items.</param>
    /// <param name="most">How many at most, 0 or more.</param>
    /// <returns>All where there are no more, else <paramref name="most"/> in their order.</returns>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> items, int most)
    {
        int count = Math.Min(most, items.Count);
        return Enumerable.Range(0, count).Select(i => items[(int)((long)i * items.Count / count)]);
    }
}

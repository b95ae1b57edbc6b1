namespace FaqBot.Core.Files;

/// <summary>Finds what a mistyped name may have meant.</summary>
public static class NearestName
{
    // Of longer names every third character may be wrong, of shorter ones one.
    private const int Share = 3, Least = 1;

    /// <summary>The name that a typed one is nearest to.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The names that there are.</param>
    /// <returns>The name; null when none is near.</returns>
    public static string? Of(string typed, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(typed);
        ArgumentNullException.ThrowIfNull(names);
        int most = Math.Max(Least, typed.Length / Share);
        return names.Select(name => (Name: name, Distance: Distance(typed, name)))
            .Where(found => found.Distance <= most && found.Distance < found.Name.Length)
            .OrderBy(found => found.Distance)
            .Select(found => found.Name)
            .FirstOrDefault();
    }

    /// <summary>Fewest characters to insert, to delete, to replace or to swap with the next, in any case.</summary>
    /// <remarks>Optimal string alignment.</remarks>
    private static int Distance(string first, string second)
    {
        (first, second) = (first.ToUpperInvariant(), second.ToUpperInvariant());
        int[,] table = new int[first.Length + 1, second.Length + 1];
        for (int i = 0; i <= first.Length; i++)
        {
            for (int j = 0; j <= second.Length; j++)
            {
                table[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[first.Length, second.Length];
    }
}

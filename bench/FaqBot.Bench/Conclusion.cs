namespace FaqBot.Bench;

/// <summary>Says whether a run is good, and keeps what it measured.</summary>
internal static class Conclusion
{
    /// <summary>Compares a run with the last ones of the same class of processors, and records it.</summary>
    /// <param name="arguments">What was asked for.</param>
    /// <param name="rows">What was measured.</param>
    /// <param name="history">What was measured before.</param>
    /// <param name="commit">What was measured; or null.</param>
    /// <param name="at">When.</param>
    /// <param name="errors">Told what got worse.</param>
    /// <returns>The exit code: 1 when a goal is missed or a ratio got worse. What got worse is not recorded, or the next run would find
    /// nothing amiss.</returns>
    public static int Draw(
        Arguments arguments, IReadOnlyList<Measurement> rows, History history, string? commit, DateTimeOffset at, TextWriter errors)
    {
        bool misses = rows.Any(row => row.Met == false);
        if (arguments.Quick)
        {
            return misses ? 1 : 0;
        }

        Regression[] regressions = [.. history.Compare(rows)];
        foreach (Regression regression in regressions)
        {
            errors.WriteLine(regression);
        }

        HashSet<string> worse = arguments.Accept ? [] : [.. regressions.Select(regression => regression.Name)];
        history.Record([.. rows.Where(row => !worse.Contains(row.Name))], Machine.Description, commit, at);
        return misses || worse.Count > 0 ? 1 : 0;
    }
}

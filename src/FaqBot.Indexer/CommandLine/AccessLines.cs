using FaqBot.Core.Storage.Relational;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Says whose keys a database has after it was restored or copied over.</summary>
internal static class AccessLines
{
    private const int MostNamed = 20;

    /// <summary>Prints it.</summary>
    /// <param name="access">What was done.</param>
    /// <param name="former">What the database that was there is called.</param>
    /// <param name="copy">What the one is called that took its place.</param>
    public static void Print(RestoredAccess access, string former, string copy)
    {
        string ways = string.Join(", ", access.Differing.Take(MostNamed))
            + (access.Differing.Count > MostNamed ? $" and {access.Differing.Count - MostNamed} more" : "");
        if (access.Unreadable is { } reason)
        {
            Console.Error.WriteLine($"The {former} could not be read for its keys ({reason}).");
        }

        if (access.IsPresent)
        {
            Console.Out.WriteLine($"keys, members, accounts and the audit log stay those of the {former}"
                + (access.Differing.Count == 0 ? "" : $"; of the {copy}'s these stay closed: {ways}"));
        }
        else if (access.Differing.Count > 0)
        {
            // On the error stream: somebody has to look.
            Console.Error.WriteLine(
                $"These open as in the {copy}, also what was revoked since; revoke what should not: {ways}");
        }
    }
}

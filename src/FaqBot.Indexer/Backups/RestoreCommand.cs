using System.CommandLine;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Backups;

/// <summary><c>restore</c>: puts a copy in place of the database; a running service answers from it within two seconds.</summary>
internal static class RestoreCommand
{
    private const int MostNamed = 20;

    public static Command Create(TimeProvider time)
    {
        Argument<string> backup = new("file") { Description = "The copy, made by 'backup'." };
        Option<string> database = new("--database", "-d")
        {
            Description = $"SQLite database to put it in place of. {DatabaseFile.Default}",
        };
        Option<bool> overwrite = new("--overwrite")
        {
            Description = "Replace the database if it exists; the former one is kept beside it, and named.",
        };
        Option<bool> keysOfCopy = new("--keys-of-copy")
        {
            Description = "Take keys, members, accounts and audit log of the copy, too: what was revoked since opens again. Otherwise "
                + "those of the database that is replaced stay.",
        };
        Command command = new("restore", "Put a copy in place of the database; a running service answers from it within two seconds.")
        {
            backup, database, overwrite, keysOfCopy,
        };
        command.SetAction(parsed =>
        {
            string from = parsed.GetValue(backup)!, to = DatabaseFile.FileOf(parsed, database);
            (IReadOnlyList<PublishedVersion> restored, string? former, RestoredAccess access) =
                KnowledgeBackup.Restore(from, to, parsed.GetValue(overwrite), time.GetUtcNow(), parsed.GetValue(keysOfCopy));
            Console.Out.WriteLine($"{from} -> {to}");
            VersionLines.Print(restored);
            if (former is not null)
            {
                Console.Out.WriteLine($"the former database is {former}");
            }

            Print(access);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(RestoredAccess access)
    {
        string ways = string.Join(", ", access.Differing.Take(MostNamed))
            + (access.Differing.Count > MostNamed ? $" and {access.Differing.Count - MostNamed} more" : "");
        if (access.Unreadable is { } reason)
        {
            Console.Error.WriteLine($"The former database could not be read for its keys ({reason}).");
        }

        if (access.IsPresent)
        {
            Console.Out.WriteLine("keys, members, accounts and the audit log stay those of the former database"
                + (access.Differing.Count == 0 ? "" : $"; of the copy's these stay closed: {ways}"));
        }
        else if (access.Differing.Count > 0)
        {
            // On the error stream: somebody has to look.
            Console.Error.WriteLine($"These open as when the copy was made, also what was revoked since; revoke what should not: {ways}");
        }
    }
}

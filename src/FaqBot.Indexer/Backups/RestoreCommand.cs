using System.CommandLine;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Backups;

/// <summary><c>restore</c>: puts a copy in place of the database; a running service answers from it within two seconds.</summary>
internal static class RestoreCommand
{
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

            AccessLines.Print(access, "former database", "copy");
            return ExitCode.Success;
        });
        return command;
    }
}

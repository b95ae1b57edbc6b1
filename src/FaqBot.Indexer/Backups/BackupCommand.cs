using System.CommandLine;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Backups;

/// <summary><c>backup</c>: copies the database as a whole while it is in use.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        Argument<string> target = new("file") { Description = "The copy to write." };
        Option<string> database = new("--database", "-d") { Description = $"SQLite database to copy. {DatabaseFile.Default}" };
        Option<bool> overwrite = new("--overwrite") { Description = "Replace the file if it exists." };
        Command command = new(
            "backup", "Copy the database (knowledge bases, keys, feedback) while it is in use; the copy is read before it counts.")
        {
            target, database, overwrite,
        };
        command.SetAction(parsed =>
        {
            string from = DatabaseFile.FileOf(parsed, database), to = parsed.GetValue(target)!;
            IReadOnlyList<PublishedVersion> copied = KnowledgeBackup.Write(from, to, parsed.GetValue(overwrite));
            Console.Out.WriteLine($"{from} -> {to}");
            VersionLines.Print(copied);
            return ExitCode.Success;
        });
        return command;
    }
}

using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Databases;

/// <summary><c>copy</c>: copies a database into another one, from SQLite to PostgreSQL or back.</summary>
internal static class CopyCommand
{
    public static Command Create(TimeProvider time)
    {
        Option<string> from = new("--from") { Description = "Database to copy: sqlite:FILE or postgres:CONNECTION.", Required = true };
        Option<string> to = new("--to") { Description = "Database that holds the same afterwards.", Required = true };
        Option<bool> overwrite = new("--overwrite") { Description = "Replace what the second database holds." };
        Option<bool> keysOfCopy = new("--keys-of-copy")
        {
            Description = "Take keys, members, accounts and audit log of the first database, too: what was revoked in the second opens "
                + "again. Otherwise those of a second database that is in use stay.",
        };
        Command command = new(
            "copy",
            "Copy all that a database holds (knowledge bases, versions, vectors, numbers, keys, feedback, working copies) into another "
            + "one, from SQLite to PostgreSQL or back, and compare both row by row. Wholly, or nothing is changed.")
        {
            from, to, overwrite, keysOfCopy,
        };
        command.SetAction(parsed =>
        {
            StorePlace source = StorePlace.Parse(parsed.GetValue(from)!);
            StorePlace target = StorePlace.Parse(parsed.GetValue(to)!) is { ConnectionString: not null } server
                ? server with { Migrate = true } : StorePlace.Parse(parsed.GetValue(to)!);
            if (source.ConnectionString is null && !File.Exists(source.Path))
            {
                throw new StoreException(source.Path, StoreFault.Missing, "there is no such file; name one that there is");
            }

            using KnowledgeStore first = KnowledgeStore.Open(source), second = KnowledgeStore.Open(target);
            (IReadOnlyList<(string Table, long Rows)> copied, RestoredAccess access) = StoreCopy.Run(
                first, second, parsed.GetValue(overwrite), time.GetUtcNow(), parsed.GetValue(keysOfCopy));
            Console.Out.WriteLine($"{first.Path} -> {second.Path}");
            foreach ((string table, long rows) in copied.Where(table => table.Rows > 0))
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table}\t{rows}"));
            }

            AccessLines.Print(access, "second database", "first");
            return ExitCode.Success;
        });
        return command;
    }
}

using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Indexer.CommandLine;
using FaqBot.Postgres.Schemas;

namespace FaqBot.Indexer.Databases;

/// <summary><c>migrate</c>: makes the tables of a database, or brings them up to date.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        Option<string> database = DatabaseFile.Option("Database whose tables are made or brought up to date.", isWritten: true);
        Command command = new(
            "migrate",
            "Make the tables of a database of PostgreSQL, or bring them up to date, while it is in use; services wait for it. A file of "
            + "SQLite needs no such step.")
        {
            database,
        };
        command.SetAction(parsed =>
        {
            StorePlace place = DatabaseFile.Of(parsed, database);
            if (place.ConnectionString is null)
            {
                using KnowledgeStore store = KnowledgeStore.Open(place);
                Console.Out.WriteLine($"{store.Path}: up to date");
                return ExitCode.Success;
            }

            (long before, long after) = PostgresSchema.Migrate(place);
            using KnowledgeStore opened = KnowledgeStore.Open(place);
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{opened.Path}: {(before == after ? $"up to date at schema {after}" : $"schema {before} -> {after}")}"));
            return ExitCode.Success;
        });
        return command;
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Storage.Relational;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Access;

/// <summary><c>audit</c>: proves and prints who did what.</summary>
internal static class AuditCommand
{
    private const int MostFaults = 100, Slice = 1_000;

    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create() => new("audit", "Prove and print the audit log: who did what.") { VerifyCommand(), ExportCommand() };

    private static Command VerifyCommand()
    {
        Option<string> database = DatabaseFile.Option("SQLite database of the service.");
        Option<string?> noted = new("--noted")
        {
            Description = "NUMBER:HASH of a row, as a former run printed it: proves that what is up to it was not written anew since.",
        };
        noted.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Noted(text) is null)
            {
                result.AddError("Found another text for --noted, expected NUMBER:HASH, the hash with 64 hexadecimal digits.");
            }
        });
        Command command = new(
            "verify", "Look whether the audit log is what was written: every row, in its order, none changed, none missing.")
        {
            database, noted,
        };
        command.SetAction(parsed =>
        {
            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            (long rows, AuditEnds ends, IReadOnlyList<string> faults) = store.Access.Audit.Verify(
                parsed.GetValue(noted) is { } text ? Noted(text) : null, MostFaults);
            foreach (string fault in faults)
            {
                Console.Error.WriteLine(fault);
            }

            if (faults.Count > 0)
            {
                Console.Error.WriteLine("The audit log is not what was written.");
                return ExitCode.Findings;
            }

            string deleted = ends.Before == 0 ? "" : $" (rows up to {ends.Before} were deleted when their time was over)";
            Console.Out.WriteLine($"{rows} row(s), nothing changed and nothing missing{deleted}");
            Console.Out.WriteLine($"last: {ends.Last}:{Convert.ToHexStringLower(ends.LastHash.Span)}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command ExportCommand()
    {
        Option<string> database = DatabaseFile.Option("SQLite database of the service.");
        Option<long> after = new("--after") { Description = "Only rows of higher numbers. Default: 0." };
        Command command = new("export", "Print the audit log as JSON lines, earliest first.") { database, after };
        command.SetAction(parsed =>
        {
            using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, database));
            long last = parsed.GetValue(after);
            while (store.Access.Audit.From(last, Slice) is { Count: > 0 } rows)
            {
                foreach (AuditRow row in rows)
                {
                    Console.Out.WriteLine(TextOf(row));
                }

                last = rows[^1].Number;
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string TextOf(AuditRow row) => JsonSerializer.Serialize(
        new
        {
            row.Number,
            row.Entry.At,
            row.Entry.Actor,
            row.Entry.Address,
            row.Entry.Action,
            Kb = row.Entry.KnowledgeBaseId,
            row.Entry.Object,
            row.Entry.Before,
            row.Entry.After,
            Outcome = row.Entry.Outcome.ToString().ToLowerInvariant(),
            row.Entry.RequestId,
            row.Entry.Note,
            Hash = Convert.ToHexStringLower(row.Hash.Span),
        },
        Line);

    private static (long Number, string Hash)? Noted(string text) =>
        text.Split(':') is [var number, { Length: 64 } hash] && hash.All(char.IsAsciiHexDigit)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long stated)
                ? (stated, hash) : null;
}

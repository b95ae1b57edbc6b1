using System.CommandLine;
using FaqBot.Core.Text;
using FaqBot.Indexer.Access;
using FaqBot.Indexer.Asking;
using FaqBot.Indexer.Backups;
using FaqBot.Indexer.CommandLine;
using FaqBot.Indexer.Completion;
using FaqBot.Indexer.Databases;
using FaqBot.Indexer.Evaluation;
using FaqBot.Indexer.Importing;
using FaqBot.Indexer.Indexing;
using FaqBot.Indexer.Keys;
using FaqBot.Indexer.Linting;
using FaqBot.Indexer.Models;

RootCommand root = new("Prepares knowledge bases for FaqBot.")
{
    IndexCommand.Create(TimeProvider.System),
    ImportCommand.Create(),
    ExportCommand.Create(TimeProvider.System),
    KeysCommand.Create(TimeProvider.System),
    MigrateCommand.Create(),
    CopyCommand.Create(TimeProvider.System),
    AccountsCommand.Create(TimeProvider.System),
    AuditCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(TimeProvider.System),
    EvalCommand.Create(TimeProvider.System),
    AskCommand.Create(TimeProvider.System),
    CalibrateCommand.Create(TimeProvider.System),
    LintCommand.Create(TimeProvider.System),
    DedupeCommand.Create(),
    ModelsCommand.Create(TimeProvider.System),
    CompletionCommand.Create(),
};

return await CommandFaults.GuardAsync(Console.Error, () =>
{
    TextNormalizer.ProveNfkc();
    ParseResult parsed = root.Parse(args);
    bool isSuggesting = root.Directives.Any(directive => parsed.GetResult(directive) is not null);
    return !isSuggesting && MistypedNames.Faults(parsed, args) is { Count: > 0 } faults
        ? Task.FromResult(CommandFaults.Usage(Console.Error, faults))
        : parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,

            // A batch that is being encoded ends first.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        });
});

using System.CommandLine;
using FaqBot.Core.Text;
using FaqBot.Indexer.Asking;
using FaqBot.Indexer.Backups;
using FaqBot.Indexer.CommandLine;
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
    KeysCommand.Create(TimeProvider.System),
    BackupCommand.Create(),
    RestoreCommand.Create(TimeProvider.System),
    EvalCommand.Create(TimeProvider.System),
    AskCommand.Create(TimeProvider.System),
    CalibrateCommand.Create(TimeProvider.System),
    LintCommand.Create(TimeProvider.System),
    DedupeCommand.Create(),
    ModelsCommand.Create(TimeProvider.System),
};

return await CommandFaults.GuardAsync(Console.Error, () =>
{
    TextNormalizer.ProveNfkc();
    ParseResult parsed = root.Parse(args);
    return parsed.Errors.Count > 0
        ? Task.FromResult(CommandFaults.Usage(Console.Error, parsed.Errors.Select(error => error.Message)))
        : parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,

            // A batch that is being encoded ends first.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        });
});

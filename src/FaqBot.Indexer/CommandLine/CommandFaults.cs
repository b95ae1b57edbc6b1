using FaqBot.Core.Importing.Files;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Indexer.CommandLine;

/// <summary>The one place that turns a failure into a message and an exit code.</summary>
internal static class CommandFaults
{
    public static async Task<int> GuardAsync(TextWriter errors, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception exception) when (CodeOf(exception) is { } code)
        {
            await errors.WriteLineAsync(exception is OperationCanceledException and not ModelStoppedException
                ? "Stopped; a knowledge base that was not reported as published is as it was."
                : exception.Message);
            return code;
        }
        catch (Exception exception)
        {
            // A process that aborts says no more, and leaves a core file.
            await errors.WriteLineAsync($"It failed unexpectedly; what was not reported as done is as it was.\n{exception}");
            return ExitCode.Unexpected;
        }
    }

    public static int Usage(TextWriter errors, IEnumerable<string> faults)
    {
        foreach (string fault in faults)
        {
            errors.WriteLine(fault);
        }

        errors.WriteLine("Run with --help for the commands and their options.");
        return ExitCode.Usage;
    }

    private static int? CodeOf(Exception exception) => exception switch
    {
        InvalidKnowledgeException or InvalidCatalogException or ImportException => ExitCode.InvalidInput,
        IOException or UnauthorizedAccessException or InvalidDataException => ExitCode.InvalidInput,
        ModelException or ModelLibraryException or EncoderUnavailableException or VersionMismatchException => ExitCode.Model,
        HubException => ExitCode.Hub,
        StoreException fault => CodeOf(fault.Kind),
        OperationCanceledException => ExitCode.Cancelled,
        PlatformNotSupportedException => ExitCode.Unexpected,
        _ => null,
    };

    private static int CodeOf(StoreFault fault) => fault switch
    {
        StoreFault.Full => ExitCode.DiskFull,
        StoreFault.ReadOnly => ExitCode.ReadOnly,
        StoreFault.Locked => ExitCode.Locked,
        StoreFault.DiskFailing => ExitCode.DiskFailing,
        StoreFault.Damaged => ExitCode.Damaged,
        StoreFault.CutOff => ExitCode.CutOff,
        StoreFault.Missing => ExitCode.Missing,
        StoreFault.Replaced => ExitCode.Replaced,
        StoreFault.CannotOpen => ExitCode.CannotOpen,
        StoreFault.Newer => ExitCode.Newer,
        StoreFault.Foreign => ExitCode.Foreign,
        StoreFault.Unreachable => ExitCode.Unreachable,
        StoreFault.Outdated => ExitCode.Outdated,
        _ => ExitCode.Store,
    };
}

using System.CommandLine;
using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Indexer.CommandLine;
using FaqBot.Indexer.Models;

namespace FaqBot.Indexer.Asking;

/// <summary>The options that name a knowledge base to be asked.</summary>
internal sealed class AskedKnowledgeOptions
{
    public Option<string[]> Input { get; } = new("--input", "-i")
    {
        Description = "Knowledge files (JSON), indexed aside. Default: what --database holds.",
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<string> Database { get; } = DatabaseFile.Option("Database with published knowledge bases.");

    public Option<string> KnowledgeBase { get; } = new("--kb")
    {
        Description = "The knowledge base. Default: the first of --input, else shop.",
    };

    public Option<string> Model { get; } = new("--model", "-m")
    {
        Description = "Folder of the encoder for --input. Default: the bundled one.",
    };

    public Option<string> Models { get; } = ModelPlaces.FolderOption();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Input, Database, KnowledgeBase, Model, Models })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Opens what a command line names; says when its fitted confidence has lapsed.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    /// <exception cref="StoreException">The database cannot be used, or does not hold the knowledge base.</exception>
    /// <exception cref="InvalidKnowledgeException">A file has faults.</exception>
    public Task<AskedKnowledge> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        OpenAsync(parsed, parsed.GetValue(Input) ?? [], cancellationToken);

    /// <summary>The same with other files than the command line names.</summary>
    public async Task<AskedKnowledge> OpenAsync(ParseResult parsed, string[] files, CancellationToken cancellationToken)
    {
        StorePlace database = DatabaseFile.Of(parsed, Database);
        if (files.Length == 0 && database.ConnectionString is null && !File.Exists(database.Path))
        {
            throw new StoreException(
                database.Name, StoreFault.Missing, "there is no such file; index first, or name knowledge files with --input");
        }

        AskedSource source = new(database, EncodersOf(parsed)) { Files = files, KnowledgeBaseId = parsed.GetValue(KnowledgeBase) };
        WarningLog log = new(Console.Error);
        AskedKnowledge asked = await AskedKnowledge.OpenAsync(source, TimeProvider.System, log, cancellationToken);
        if (asked.Published.HasLapsedFit)
        {
            Console.Error.WriteLine(LapsedFit.Text(asked.Id));
        }

        return asked;
    }

    private EncoderChoice EncodersOf(ParseResult parsed)
    {
        ModelPlaces places = ModelPlaces.Of(parsed.GetValue(Models));
        return new EncoderChoice(places.Library, places.BundledModel)
        {
            Named = parsed.GetValue(Model),
            Remote = RemoteSettings.Read(Environment.GetEnvironmentVariables(), null, null, null),
        };
    }
}

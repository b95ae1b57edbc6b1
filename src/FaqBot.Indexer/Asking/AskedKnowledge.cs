using System.CommandLine;
using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Asking;

/// <summary>A knowledge base to be asked: a published one, or files that are indexed aside for the time of a command.</summary>
internal sealed class AskedKnowledge : IAsyncDisposable
{
    private readonly KnowledgeStore _store;
    private readonly Encoders _encoders;
    private readonly PublishedCatalogs _catalogs;
    private readonly string? _aside;

    private AskedKnowledge(KnowledgeStore store, Encoders encoders, PublishedCatalogs catalogs, string? aside)
    {
        _store = store;
        _encoders = encoders;
        _catalogs = catalogs;
        _aside = aside;
    }

    /// <summary>The knowledge base that was asked for.</summary>
    public required PublishedCatalog Published { get; init; }

    /// <summary>Where it lies.</summary>
    public KnowledgeStore Store => _store;

    /// <summary>All knowledge bases beside it.</summary>
    public PublishedCatalogs Catalogs => _catalogs;

    /// <summary>Opens what a command line names.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    /// <exception cref="StoreException">The database cannot be used, or does not hold the knowledge base.</exception>
    /// <exception cref="InvalidKnowledgeException">A file has faults.</exception>
    public static Task<AskedKnowledge> OpenAsync(ParseResult parsed, AskedKnowledgeOptions options, CancellationToken cancellationToken) =>
        OpenAsync(parsed, options, parsed.GetValue(options.Input) ?? [], cancellationToken);

    /// <summary>The same with other files than the command line names.</summary>
    public static async Task<AskedKnowledge> OpenAsync(ParseResult parsed, AskedKnowledgeOptions options, string[] files, CancellationToken cancellationToken)
    {
        KnowledgeBase[] bases = KnowledgeFiles.Read(files);
        string database = DatabaseFile.Of(parsed, options.Database);
        if (files.Length == 0 && !File.Exists(database))
        {
            throw new StoreException(database, "there is no such file; index first, or name knowledge files with --input");
        }

        string? aside = files.Length > 0 ? Directory.CreateTempSubdirectory("faqbot-").FullName : null;
        try
        {
            KnowledgeStore store = KnowledgeStore.Open(aside is null ? database : Path.Combine(aside, HomeFolder.Database));
            ModelPlaces places = ModelPlaces.Of(parsed.GetValue(options.Models));
            ModelLibrary library = places.Library;
            Encoders encoders = new(await LoadAsync(parsed.GetValue(options.Model), places, cancellationToken), model => Load(library, model));
            foreach (KnowledgeBase knowledge in bases)
            {
                KnowledgeIndexer indexer = new(store, encoders.Default.Bulk, TimeProvider.System) { Fitting = ConfidenceFitting.For(encoders.Default.Bulk, encoders.Default.Folder) };
                await indexer.IndexAsync(knowledge, cancellationToken: cancellationToken);
            }

            string id = parsed.GetValue(options.KnowledgeBase) ?? (bases.Length > 0 ? bases[0].Id : new AnsweringOptions().DefaultKnowledgeBase);
            PublishedCatalogs catalogs = new(store, encoders);
            PublishedCatalog published = await LoadAsync(catalogs, id, cancellationToken)
                ?? throw new StoreException(
                    store.Path, $"found no knowledge base '{id}', expected one of: {string.Join(", ", store.Published().Select(version => version.Identity.KnowledgeBaseId))}");
            if (published.HasLapsedFit)
            {
                Console.Error.WriteLine(LapsedConfidence.NoticeOf(id));
            }

            return new AskedKnowledge(store, encoders, catalogs, aside) { Published = published };
        }
        catch when (aside is not null)
        {
            Directory.Delete(aside, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Published.Encoder.Release();
        _catalogs.Dispose();
        await _encoders.DisposeAsync();
        _store.Dispose();
        if (_aside is not null)
        {
            Directory.Delete(_aside, recursive: true);
        }
    }

    /// <summary>The default encoder: the named one, else the service that the settings name, else the bundled one.</summary>
    private static async Task<LoadedEncoder> LoadAsync(string? named, ModelPlaces places, CancellationToken cancellationToken)
    {
        RemoteEncoderOptions remote = RemoteSettings.Read(Environment.GetEnvironmentVariables(), null, null, null);
        return named is null && remote.IsUsed
            ? LoadedEncoder.Of(
                await RemoteEncoder.OpenAsync(remote, TimeProvider.System, new Random(), new WarningLog(Console.Error), cancellationToken), TimeProvider.System)
            : LoadedEncoder.Load(named ?? places.BundledModel(), new EncoderOptions());
    }

    /// <summary>A model that was chosen for a knowledge base; its absence is nothing to others.</summary>
    private static LoadedEncoder Load(ModelLibrary library, string model)
    {
        try
        {
            return LoadedEncoder.Load(library.Locate(model).Folder, new EncoderOptions());
        }
        catch (ModelLibraryException exception)
        {
            throw new ModelException(model, exception.Faults, exception);
        }
    }

    private static async Task<PublishedCatalog?> LoadAsync(PublishedCatalogs catalogs, string id, CancellationToken cancellationToken)
    {
        try
        {
            await catalogs.RefreshAsync(cancellationToken);
        }
        catch (AggregateException)
        {
            // Of others perhaps: the one that was asked for says so itself.
            if (catalogs.Find(id) is null)
            {
                await catalogs.ReloadAsync(id, cancellationToken);
            }
        }

        return catalogs.Use(id);
    }
}

/// <summary>The options that name a knowledge base to be asked.</summary>
internal sealed class AskedKnowledgeOptions
{
    public Option<string[]> Input { get; } = new("--input", "-i")
    {
        Description = "Knowledge files (JSON), indexed aside. Default: what --database holds.",
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<string> Database { get; } = new("--database") { Description = $"Database with published knowledge bases. {DatabaseFile.Default}" };

    public Option<string> KnowledgeBase { get; } = new("--kb") { Description = "The knowledge base. Default: the first of --input, else shop." };

    public Option<string> Model { get; } = new("--model", "-m") { Description = "Folder of the encoder for --input. Default: the bundled one." };

    public Option<string> Models { get; } = ModelPlaces.FolderOption();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Input, Database, KnowledgeBase, Model, Models })
        {
            command.Options.Add(option);
        }
    }
}

using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Evaluation;

/// <summary>The sample shop as the service holds it, with the bundled encoder.</summary>
public sealed class AskedShop : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Encoders? _encoders;

    public static MatchPolicy Policy { get; } = new(new AnsweringOptions().AnswerThreshold, new AnsweringOptions().SuggestThreshold);

    public PublishedCatalogs Catalogs { get; private set; } = null!;

    public PublishedCatalog Published { get; private set; } = null!;

    public KnowledgeStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = KnowledgeStore.Open(_folder.File("faq.db"));
        _encoders = new Encoders(LoadedEncoder.Load(Repository.BundledModel, new EncoderOptions()), model =>
            throw new ModelException(model, ["it is not installed"]));
        KnowledgeIndexer indexer = new(Store, _encoders.Default.Bulk, TimeProvider.System);
        await indexer.IndexAsync(FaqFile.Read(Path.Combine(Repository.Root, "data", "faq.json")));
        Catalogs = new PublishedCatalogs(Store, _encoders);
        await Catalogs.RefreshAsync(CancellationToken.None);
        Published = Catalogs.Use("shop")!;
    }

    public async ValueTask DisposeAsync()
    {
        Published.Encoder.Release();
        Catalogs.Dispose();
        await _encoders!.DisposeAsync();
        Store.Dispose();
        _folder.Dispose();
    }
}

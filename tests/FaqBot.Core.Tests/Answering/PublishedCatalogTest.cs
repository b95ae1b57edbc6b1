using FaqBot.Core.Answering;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Answering;

/// <summary>A store, encoders of small models and the catalogs over both.</summary>
public abstract class PublishedCatalogTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private protected PublishedCatalogTest()
    {
        Usual = Models.Make("usual", seed: 1);
        Store = KnowledgeStore.Open(_folder.File("faq.db"));
        Encoders = new Encoders(
            Models.Load("usual"),
            model => Directory.Exists(Models.FolderOf(model))
                ? Models.Load(model) : throw new ModelException(model, ["it is not installed"]));
        Catalogs = new PublishedCatalogs(Store, Encoders);
    }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected WordModels Models { get; } = new();

    /// <summary>The default encoder's.</summary>
    private protected EncoderIdentity Usual { get; }

    private protected KnowledgeStore Store { get; }

    private protected Encoders Encoders { get; }

    private protected PublishedCatalogs Catalogs { get; }

    public async ValueTask DisposeAsync()
    {
        Catalogs.Dispose();
        await Encoders.DisposeAsync();
        Store.Dispose();
        Models.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

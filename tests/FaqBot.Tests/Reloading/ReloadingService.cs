using System.Globalization;
using System.Net.Http.Headers;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Running;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Reloading;

/// <summary>A service with an admin key, and a small knowledge base whose every text tells its version.</summary>
public sealed class ReloadingService : IAsyncLifetime
{
    public const string Notes = "notes";

    private const string Key = "the key of the reload tests";
    private static readonly string[] Subjects =
        ["return a parcel", "pay by card", "change my address", "track an order", "get an invoice", "close my account"];

    private readonly TemporaryFolder _folder = new();
    private readonly TextEncoder _encoder = TextEncoder.Load(Repository.BundledModel, new EncoderOptions());
    private ServiceProcess? _process;

    internal ServiceProcess Process => _process ?? throw new InvalidOperationException("The service has not been started.");

    public HttpClient Client => Process.Client;

    public string Database => _folder.File("faq.db");

    public int LastVersion { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await PublishAsync();
        _process = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", Database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"), ("Admin:Key", Key),
                ("Answering:DefaultKnowledgeBase", Notes));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _encoder.Dispose();
        _folder.Dispose();
    }

    /// <summary>The mark that every text of a version ends with.</summary>
    /// <param name="version">Number of the version.</param>
    /// <returns>The mark.</returns>
    public static string Mark(int version) => string.Create(CultureInfo.InvariantCulture, $"of version {version}.");

    /// <summary>Publishes the next version with the indexer's own code.</summary>
    /// <returns>When it is published.</returns>
    public async Task PublishAsync()
    {
        using KnowledgeStore store = KnowledgeStore.Open(Database);
        KnowledgeBase knowledge = FaqFile.Read(WriteNext());
        IndexResult result = await new KnowledgeIndexer(store, _encoder, TimeProvider.System).IndexAsync(knowledge);
        Assert.Equal(LastVersion, result.Version.Number);
    }

    /// <summary>Publishes the next version with the indexer as a process.</summary>
    /// <returns>When it is published.</returns>
    public async Task PublishWithIndexerAsync() => await IndexerProcess.IndexAsync(Database, WriteNext());

    /// <summary>Asks for a reload with the key.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>The response.</returns>
    public async Task<HttpResponseMessage> ReloadAsync(string kb = Notes)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"api/v1/kbs/{kb}/reload");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private string WriteNext()
    {
        LastVersion++;
        string mark = Mark(LastVersion);
        return new KnowledgeDraft(
            Notes,
            [.. Subjects.Select((subject, index) =>
                new DraftEntry($"entry-{index}", $"How do I {subject}, {mark}", $"Go and {subject}: the way {mark}"))])
            .Write(_folder.File("notes.json"));
    }
}

[CollectionDefinition(Name)]
public sealed class ReloadingCollection : ICollectionFixture<ReloadingService>
{
    public const string Name = "reloading";
}

using FaqBot.Core.Answering;
using FaqBot.Core.Authoring;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Authoring;

/// <summary>A store with a knowledge base that really answers, and all that edits, tries and publishes it.</summary>
public sealed class PublishedStore : IAsyncDisposable
{
    public const string Kb = "trips";

    private readonly StoreEngine _engine;
    private readonly Encoders _encoders;

    public PublishedStore(StoreEngine engine, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        Time = time ?? TimeProvider.System;
        Store = engine.Open();
        _encoders = new Encoders(LoadedEncoder.Load(Repository.BundledModel, new EncoderOptions()), model =>
            throw new InvalidOperationException(model));
        Catalogs = new PublishedCatalogs(Store, _encoders);
        Copies = new WorkingCopies(Store, Time) { OnEdited = kb => Drafts?.Touch(kb) };
        WorkingCopyIndexer indexer = new(Store, _encoders, VectorFormat.Float32, Time);
        Drafts = new Drafts(Store, Copies, indexer, RefreshAsync, Time, NullLogger<Drafts>.Instance);
        Trials = new Trials(Catalogs, new AnsweringOptions(), [], Time);
        Approvals = new Approvals(Store, Copies, Time);
        Publishing = new Publishing(Store, Copies, indexer, new PublishingGates(Store, Drafts, Trials), Approvals, RefreshAsync, Time);
        Labels = new Labels(Store, Copies, Time);
        Evaluations = new Evaluations(Store, Drafts, Trials, Time);
    }

    public static Authorship Ada { get; } = new("ada", ChangeOrigin.Api, "because");

    public static Authorship Bob { get; } = new("bob", ChangeOrigin.Page);

    public TimeProvider Time { get; }

    public KnowledgeStore Store { get; }

    public PublishedCatalogs Catalogs { get; }

    public WorkingCopies Copies { get; }

    public Drafts Drafts { get; }

    public Trials Trials { get; }

    public Publishing Publishing { get; }

    public Approvals Approvals { get; }

    public Labels Labels { get; }

    public Evaluations Evaluations { get; }

    public static KnowledgeBase Knowledge { get; } = new()
    {
        Id = Kb,
        Name = "Trips",
        Languages = ["en"],
        DefaultAnswer = new LocalizedText("Nobody knows."),
        Entries =
        [
            Entry("luggage", "How much luggage may I take on the train?", "Two bags."),
            Entry("refund", "How do I get a refund for my ticket?", "Ask at the counter."),
            Entry("seat", "Can I reserve a seat in advance?", "Yes, online."),
        ],
    };

    public static FaqEntry Entry(string id, string question, string answer) =>
        new() { Id = id, Question = question, Answer = new LocalizedText(answer) };

    /// <summary>Indexes a file's content as the command does.</summary>
    public async Task<IndexResult> IndexAsync(KnowledgeBase knowledge, Deployment deployment = Deployment.Production)
    {
        IndexResult done = await new KnowledgeIndexer(Store, _encoders.Default.Bulk, Time, deployment)
            .IndexAsync(knowledge, cancellationToken: TestContext.Current.CancellationToken);
        await RefreshAsync(TestContext.Current.CancellationToken);
        return done;
    }

    public void Edit(Action<WorkingCopyEdit> work, Authorship? by = null) => Copies.Edit(Kb, by ?? Ada, work);

    public Task<PublishedResult> PublishAsync(Authorship? by = null, string? reason = null) => Publishing.PublishAsync(
        Kb, Copies.Get(Kb).Revision, by ?? Bob, reason, TestContext.Current.CancellationToken);

    /// <summary>The answers by id, as those whom a deployment answers see them.</summary>
    public Dictionary<string, string> Answers(Deployment deployment = Deployment.Production) =>
        Catalogs.Find(Kb, deployment)!.Entries.ToDictionary(entry => entry.Id, entry => entry.Answer.For(Core.Text.Language.English));

    public async ValueTask DisposeAsync()
    {
        await Drafts.DisposeAsync();
        Catalogs.Dispose();
        await _encoders.DisposeAsync();
        Store.Dispose();
        _engine.Dispose();
    }

    private async Task RefreshAsync(CancellationToken cancellationToken) => await Catalogs.RefreshAsync(cancellationToken);
}

using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Answering;

/// <summary>The sample shop, indexed by the bundled encoder and asked as a customer would.</summary>
public sealed class ShopCatalog : IAsyncLifetime
{
    /// <summary>An instant at which no entry of limited validity answers.</summary>
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TextEncoder _encoder;
    private readonly ConfidenceModel _confidence;
    private readonly MatchPolicy _policy;
    private FaqCatalog? _catalog;

    public ShopCatalog(BundledEncoder bundled)
    {
        ArgumentNullException.ThrowIfNull(bundled);
        _encoder = bundled.Encoder;
        _confidence = ConfidenceModel.Read(Repository.BundledModel, _encoder.Identity);
        AnsweringOptions options = new();
        _policy = new MatchPolicy(options.AnswerThreshold, options.SuggestThreshold);
    }

    public FaqCatalog Catalog => _catalog ?? throw new InvalidOperationException("The shop is not indexed yet.");

    public async ValueTask InitializeAsync()
    {
        using TemporaryFolder folder = new();
        using KnowledgeStore store = KnowledgeStore.Open(folder.File("faq.db"));
        await new KnowledgeIndexer(store, _encoder, TimeProvider.System)
            .IndexAsync(FaqFile.Read(Path.Combine(Repository.Root, "data", "faq.json")));
        _catalog = FaqCatalog.Build(store.Load("shop")!, _encoder.Identity);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public (Decision Decision, RankedEntry[] Ranked) Ask(string text)
    {
        Question question = Question.Parse(text);
        float[] vector = new float[_encoder.Dimensions];
        _encoder.Encode(question.Essence, vector);
        RankedEntry[] ranked = Rank(question, vector);
        return (_policy.Decide(ranked), ranked);
    }

    /// <summary>Asks many questions, which is faster than one by one.</summary>
    public RankedEntry[][] AskAll(IReadOnlyList<string> texts)
    {
        Question[] questions = [.. texts.Select(text => Question.Parse(text))];
        float[] vectors = new float[questions.Length * _encoder.Dimensions];
        _encoder.Encode([.. questions.Select(question => question.Essence)], vectors);
        return [.. questions.Select((question, i) => Rank(question, vectors.AsSpan(i * _encoder.Dimensions, _encoder.Dimensions)))];
    }

    public string IdOf(RankedEntry ranked)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        return Catalog.Entries[ranked.Entry].Id;
    }

    private RankedEntry[] Rank(Question question, ReadOnlySpan<float> vector)
    {
        int row = Catalog.RowOf(question);
        Hit? exact = row >= 0 && EntryFilter.None.Allows(Catalog.Entries[Catalog.Questions[row].Entry], null, Now)
            ? new Hit(Catalog.Questions[row].Entry, row, 1)
            : null;
        FoundEntries found = EvidenceSearch.Find(Catalog, question.Essence, vector, _confidence.Scale, EntryFilter.None, Now);
        Contenders contenders = Contenders.Of(Catalog, question.Essence, found, _confidence.Ranking, Catalog.Taught);
        return Ranking.Rank(contenders, exact, _confidence.Weights);
    }
}

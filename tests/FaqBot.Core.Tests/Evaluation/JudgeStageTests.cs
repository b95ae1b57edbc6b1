using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Matching;
using FaqBot.Core.Redis;
using FaqBot.Core.Tests.Answering;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Evaluation;

/// <summary>The bundled judge beside the sample shop.</summary>
public sealed class JudgeStageTests : IClassFixture<AskedShop>, IAsyncDisposable
{
    private const string Open = "我的发票上公司名字打错了一个字";

    private readonly AskedShop _shop;
    private readonly QuestionJudge _judge;
    private readonly ReplyCache _cache = ReplyCache.Open(new CacheOptions(), TimeProvider.System, NullLoggerFactory.Instance);
    private readonly LastAnswers _lastAnswers =
        LastAnswers.Open(new ConversationOptions(), new RedisOptions(), TimeProvider.System, NullLoggerFactory.Instance);

    public JudgeStageTests(AskedShop shop)
    {
        ArgumentNullException.ThrowIfNull(shop);
        _shop = shop;
        _judge = QuestionJudge.Load(BundledJudge.Folder, shop.Published.Encoder, new EncoderOptions(), 32 << 20)!;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _cache.DisposeAsync();
        await _lastAnswers.DisposeAsync();
        _judge.Dispose();
    }

    [Fact]
    public async Task Reply_with_the_judge_is_of_its_own_weights_and_equals_what_is_explained()
    {
        RerankingStage stage = Stage(_judge.ScoreAsync);
        Assert.True(stage.IsCalibrated(_shop.Published.Confidence));
        Findings found = await Answerer(stage).FindAsync(Ask(Open), Cancellation);
        Explanation explained = await ExplainAsync(stage);
        Assert.Equal(explained.Entries.Select(entry => entry.Ranked), found.Ranked);
        Assert.NotEqual((await Answerer().FindAsync(Ask(Open), Cancellation)).Ranked, found.Ranked);

        // The confidences are those of the judging weights for the verdicts that are explained.
        Contender[] read = [.. explained.Entries.Where(entry => entry.Contender!.Logits.Count > 0).Select(entry => entry.Contender!)];
        Assert.InRange(read.Length, 1, PairReading.MostEntries);
        Contenders judged = new(
            [.. explained.Entries.Select(entry => entry.Contender!)], explained.Length, await UnknownAsync(),
            _shop.Published.Catalog.Entries.Count,
            (double)_shop.Published.Catalog.Questions.Count / _shop.Published.Catalog.Entries.Count);
        double[] shares = _shop.Published.Confidence.Judging!.Weights.Of(judged, judged: true);
        Assert.Equal(shares.Select(ConfidenceModel.Shown), explained.Entries.Select(entry => entry.Ranked.Confidence));
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("broken")]
    [InlineData("late")]
    public async Task Judge_that_fails_leaves_the_confidence_without_it_and_nothing_in_the_cache(string failure)
    {
        bool fails = true;
        RerankingStage stage = Stage(
            async (catalog, asked, rows, cancellationToken) =>
            {
                if (fails && failure == "late")
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }

                return !fails ? await _judge.ScoreAsync(catalog, asked, rows, cancellationToken)
                    : failure == "busy" ? throw new BusyException()
                    : throw new InvalidOperationException("The judge gave a number that is not finite.");
            },
            failure == "late" ? TimeSpan.FromMilliseconds(20) : TimeSpan.FromMinutes(1));
        Explanation plain = await ExplainAsync();
        Findings fallen = await Answerer(stage).FindAsync(Ask(Open), Cancellation);
        Assert.Equal(plain.Entries.Select(entry => entry.Ranked), fallen.Ranked);
        Assert.False((await Answerer(stage).FindAsync(Ask(Open), Cancellation)).Cached);
        fails = false;
        Findings judged = await Answerer(Stage(_judge.ScoreAsync)).FindAsync(Ask(Open), Cancellation);
        Assert.False(judged.Cached);
        Assert.NotEqual(plain.Entries.Select(entry => entry.Ranked), judged.Ranked);
    }

    [Fact]
    public async Task Replies_are_kept_with_and_without_a_judge_and_never_mistaken_for_each_other()
    {
        RerankingStage stage = Stage(_judge.ScoreAsync);
        Findings plain = await Answerer().FindAsync(Ask(Open), Cancellation),
            judged = await Answerer(stage).FindAsync(Ask(Open), Cancellation);
        Assert.Equal((false, false), (plain.Cached, judged.Cached));
        Findings plainAgain = await Answerer().FindAsync(Ask(Open), Cancellation),
            judgedAgain = await Answerer(stage).FindAsync(Ask(Open), Cancellation);
        Assert.Equal((true, true), (plainAgain.Cached, judgedAgain.Cached));
        Assert.Equal(plain.Ranked, plainAgain.Ranked);
        Assert.Equal(judged.Ranked, judgedAgain.Ranked);

        ConfidenceModel With(IReadOnlyList<RerankingStage> stages) => RerankingStage.InForce(_shop.Published, stages).Published.Confidence;
        string[] keys =
        [
            .. new[] { With([]), With([stage]) }.Select(confidence => new ReplyKey(
                _shop.Published.Catalog.Identity, AskedShop.Policy, EntryFilter.None, Question.Parse(Open), confidence).Hash()),
        ];
        Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public async Task Exact_match_never_asks_the_judge()
    {
        RerankingStage stage = Stage((_, _, _, _) => throw new InvalidOperationException("It was asked."));
        string question = _shop.Published.Catalog.Entries[3].Question;
        Findings found = await Answerer(stage).FindAsync(Ask(question), Cancellation);
        Assert.Equal((3, 1.0), (found.Ranked[0].Entry, found.Ranked[0].Confidence));
        Assert.All(found.Ranked.Skip(1), entry => Assert.Equal(0, entry.Confidence));
        Assert.Equal((await Answerer().FindAsync(Ask(question), Cancellation)).Ranked, found.Ranked);
    }

    [Fact]
    public async Task Judge_reads_the_nearest_questions_of_three_entries_at_most_and_none_that_is_out_of_the_question()
    {
        List<int> read = [];
        RerankingStage stage = Stage((catalog, asked, rows, cancellationToken) =>
        {
            read.AddRange(rows);
            return _judge.ScoreAsync(catalog, asked, rows, cancellationToken);
        });
        await Answerer(stage).FindAsync(Ask(Open), Cancellation);
        Assert.InRange(read.Count, 1, 2 * PairReading.MostEntries);
        Assert.InRange(read.Select(row => _shop.Published.Catalog.Questions[row].Entry).Distinct().Count(), 1, PairReading.MostEntries);
        read.Clear();
        await Answerer(stage).FindAsync(Ask("who won the world cup in 1954"), Cancellation);
        Assert.Empty(read);
    }

    [Fact]
    public async Task Judge_whose_weights_were_not_fitted_is_not_asked()
    {
        RerankingStage other = new(
            new EncoderIdentity("other", new string('e', 64), 1), PairReading.MostEntries,
            (_, _, _, _) => throw new InvalidOperationException("It was asked."), TimeSpan.FromMinutes(1), TimeProvider.System);
        Assert.False(other.IsCalibrated(_shop.Published.Confidence));
        Findings plain = await Answerer().FindAsync(Ask(Open), Cancellation),
            found = await Answerer(other).FindAsync(Ask(Open), Cancellation);
        Assert.Equal(plain.Ranked, found.Ranked);
        Assert.True(found.Cached);
    }

    [Fact]
    public void InForce_prefers_the_first_stage_and_keeps_only_its_constants()
    {
        EncoderIdentity crossEncoder = new("cross", new string('c', 64), 1);
        PublishedCatalog both = _shop.Published with
        {
            Confidence = _shop.Published.Confidence with { Reranking = Matching.RerankingTests.Reranking(1, crossEncoder.Fingerprint) },
        };
        RerankingStage judge = Stage(_judge.ScoreAsync);
        RerankingStage cross = new(
            crossEncoder, 5, (_, _, _, _) => throw new InvalidOperationException(), TimeSpan.FromMinutes(1), TimeProvider.System);
        foreach ((RerankingStage[] stages, RerankingStage? expected) in new (RerankingStage[], RerankingStage?)[]
        {
            ([], null), ([judge], judge), ([cross], cross), ([cross, judge], cross), ([judge, cross], judge),
        })
        {
            (PublishedCatalog published, RerankingStage? stage) = RerankingStage.InForce(both, stages);
            Assert.Same(expected, stage);
            Assert.Equal(expected == judge, published.Confidence.Judging is not null);
            Assert.Equal(expected == cross, published.Confidence.Reranking is not null);
        }
    }

    private RerankingStage Stage(PairScorer score, TimeSpan? patience = null) =>
        new(_judge.Identity, PairReading.MostEntries, score, patience ?? TimeSpan.FromMinutes(1), TimeProvider.System);

    private Answerer Answerer(params RerankingStage[] stages) =>
        new(_shop.Catalogs, new AnsweringOptions { SmallTalkKnowledgeBase = "" }, _cache, _lastAnswers, TimeProvider.System)
        {
            Stages = stages,
            Load = PatientLoad.Policy,
        };

    private static Ask Ask(string question) => new(Question.Parse(question), "shop", EntryFilter.None, Ranking.MaxEntries, null);

    private ValueTask<Explanation> ExplainAsync(params RerankingStage[] stages) => Explanation.OfAsync(
        _shop.Published, Question.Parse(Open), EntryFilter.None, AskedShop.Policy, TimeProvider.System.GetUtcNow(),
        (text, toJudge) => _shop.Published.Encoder.EncodeAsync(text, toJudge, Cancellation), stages);

    private async Task<double> UnknownAsync()
    {
        string text = _shop.Published.Catalog.Vocabulary.EssenceOf(Question.Parse(Open));
        AskedText asked = await _shop.Published.Encoder.EncodeAsync(text, false, Cancellation);
        return EvidenceSearch.Find(
            _shop.Published.Catalog, text, asked.Vector.Span, _shop.Published.Confidence.Scale, EntryFilter.None,
            TimeProvider.System.GetUtcNow()).Unknown;
    }
}

using System.Globalization;
using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Matching;
using FaqBot.Core.Redis;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Answering;
using FaqBot.Core.Tests.Matching;
using FaqBot.Core.Text;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Evaluation;

public sealed class RerankingStageTests(AskedShop shop) : IClassFixture<AskedShop>, IAsyncLifetime
{
    private static readonly EncoderIdentity Model = new("judge", new string('c', 64), 1);
    private static readonly string Labelled = Path.Combine(Repository.Root, "tests", "data", "shop.queries.tsv");

    private readonly ReplyCache _cache = ReplyCache.Open(new CacheOptions(), TimeProvider.System, NullLoggerFactory.Instance);
    private readonly LastAnswers _lastAnswers =
        LastAnswers.Open(new ConversationOptions(), new RedisOptions(), TimeProvider.System, NullLoggerFactory.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FaqCatalog Catalog => shop.Published.Catalog;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        shop.Store.RemoveFittedConfidence("shop");
        await _cache.DisposeAsync();
        await _lastAnswers.DisposeAsync();
    }

    [Fact]
    public async Task Fit_of_an_informed_cross_encoder_answers_other_questions_better_and_eval_equals_the_service()
    {
        EvaluationQuestion[] all = [.. Questions()];
        EvaluationQuestion[] seen = [.. all.Where((_, i) => i % 2 == 0)], unseen = [.. all.Where((_, i) => i % 2 == 1)];
        RerankingStage stage = Stage(Informed(all));
        ConfidenceModel fitted = await Calibration(stage, 0.9).FitAsync([], seen, Cancellation);
        Assert.True(
            fitted.Reranking is { Weight: > 0.2, Top: 5, Fit: { Questions: > 100, Suggested.Precision: >= 0.9 } }, $"{fitted.Reranking}");
        await PublishAsync(fitted);

        EvaluationReport without = await EvaluateAsync(unseen, null), with = await EvaluateAsync(unseen, stage);
        Assert.True(with.Systems[0].All.Accuracy > without.Systems[0].All.Accuracy, $"{without.Systems[0].All} {with.Systems[0].All}");
        Assert.True(Loss(unseen, with) < Loss(unseen, without), $"{Loss(unseen, without)} {Loss(unseen, with)}");

        Answerer answerer = Answerer(stage);
        foreach ((EvaluationQuestion question, Outcome outcome) in unseen.Zip(with.Systems[0].Outcomes))
        {
            Findings first = await answerer.FindAsync(Ask(question.Question), Cancellation),
                second = await answerer.FindAsync(Ask(question.Question), Cancellation);
            Assert.Equal((outcome.Found, outcome.Score), (Catalog.Entries[first.Ranked[0].Entry].Id, first.Ranked[0].Confidence));
            Assert.Equal(first.Ranked, second.Ranked);
        }
    }

    [Fact]
    public async Task Fit_of_a_useless_cross_encoder_makes_nothing_worse()
    {
        EvaluationQuestion[] all = [.. Questions()];
        EvaluationQuestion[] seen = [.. all.Where((_, i) => i % 2 == 0)], unseen = [.. all.Where((_, i) => i % 2 == 1)];
        RerankingStage stage = Stage(Noise);
        ConfidenceModel fitted = await Calibration(stage).FitAsync([], seen, Cancellation);
        Assert.InRange(fitted.Reranking!.Weight, 0, 0.15);
        await PublishAsync(fitted);
        EvaluationReport without = await EvaluateAsync(unseen, null), with = await EvaluateAsync(unseen, stage);
        Assert.True(Loss(unseen, with) < Loss(unseen, without) + 0.01, $"{Loss(unseen, without)} {Loss(unseen, with)}");
        Assert.True(
            with.Systems[0].All.Accuracy > without.Systems[0].All.Accuracy - 0.01, $"{without.Systems[0].All} {with.Systems[0].All}");
    }

    [Fact]
    public async Task Reply_comes_from_the_cache_the_second_time_and_not_after_a_change()
    {
        int asked = 0;
        RerankingStage stage = Stage((query, text) =>
        {
            asked++;
            return Noise(query, text);
        });
        Question question = Open(0);
        await PublishAsync(With(1));
        Assert.False((await Answerer(stage).FindAsync(Ask(question), Cancellation)).Cached);
        Findings cached = await Answerer(stage).FindAsync(Ask(question), Cancellation);
        Assert.True(cached.Cached);
        Assert.Equal(5, asked);

        // Switched off, with other constants, with more entries: none of them may get the kept ranking.
        Findings plain = await Answerer(null).FindAsync(Ask(question), Cancellation);
        Assert.False(plain.Cached);
        Assert.False((await Answerer(Stage(Noise, top: 6)).FindAsync(Ask(question), Cancellation)).Cached);
        await PublishAsync(With(2));
        Assert.False((await Answerer(stage).FindAsync(Ask(question), Cancellation)).Cached);
        Assert.Equal(plain.Ranked, (await Answerer(null).FindAsync(Ask(question), Cancellation)).Ranked);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("broken")]
    [InlineData("late")]
    public async Task Failing_cross_encoder_leaves_the_ranking_as_it_was_and_nothing_in_the_cache(string failure)
    {
        bool fails = true;
        RerankingStage stage = new(
            Model,
            5,
            async (catalog, query, rows, cancellationToken) =>
            {
                if (fails && failure == "late")
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }

                return !fails ? [.. Reranking.TextsOf(catalog, rows).Select(text => (float)Noise(query.Text, text))]
                    : failure == "busy" ? throw new BusyException()
                    : throw new InvalidOperationException("The model gave a number that is not finite.");
            },
            TimeSpan.FromMilliseconds(20),
            TimeProvider.System);
        await PublishAsync(With(5));
        Question question = Open(1);
        Findings plain = await Answerer(null).FindAsync(Ask(question), Cancellation);
        Findings fallen = await Answerer(stage).FindAsync(Ask(question), Cancellation);
        Assert.Equal(plain.Ranked, fallen.Ranked);
        fails = false;
        Findings next = await Answerer(stage).FindAsync(Ask(question), Cancellation);
        Assert.False(next.Cached);
        Assert.NotEqual(plain.Ranked, next.Ranked);
    }

    [Fact]
    public async Task Asker_who_goes_is_not_answered()
    {
        using CancellationTokenSource gone = new();
        RerankingStage stage = new(
            Model,
            5,
            async (_, _, _, cancellationToken) =>
            {
                await gone.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                return [];
            },
            TimeSpan.FromMinutes(1),
            TimeProvider.System);
        await PublishAsync(With(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Answerer(stage).FindAsync(Ask(Open(2)), gone.Token));
    }

    [Fact]
    public async Task Exact_match_stays_first_and_the_cross_encoder_is_not_asked()
    {
        RerankingStage stage = Stage((_, _) => throw new InvalidOperationException("It was asked."));
        await PublishAsync(With(9));
        Question question = Question.Parse(Catalog.Entries[3].Question);
        Findings found = await Answerer(stage).FindAsync(Ask(question), Cancellation);
        Assert.Equal((3, 1.0), (found.Ranked[0].Entry, found.Ranked[0].Confidence));
        Assert.Equal((await Answerer(null).FindAsync(Ask(question), Cancellation)).Ranked, found.Ranked);
    }

    [Fact]
    public async Task Section_for_another_cross_encoder_and_one_without_a_say_do_not_count()
    {
        RerankingStage stage = Stage((_, _) => throw new InvalidOperationException("It was asked."));
        foreach ((Reranking section, bool calibrated) in new[] { (RerankingTests.Reranking(1, new string('d', 64)), false),
            (RerankingTests.Reranking(0, Model.Fingerprint), true) })
        {
            ConfidenceModel fitted = With(1) with { Reranking = section };
            await PublishAsync(fitted);
            Assert.Equal(calibrated, stage.IsCalibrated(fitted));
            Findings plain = await Answerer(null).FindAsync(Ask(Open(4)), Cancellation),
                found = await Answerer(stage).FindAsync(Ask(Open(4)), Cancellation);
            Assert.Equal(plain.Ranked, found.Ranked);
            Assert.True(found.Cached);
        }
    }

    [Fact]
    public async Task Real_cross_encoder_is_calibrated_and_its_numbers_explain_the_order()
    {
        using TemporaryFolder folder = new();
        string built = folder.File("cross-encoder");
        string checkpoint = Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", "tiny-cross-encoder-bert", "config.json"))!;
        ModelBuilder.Build(checkpoint, built, new BuildOptions { Weights = WeightFormat.Fp32 }, cancellationToken: Cancellation);
        using CrossEncoder encoder = CrossEncoder.Load(built, new EncoderOptions());
        RerankingStage stage = new(
            encoder.Identity,
            4,
            (catalog, query, rows, cancellationToken) =>
            {
                float[] scores = new float[rows.Count];
                encoder.Score(query.Text, Reranking.TextsOf(catalog, rows), scores, cancellationToken);
                return ValueTask.FromResult(scores);
            },
            TimeSpan.FromMinutes(1),
            TimeProvider.System);
        ConfidenceModel fitted = await Calibration(stage).FitAsync([], [], Cancellation);
        Reranking section = fitted.Reranking!;
        Assert.True(section is { Deviation: > 1e-6, Top: 4 } && section.ModelFingerprint == encoder.Identity.Fingerprint, $"{section}");

        // Random weights know nothing: a say is given to it here by hand.
        await PublishAsync(fitted with { Reranking = section with { Weight = 3, Confidence = RerankingWeights.Of([0, 1, 0.5, 0.1]) } });
        Question question = Open(5);
        PublishedCatalog published = Use();
        Explanation plain = await ExplainAsync(published, question, null), explained = await ExplainAsync(published, question, stage);
        Assert.All(plain.Entries, entry => Assert.Null(entry.Logit));
        Assert.Equal(plain.Entries.Take(4).Select(entry => entry.Ranked.Entry).Order(),
            explained.Entries.Take(4).Select(entry => entry.Ranked.Entry).Order());
        Assert.Equal(
            plain.Entries.Skip(4).Select(entry => entry.Ranked.Entry), explained.Entries.Skip(4).Select(entry => entry.Ranked.Entry));
        double[] combined = [.. explained.Entries.Take(4)
            .Select(entry => entry.Contender!.Score + (3 * (entry.Logit!.Value - section.Mean) / section.Deviation))];
        Assert.Equal(combined.OrderDescending(), combined);
        Assert.All(explained.Entries.Skip(4), entry => Assert.Null(entry.Logit));
        float[] alone = new float[1];
        encoder.Score(
            explained.SearchedFor, [TextNormalizer.Clean(Catalog.Questions[explained.Entries[0].Ranked.Row].Text)], alone, Cancellation);
        Assert.Equal(alone[0], explained.Entries[0].Logit!.Value, 1e-5);
        Assert.Equal(
            explained.Entries.Select(entry => entry.Ranked), (await Answerer(stage).FindAsync(Ask(question), Cancellation)).Ranked);
    }

    private static RerankingStage Stage(Func<string, string, double> judge, int top = 5) => new(
        Model, top, (catalog, query, rows, _) => ValueTask.FromResult<float[]>(
            [.. Reranking.TextsOf(catalog, rows).Select(text => (float)judge(query.Text, text))]), TimeSpan.FromMinutes(1),
                TimeProvider.System);

    /// <summary>Knows the labels, not without doubt.</summary>
    private Func<string, string, double> Informed(IEnumerable<EvaluationQuestion> questions)
    {
        Dictionary<string, string?> labels = [];
        foreach (EvaluationQuestion item in questions)
        {
            labels[Catalog.Vocabulary.EssenceOf(item.Question)] = item.Entry;
        }

        ILookup<string, string> entries =
            Catalog.Questions.ToLookup(stored => TextNormalizer.Clean(stored.Text), stored => Catalog.Entries[stored.Entry].Id);
        return (query, text) =>
            (2 * Noise(query, text)) + (labels.GetValueOrDefault(query) is { } label && entries[text].Contains(label) ? 3 : 0);
    }

    /// <summary>The same number for the same texts, −1…1.</summary>
    private static double Noise(string query, string text)
    {
        byte[] hash = System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{query}\n{text}")));
        return (BitConverter.ToUInt32(hash) / (double)uint.MaxValue * 2) - 1;
    }

    private static double Loss(EvaluationQuestion[] questions, EvaluationReport report) => ConfidenceFit.LogLoss(
        [.. questions.Zip(report.Systems[0].Outcomes, (question, outcome) => (outcome.Score, outcome.Found == question.Entry, 1.0))]);

    private KnowledgeBaseCalibration Calibration(RerankingStage stage, double? precision = null) =>
        new(shop.Published, AskedShop.Policy, TimeProvider.System) { Precision = precision, Reranking = stage };

    private ConfidenceModel With(double weight) =>
        shop.Published.Confidence with { Reranking = RerankingTests.Reranking(weight, Model.Fingerprint, top: 5) };

    private Question Open(int number) => Questions().Where(item => Catalog.RowOf(item.Question) < 0).ElementAt(number).Question;

    private IReadOnlyList<EvaluationQuestion> Questions() => EvaluationFiles.Read([Labelled], [], 1, Catalog.Knowledge);

    private static Ask Ask(Question question) => new(question, "shop", EntryFilter.None, Ranking.MaxEntries, null);

    private Answerer Answerer(RerankingStage? stage) =>
        new(shop.Catalogs, new AnsweringOptions { SmallTalkKnowledgeBase = "" }, _cache, _lastAnswers,
            TimeProvider.System)
        { Stages = StagesOf(stage), Load = PatientLoad.Policy };

    private async Task<EvaluationReport> EvaluateAsync(EvaluationQuestion[] questions, RerankingStage? stage) =>
        await new Evaluator(
            Use(), AskedShop.Policy, TimeProvider.System)
        { Stages = StagesOf(stage) }.RunAsync(questions, false, null, Cancellation);

    private static ValueTask<Explanation> ExplainAsync(PublishedCatalog published, Question question, RerankingStage? stage) =>
        Explanation.OfAsync(
        published, question, EntryFilter.None, AskedShop.Policy, TimeProvider.System.GetUtcNow(),
            (text, toJudge) => published.Encoder.EncodeAsync(text, toJudge, Cancellation), StagesOf(stage));

    private static RerankingStage[] StagesOf(RerankingStage? stage) => stage is null ? [] : [stage];

    private async Task PublishAsync(ConfidenceModel fitted)
    {
        shop.Store.Save(new FittedConfidence("shop", fitted.ToJson(), DateTimeOffset.UnixEpoch));
        await shop.Catalogs.RefreshAsync(Cancellation);
        Assert.Equal(fitted.Reranking, Use().Confidence.Reranking);
    }

    private PublishedCatalog Use()
    {
        PublishedCatalog current = shop.Catalogs.Use("shop")!;
        current.Encoder.Release();
        return current;
    }
}

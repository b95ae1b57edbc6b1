using System.Text.RegularExpressions;
using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Matching;
using FaqBot.Core.Redis;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Answering;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Core.Tests.Evaluation;

public sealed partial class EvaluatorTests(AskedShop shop) : IClassFixture<AskedShop>
{
    private static readonly string Labelled = Path.Combine(Repository.Root, "tests", "data", "shop.queries.tsv");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_gives_what_the_service_answers_to_the_last_digit()
    {
        IReadOnlyList<EvaluationQuestion> questions = [.. Questions().Where((_, i) => i % 5 == 0), .. Stored()];
        EvaluationReport report = await Evaluator().RunAsync(questions, baselines: false, null, Cancellation);
        await using ReplyCache cache =
            ReplyCache.Open(new CacheOptions { Enabled = false }, TimeProvider.System, NullLoggerFactory.Instance);
        await using LastAnswers lastAnswers =
            LastAnswers.Open(new ConversationOptions(), new RedisOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        AnsweringOptions options = new() { SmallTalkKnowledgeBase = "" };
        Answerer answerer = new(shop.Catalogs, options, cache, lastAnswers, TimeProvider.System) { Load = PatientLoad.Policy };
        foreach ((EvaluationQuestion question, Outcome outcome) in questions.Zip(report.Systems[0].Outcomes))
        {
            Reply reply =
                await answerer.AnswerAsync(new Ask(question.Question, "shop", EntryFilter.None, Ranking.MaxEntries, null), Cancellation);
            Assert.Equal(reply.Confidence, outcome.Score);
            Assert.True(reply.Answer is null || reply.Answer.EntryId == outcome.Found, question.Question.Text);
            if (reply.Answer is not null)
            {
                Assert.Equal(1 + Ids(reply).IndexOf(question.Entry ?? "?"), outcome.Rank);
            }
        }

        static List<string> Ids(Reply reply) => [reply.Answer!.EntryId, .. reply.Alternatives.Select(candidate => candidate.EntryId)];
    }

    [Fact]
    public async Task Run_of_the_shop_beats_cosine_and_words_alone()
    {
        EvaluationReport report = await Evaluator().RunAsync(Questions(), baselines: true, null, Cancellation);
        Assert.Equal(["hybrid", "cosine alone", "BM25 alone"], report.Systems.Select(system => system.Name));
        Scores[] scores = [.. report.Systems.Select(system => system.All)];
        Assert.True(scores[0].Accuracy > scores[1].Accuracy
            && scores[1].Accuracy > scores[2].Accuracy, $"{scores[0]} {scores[1]} {scores[2]}");
        Assert.True(scores[2].Accuracy > 0.4, $"{scores[2]}");
        Assert.All(report.AgainstOthers, test => Assert.True(test.OnlyFirst > 2 * test.OnlySecond, $"{test}"));
        Assert.True(scores[0] is { Precision: >= 0.93, ScopeAuc: >= 0.95 }, $"{scores[0]}");
        Assert.Equal(["en", "zh-Hans", "zh-Hant"], report.Systems[0].Languages.Keys);
        Assert.Equal(scores[0].Questions, report.Systems[0].Languages.Values.Sum(language => language.Questions));
        Assert.NotEmpty(report.Systems[0].Confusions);
        Assert.True(report.Time is { Encoding: > 0, Deciding: > 0 }, $"{report.Time}");
    }

    [Fact]
    public async Task Report_comes_back_from_its_file_and_equals_itself()
    {
        EvaluationReport report = await Evaluator().RunAsync([.. Questions().Take(40)], baselines: true, null, Cancellation);
        using TemporaryFolder folder = new();
        EvaluationReport read = EvaluationReport.Read(folder.Write("report.json", report.ToJson()));
        Assert.Equal(report.ToJson(), read.ToJson());
        Comparison comparison = Comparison.Of(report, read);
        Assert.Equal((0, 0, 0), (comparison.Better.Count, comparison.Worse.Count, comparison.NotShared));
        Assert.Equal(1, comparison.Accuracy.PValue);
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => EvaluationReport.Read(folder.Write("other.json", "{}")));
        Assert.Contains("not a report of eval --json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_of_near_misses_comes_back_and_its_thresholds_say_what_they_give()
    {
        EvaluationQuestion[] questions = [.. NearMisses().Where((_, i) => i % 4 > 1)];
        EvaluationReport report = await Evaluator().RunAsync(questions, baselines: true, null, Cancellation);
        EvaluatedSystem own = report.Systems[0];
        Assert.True(own.All is { NearMisses: > 20, Foreign: > 0, Several: > 2, NearMissCalibrationError: > 0 }, $"{own.All}");
        Assert.Equal(questions.Length, own.Kinds.Sum(kind => kind.Asked));
        Assert.Equal(own.All.ToEffect(report.Threshold), own.Thresholds.Single(effect => effect.Threshold == report.Threshold));
        double?[] near = [.. own.Thresholds.Select(effect => effect.NearMissesAnswered)];
        Assert.Equal(19, near.Length);
        Assert.Equal(near.OrderDescending(), near);
        Assert.All(report.Systems.Skip(1), other => Assert.Equal((0, 0), (other.Kinds.Count, other.Thresholds.Count)));
        Assert.All(own.Outcomes, outcome => Assert.InRange(outcome.Suggestions.Count, 1, MatchPolicy.MostSuggestions));

        using TemporaryFolder folder = new();
        EvaluationReport read = EvaluationReport.Read(folder.Write("report.json", report.ToJson()));
        Assert.Equal(report.ToJson(), read.ToJson());
        Assert.Equal(0, Comparison.Of(report, read).NotShared);
        Assert.Contains("By kind of question", EvaluationPage.ToHtml(read), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_of_what_is_to_be_offered_looks_at_the_suggestions()
    {
        EvaluationReport report = await Evaluator().RunAsync([.. Questions().Take(2)], baselines: false, null, Cancellation);
        EvaluationReport asked = report with
        {
            Questions =
            [
                new("退钱", "zh-Hans", null) { Offered = ["a", "b"], Kind = "general" },
                new("退货八次", "zh-Hans", null) { Kind = "number" },
            ],
        };
        Outcome none = new("a", 0.2, 0), answered = new("a", 0.9, 0), shown = new("a", 0.5, 0) { Suggestions = ["b", "c", "a"] };
        Comparison comparison = Comparison.Of(asked with { Systems = [report.Systems[0] with { Outcomes = [answered, answered] }] },
            asked with { Systems = [report.Systems[0] with { Outcomes = [shown, none] }] });
        Assert.Equal((0, 2), (comparison.Answers.OnlyFirst, comparison.Answers.OnlySecond));
        Assert.Equal((0, 0, 0), (comparison.Accuracy.OnlyFirst, comparison.Accuracy.OnlySecond, comparison.NotShared));
    }

    [Fact]
    public async Task Comparison_names_what_got_better_and_worse()
    {
        EvaluationReport first = await Evaluator().RunAsync([.. Questions().Take(6)], baselines: false, null, Cancellation);
        Outcome wrong = new("other", 0.9, 0), right = new("any", 0.9, 1);
        EvaluationReport before =
            With(first, [right, wrong, wrong, right, right, right]), after = With(first, [wrong, right, right, right, right, right]);
        Comparison comparison =
            Comparison.Of(before, after with { Questions = [.. after.Questions.Take(5), after.Questions[5] with { Text = "another" }] });
        Assert.Equal([first.Questions[1].Text, first.Questions[2].Text], comparison.Better.Select(changed => changed.Question.Text));
        Assert.Equal([first.Questions[0].Text], comparison.Worse.Select(changed => changed.Question.Text));
        Assert.Equal((2, 2), (comparison.BothRight, comparison.NotShared));
        Assert.Equal((1, 2), (comparison.Accuracy.OnlyFirst, comparison.Accuracy.OnlySecond));
    }

    [Fact]
    public async Task Page_needs_nothing_else_and_escapes_what_was_typed()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "question\tentry\n<script>alert(1)</script>\torder-place\n");
        EvaluationReport report = await Evaluator().RunAsync(
            [.. Questions().Where((_, i) => i % 9 == 0), .. EvaluationFiles.Read([file], [], 1, shop.Published.Catalog.Knowledge)],
                baselines: true, null, Cancellation);
        File.Delete(file);
        string html = EvaluationPage.ToHtml(report);
        Assert.DoesNotMatch(Outside(), html);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(html, "<svg "));
        Assert.Equal(3, Regex.Count(html, "role=\"img\" aria-labelledby"));
        Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);

        // Each SVG is well-formed by itself.
        Assert.All(Regex.Matches(html, "<svg .*?</svg>", RegexOptions.Singleline), match => System.Xml.Linq.XDocument.Parse(match.Value));
    }

    [Fact]
    public async Task Fitted_confidence_is_picked_up_at_the_next_look_and_taken_back()
    {
        ConfidenceModel fitted = await Calibration(0.8).FitAsync(["明天会下雨吗"], [], Cancellation);
        Assert.True(fitted.Fit!.Suggested is { Threshold: > 0 and < 1, Coverage: > 0, Precision: >= 0.8 }, $"{fitted.Fit.Suggested}");
        shop.Store.Save(new FittedConfidence("shop", fitted.ToJson(), DateTimeOffset.UnixEpoch));
        await shop.Catalogs.RefreshAsync(Cancellation);

        // No judge took part in the fit: what the encoder's confidence says for one holds.
        Assert.Null(fitted.Judging);
        Assert.Equal((fitted with { Judging = shop.Published.Encoder.Confidence!.Judging }).ToJson(), Current().ToJson());
        Assert.Empty(await shop.Catalogs.RefreshAsync(Cancellation));

        // Of another encoder, or another build's features: that of the model counts.
        foreach (string useless in new[] { (fitted with { ModelFingerprint = new string('0', 64) }).ToJson(),
            (fitted with { Features = 1 }).ToJson(), "{" })
        {
            shop.Store.Save(new FittedConfidence("shop", useless, DateTimeOffset.UnixEpoch));
            await shop.Catalogs.RefreshAsync(Cancellation);
            Assert.Equal(shop.Published.Encoder.Confidence!.ToJson(), Current().ToJson());
        }

        Assert.True(shop.Store.RemoveFittedConfidence("shop"));
        Assert.False(shop.Store.RemoveFittedConfidence("shop"));
        await shop.Catalogs.RefreshAsync(Cancellation);
        Assert.Equal(shop.Published.Encoder.Confidence!.ToJson(), Current().ToJson());
        Assert.Throws<StoreException>(() => shop.Store.Save(new FittedConfidence("nobody", "{}", DateTimeOffset.UnixEpoch)));
    }

    [Fact]
    public async Task Fit_on_labelled_questions_is_calibrated_on_others()
    {
        EvaluationQuestion[] all = [.. Questions()];
        EvaluationQuestion[] seen = [.. all.Where((_, i) => i % 2 == 0)], unseen = [.. all.Where((_, i) => i % 2 == 1)];
        ConfidenceModel own = await Calibration().FitAsync([], [], Cancellation);
        ConfidenceModel labelled = await Calibration().FitAsync([], seen, Cancellation);
        double before = await ErrorOf(own), after = await ErrorOf(labelled);

        // The sample's own questions are many and varied: to fit on them is as good, and which is better is chance.
        Assert.True(after < before + 0.02 && after < 0.1, $"own questions {before}, labelled ones {after}");

        async Task<double> ErrorOf(ConfidenceModel confidence) =>
            (await new Evaluator(shop.Published with { Confidence = confidence }, AskedShop.Policy, TimeProvider.System)
                .RunAsync(unseen, false, null, Cancellation))
            .Systems[0].All.CalibrationError!.Value;
    }

    private static EvaluationReport With(EvaluationReport report, Outcome[] outcomes) =>
        report with
        {
            Systems = [report.Systems[0] with { Outcomes = outcomes }],
            Questions = [.. report.Questions.Select(question => question with { Expected = "any" })]
        };

    private KnowledgeBaseCalibration Calibration(double? precision = null) =>
        new(shop.Published, AskedShop.Policy, TimeProvider.System) { Precision = precision };

    private Evaluator Evaluator() => new(shop.Published, AskedShop.Policy, TimeProvider.System);

    private ConfidenceModel Current()
    {
        PublishedCatalog current = shop.Catalogs.Use("shop")!;
        current.Encoder.Release();
        return current.Confidence;
    }

    private IReadOnlyList<EvaluationQuestion> Questions() => EvaluationFiles.Read([Labelled], [], 1, shop.Published.Catalog.Knowledge);

    private IReadOnlyList<EvaluationQuestion> NearMisses() => EvaluationFiles.Read(
        [Path.Combine(Repository.Root, "tests", "data", "shop.nearmiss.queries.tsv")], [], 1, shop.Published.Catalog.Knowledge);

    private IEnumerable<EvaluationQuestion> Stored() =>
        shop.Published.Catalog.Entries.Where((entry, i) => i % 40 == 0 && entry.Enabled && !entry.ContextOnly)
        .Select(entry => new EvaluationQuestion(FaqBot.Core.Text.Question.Parse(entry.Question), entry.Id, "zh-Hans", EntryFilter.None));

    // Anything that a browser would load or run.
    [GeneratedRegex(@"<script|<link|<img|<iframe|\bsrc=|@import|url\(|\bon\w+=", RegexOptions.IgnoreCase)]
    private static partial Regex Outside();
}

using System.Globalization;
using FaqBot.Core.Answering;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Indexing;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Bench;

/// <summary>What each kind of evidence is worth: the distribution is fitted anew without it, and asked the near misses.</summary>
/// <remarks>Fitted on the sibling clusters of the shared training rows, measured on sets that nothing is fitted on.</remarks>
internal static class Ablation
{
    public const string Argument = "ablation";

    private const long JudgeCacheBytes = 64L << 20;

    // The ranking stays: only the confidence is fitted anew.
    private static readonly (string Name, string[] Features)[] Kinds =
    [
        ("all", []),
        ("judge", ["judgedBest", "judgedLeast", "unjudged", "judgedSingle", "judgedOtherScript", "judgedNearest", "judgedLeastSquared",
            "sharedJudgedBest", "sharedJudgedLeast"]),
        ("rival words", ["rivals", "agreements"]),
        ("values", ["conflictingValues", "lackingValues", "missingValues", "equalValues"]),
        ("order", ["reordered"]),
        ("negation and opposed words", ["negation", "opposed"]),
        ("words asked and stored", ["coverage", "storedCoverage", "bothCoverages", "coverageOfLong"]),
        ("entries that share the words", ["rivalling", "generic", "sharedScore", "sharedNearest", "sharedStoredCoverage",
            "sharedJudgedBest", "sharedJudgedLeast"]),
        ("unknown words", ["unknown"]),
        ("number of wordings", ["questions", "questionsNearest"]),
        ("script", ["otherScript", "judgedOtherScript"]),
    ];

    private static ModelId Bundled { get; } = ModelId.TryParse(Path.GetFileName(HomeFolder.BundledModel), out ModelId? id)
        ? id : throw new InvalidOperationException(HomeFolder.BundledModel);

    private static EncoderChoice Encoders { get; } = new(
        new ModelLibrary(Path.Combine(BenchContext.Home, HomeFolder.Models), Bundled),
        () => BenchContext.Model);

    /// <summary>Prints the table.</summary>
    /// <param name="shared">The shared test material.</param>
    /// <param name="folder">What <c>nearmiss.sh</c> left: the database, the labelled questions and their list.</param>
    public static async Task PrintAsync(string shared, string folder)
    {
        LabelledContenders[] samples = Samples(shared, out ConfidenceModel shipped);
        string[] sets = [.. File.ReadLines(Path.Combine(folder, "sets.txt")).Select(line => line.Split(' '))
            .Where(set => set[0] == "nearmiss").Select(set => set[1])];
        Console.WriteLine("| without | near misses answered | right | precision | general and compound | loss |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|");
        foreach ((string name, string[] features) in Kinds)
        {
            ShareWeights weights = ConfidenceFit.FitJudgedShares(
                samples, shipped.Weights, feature => features.Contains(feature[(feature.IndexOf('.', StringComparison.Ordinal) + 1)..]));
            List<Scores> scores = [];
            foreach (string set in sets)
            {
                scores.Add(await AskAsync(folder, set, weights));
            }

            double Mean(Func<Scores, double?> of) => scores.Select(of).OfType<double>().Average() * 100;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {Mean(score => score.NearMissesAnswered):0.0} % | {Mean(score => score.RightlyAnswered):0.0} % "
                + $"| {Mean(score => score.Precision):0.0} % | {Mean(score => score.SeveralOffered):0.0} % | "
                + $"{Loss(samples, weights):0.000} |"));
        }
    }

    private static LabelledContenders[] Samples(string shared, out ConfidenceModel shipped)
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(shared, "data", "train", "nearmiss"), "clusters_*_fit.jsonl").Order()];
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, new EncoderOptions());
        using Judge judge = EncoderCalibration.LoadJudge(Path.Combine(BenchContext.Home, HomeFolder.BundledJudge), encoder);
        CalibrationSets sets = new(encoder);
        shipped = ConfidenceModel.Read(BenchContext.Model, encoder.Identity);
        return Calibration.JudgedContenders(
            shipped,
            sets.Make(SiblingCluster.Read(files), 1, toJudge: true),
            (catalog, asked, rows) => EncoderCalibration.Score(judge, sets, catalog, asked, rows),
            CancellationToken.None);
    }

    private static double Loss(LabelledContenders[] samples, ShareWeights weights) =>
        samples.Sum(sample =>
        {
            double[] shares = weights.Of(sample.Contenders, judged: true);
            return -sample.Weight * Math.Log(Math.Max(1e-6, sample.Right < 0 ? 1 - shares.Sum() : shares[sample.Right]));
        }) / samples.Sum(sample => sample.Weight);

    private static async Task<Scores> AskAsync(string folder, string set, ShareWeights weights)
    {
        AskedSource source = new(
            new StorePlace(Path.Combine(folder, "faq.db")), Encoders)
        {
            KnowledgeBaseId = set,
        };
        await using AskedKnowledge asked = await AskedKnowledge.OpenAsync(
            source, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        using QuestionJudge judge = QuestionJudge.Load(
            Path.Combine(BenchContext.Home, HomeFolder.BundledJudge), asked.Published.Encoder, new EncoderOptions(), JudgeCacheBytes)
            ?? throw new InvalidOperationException("The bundled judge does not read the bundled encoder's states.");
        PublishedCatalog published = asked.Published with
        {
            Confidence = asked.Published.Confidence with { Judging = new JudgedShares(judge.Identity.Fingerprint, weights) },
        };
        RerankingStage stage = new(
            judge.Identity, PairReading.MostEntries, judge.ScoreAsync, Timeout.InfiniteTimeSpan, TimeProvider.System);
        IReadOnlyList<EvaluationQuestion> questions = EvaluationFiles.Read(
            [Path.Combine(folder, $"{set}.queries.tsv")], [], 0, published.Catalog.Knowledge);
        EvaluationReport report = await new Evaluator(published, new AnsweringOptions().ToPolicy(),
            TimeProvider.System)
        { Stages = [stage] }
            .RunAsync(questions, baselines: false);
        return report.Systems[0].All;
    }
}

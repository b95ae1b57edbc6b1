using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Indexer.Tests;

public sealed class KnowledgeBaseConfidenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Calibrate_knowledge_base_is_kept_in_the_database_until_it_is_reset()
    {
        string database = _folder.File("faq.db");
        Assert.Equal(0,
            (await IndexerProcess.RunAsync("index", "-i", Path.Combine(Repository.Root, "data", "chitchat.json"), "-o", database))
                .ExitCode);

        IndexerProcess.Result fitted =
            await IndexerProcess.RunAsync("calibrate", "--kb", "chitchat", "--database", database, "--precision", "0.8");
        Assert.Equal((0, ""), (fitted.ExitCode, fitted.Errors));
        Assert.Matches(@"^\d+ questions, [\d.]+ ?% right", fitted.Lines[0]);
        Assert.Matches(@"^Threshold 0\.\d{4} for a precision of 80\.0 ?%: answers [\d.]+ ?% of the questions", fitted.Lines[1]);
        using (KnowledgeStore store = KnowledgeStore.Open(database))
        {
            FittedConfidence kept = Assert.Single(store.FittedConfidences());
            ConfidenceModel model = ConfidenceModel.Parse(kept.Confidence);
            Assert.Equal("chitchat", kept.KnowledgeBaseId);
            Assert.True(model.Fit is { Questions: > 100, Suggested: { Wanted: 0.8, Precision: >= 0.8 } }, $"{model.Fit}");
            Assert.Equal(3, model.Fit.Data.Count);
        }

        IndexerProcess.Result reset = await IndexerProcess.RunAsync("calibrate", "--kb", "chitchat", "--database", database, "--reset");
        Assert.Equal((0, "'chitchat' answers with the confidence of its model again\n"), (reset.ExitCode, reset.Output));
        using (KnowledgeStore store = KnowledgeStore.Open(database))
        {
            Assert.Empty(store.FittedConfidences());
        }

        IndexerProcess.Result unknown = await IndexerProcess.RunAsync("calibrate", "--kb", "nobody", "--database", database);
        Assert.Equal(5, unknown.ExitCode);
        Assert.Contains("found no knowledge base 'nobody', expected one of: chitchat", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_knowledge_base_says_what_it_gives_on_questions_other_than_those_of_the_fit()
    {
        string database = _folder.File("faq.db"), questions = ToolFiles.Questions(_folder);
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", ToolFiles.Shop(_folder), "-o", database)).ExitCode);
        File.AppendAllText(questions, "退货能退八次吗\t-\n");
        IndexerProcess.Result fitted = await IndexerProcess.RunAsync(
            "calibrate", "--kb", "small", "--database", database, "--queries", questions, "--precision", "0.1", "--threshold", "0.4");
        Assert.Equal((0, ""), (fitted.ExitCode, fitted.Errors));
        Assert.Matches(
            @"^On labelled questions other than those of the fit \(5-fold cross-validation\): 4 that an entry answers, 2 near misses, "
            + @"calibration error 0\.\d{3}$",
            fitted.Lines[1]);
        const string Effect = @"answers [\d.]+ ?% of the questions that an entry answers and [\d.]+ ?% of the near misses, "
            + @"[\d.]+ ?% of all answers right$";
        Assert.Matches("^Threshold in force 0.4000: " + Effect, fitted.Lines[2]);
        Assert.Matches(@"^Threshold for a precision of 10\.0 ?%: [01]\.\d{4}: " + Effect, fitted.Lines[3]);
        using KnowledgeStore store = KnowledgeStore.Open(database);
        CrossValidation kept = ConfidenceModel.Parse(Assert.Single(store.FittedConfidences()).Confidence).Fit!.CrossValidated!;
        Assert.Equal((4, 2, 0.4), (kept.Answerable, kept.NearMisses, kept.InForce.Threshold));
    }

    [Fact]
    public async Task Calibrate_wrong_options_are_named_together()
    {
        IndexerProcess.Result model =
            await IndexerProcess.RunAsync("calibrate", "--database", "x", "--precision", "2", "--threshold", "3", "--rerank-top", "1");
        Assert.Equal(2, model.ExitCode);
        foreach (string fault in new[] { "'--faq' is required", "'--queries' is required", "'--foreign' is required",
            "--database goes with --kb only", "--threshold goes with --kb only",
                "--threshold must be 0 to 1", "--precision must be 0 to 1", "--rerank-top must be 2 to 10",
                "--rerank-top goes with --reranker only" })
        {
            Assert.Contains(fault, model.Errors, StringComparison.Ordinal);
        }

        IndexerProcess.Result own = await IndexerProcess.RunAsync("calibrate", "--kb", "shop", "--faq", "x", "--output", "y");
        Assert.Equal(2, own.ExitCode);
        Assert.Contains("--faq does not go with --kb.\n--output does not go with --kb.\n", own.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_knowledge_base_without_alternates_is_refused()
    {
        string database = _folder.File("faq.db");
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", Files.Knowledge(_folder, "plain", 4), "-o", database)).ExitCode);
        IndexerProcess.Result result = await IndexerProcess.RunAsync("calibrate", "--kb", "plain", "--database", database);
        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("'plain': found 0 questions", result.Errors, StringComparison.Ordinal);
    }
}

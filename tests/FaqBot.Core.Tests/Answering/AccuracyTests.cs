using FaqBot.Core.Answering;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Answering;

/// <summary>Floors under what the bundled encoder reaches on labelled questions; measured values are a little above.</summary>
[Collection(BundledEncoderCollection.Name)]
public sealed class AccuracyTests(ShopCatalog shop) : IClassFixture<ShopCatalog>
{
    private static readonly AnsweringOptions Thresholds = new();

    /// <summary>Questions of the file that no entry answers are labelled so.</summary>
    private const string Nobody = "-";

    [Theory]
    [InlineData("发票抬头写错了怎么办")]
    [InlineData("發票抬頭打錯了")]
    [InlineData("wrong title on my invoice")]
    public void Ask_wrong_invoice_title_is_answered_in_three_languages(string question)
    {
        (Decision decision, RankedEntry[] ranked) = shop.Ask(question);
        Assert.Equal((Decision.Answer, "invoice-title-wrong"), (decision, shop.IdOf(ranked[0])));
    }

    [Theory]
    [InlineData("今天天气怎么样")]
    [InlineData("who won the world cup")]
    [InlineData("给我讲个鬼故事")]
    public void Ask_question_of_another_field_is_not_answered(string question) =>
        Assert.NotEqual(Decision.Answer, shop.Ask(question).Decision);

    [Theory]
    [InlineData("100")]
    [InlineData("7")]
    [InlineData("30天")]
    [InlineData("12345678")]
    public void Ask_number_alone_is_not_answered(string question) => Assert.NotEqual(Decision.Answer, shop.Ask(question).Decision);

    [Fact]
    public void Ask_every_stored_question_is_answered_by_its_entry_with_certainty()
    {
        // Entries that answer only later, earlier, in context or not at all stay out of it.
        string[] questions =
        [
            .. shop.Catalog.Entries.Where(entry => entry is { Enabled: true, ContextOnly: false, ValidFrom: null, ValidUntil: null })
                .SelectMany(entry => entry.Questions),
        ];
        Assert.True(questions.Length > 900, $"{questions.Length} questions");
        foreach (string question in questions.Where((_, i) => i % 17 == 0))
        {
            (Decision decision, RankedEntry[] ranked) = shop.Ask(question);
            Assert.Equal((Decision.Answer, 1d), (decision, ranked[0].Confidence));
            Assert.Contains(question, shop.Catalog.Entries[ranked[0].Entry].Questions);
        }
    }

    [Fact]
    public void Ask_labelled_questions_reach_the_floors()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "data", "shop.queries.tsv")).Skip(1)
            .Select(line => line.Split('\t'))];
        RankedEntry[][] rankings = shop.AskAll([.. rows.Select(row => row[0])]);
        Result[] results = [.. rows.Zip(rankings, (row, ranked) => new Result(row[2], row[1], shop.IdOf(ranked[0]), ranked[0].Confidence))];
        Result[] inScope = [.. results.Where(result => result.Expected != Nobody)];
        Result[] outOfScope = [.. results.Where(result => result.Expected == Nobody)];
        Assert.True(inScope.Length > 400 && outOfScope.Length >= 70, $"{inScope.Length} and {outOfScope.Length} questions");

        AssertFloor("accuracy", 0.89, inScope);
        AssertFloor("accuracy zh-Hans", 0.89, inScope.Where(result => result.Language == "zh-Hans"));
        AssertFloor("accuracy zh-Hant", 0.86, inScope.Where(result => result.Language == "zh-Hant"));
        AssertFloor("accuracy en", 0.84, inScope.Where(result => result.Language == "en"));
        AssertFloor("precision of answers", 0.95, results.Where(result => result.Confidence >= Thresholds.AnswerThreshold));
        AssertFloor(
            "precision of answers and suggestions", 0.85, results.Where(result => result.Confidence >= Thresholds.SuggestThreshold));
        int wronglyAnswered = outOfScope.Count(result => result.Confidence >= Thresholds.AnswerThreshold);
        Assert.True(
            wronglyAnswered <= outOfScope.Length * 0.08, $"{wronglyAnswered} of {outOfScope.Length} questions of other fields answered");

        // With the share of questions that nobody answers that a confidence is meant for; here all of them are of other fields.
        double perAnswered =
            (1 - ConfidenceFit.OutOfScopeShare) / inScope.Length, perOther = ConfidenceFit.OutOfScopeShare / outOfScope.Length;
        double error = ConfidenceFit.CalibrationError(
            [.. results.Select(result => (result.Confidence, result.Right, result.Expected == Nobody ? perOther : perAnswered))]);
        // The confidence is meant for questions of which a third are near misses; here none are, and it must err on the careful side.
        Assert.True(error <= 0.15, $"calibration error {error:0.000}");
        double confidence = inScope.Average(result => result.Confidence), right = inScope.Average(result => result.Right ? 1.0 : 0);
        Assert.True(confidence <= right, $"{confidence:0.000} of {right:0.000} right");
    }

    private static void AssertFloor(string what, double floor, IEnumerable<Result> results)
    {
        double found = results.Average(result => result.Right ? 1d : 0);
        Assert.True(found >= floor, $"{what} {found:0.0000}, floor {floor}");
    }

    private sealed record Result(string Language, string Expected, string Found, double Confidence)
    {
        public bool Right => Found == Expected;
    }
}

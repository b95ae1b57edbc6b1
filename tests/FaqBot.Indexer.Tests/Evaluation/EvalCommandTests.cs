using System.Text.Json;

namespace FaqBot.Indexer.Tests.Evaluation;

public sealed class EvalCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _knowledge;
    private readonly string _questions;

    public EvalCommandTests()
    {
        _knowledge = ToolFiles.Shop(_folder);
        _questions = ToolFiles.Questions(_folder);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Eval_prints_tables_and_writes_a_report_and_a_page()
    {
        string json = _folder.File("report.json"), html =
            _folder.File("report.html"), foreign = _folder.Write("foreign.tsv", "text\n谁是总统\n红烧肉怎么做\n猫为什么喜欢纸箱\n");
        IndexerProcess.Result result = await IndexerProcess.RunAsync(
            "eval", _questions, "--input", _knowledge, "--foreign", foreign, "--baselines", "--json", json, "--html", html,
                "--min-accuracy", "0.9");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith("'small' version 1, 3 entries, 9 questions; 7 labelled questions; answers from 0.55 on;", result.Output,
            StringComparison.Ordinal);
        Assert.Contains("hybrid against BM25 alone:", result.Output, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(File.ReadAllBytes(json)).RootElement;
        Assert.Equal(3, report.GetProperty("systems").GetArrayLength());
        Assert.Equal(1, report.GetProperty("systems")[0].GetProperty("all").GetProperty("accuracy").GetDouble());
        Assert.Equal(3,
            report.GetProperty("questions").EnumerateArray()
                .Count(question => question.GetProperty("expected").ValueKind == JsonValueKind.Null));
        Assert.StartsWith("<!doctype html>", File.ReadAllText(html), StringComparison.Ordinal);

        IndexerProcess.Result compared = await IndexerProcess.RunAsync("eval", "--compare", json, json);
        Assert.Equal((0, ""), (compared.ExitCode, compared.Errors));
        Assert.Contains("Both right: 4. Questions that the reports do not share: 0.", compared.Output, StringComparison.Ordinal);
        Assert.Contains("p = 1.0000 (McNemar's exact test, two-sided)", compared.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_near_misses_and_kinds_have_tables_of_their_own()
    {
        string questions = _folder.Write("near.tsv",
            "question\tentry\tkind\n想退货怎么办\treturn\tparaphrase\n退货能退八次吗\t-\tnumber\n明天会下雨吗\t-\tforeign\n"
            + "发票\t?invoice|delivery\tgeneral\n");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("eval", questions, "--input", _knowledge);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("Decisions at the threshold\n", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n +paraphrase +│ an answer +│ +1 │", result.Output);
        Assert.Matches(@"\n +general +│ suggestions +│ +1 │", result.Output);
        Assert.Matches(@"\n +number +│ no answer \(near miss\) +│ +1 │ +[01] │ +– │ +– │", result.Output);
        Assert.Matches(@"\n +foreign +│ no answer \(other field\) +│ +1 │ +0 │", result.Output);
    }

    [Fact]
    public async Task Eval_goals_that_are_missed_are_named_together()
    {
        File.AppendAllText(_questions, "how do I return an item\tinvoice\n");
        IndexerProcess.Result result = await IndexerProcess.RunAsync(
            "eval", _questions, "--input", _knowledge, "--min-accuracy", "0.95", "--min-precision", "1", "--max-calibration-error", "0");
        Assert.Equal(7, result.ExitCode);
        Assert.Matches(
            @"^Found accuracy 0\.8000, expected at least 0\.95\.\nFound precision 0\.\d{4}, expected at least 1\.\nFound calibration error 0\.\d{4}, expected at most 0\.\n$",
            result.Errors);
    }

    [Fact]
    public async Task Eval_faulty_lines_are_named_together()
    {
        File.AppendAllText(_questions, "alone\nq\tnobody\n");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("eval", _questions, "--input", _knowledge);
        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            $"{_questions}: line 7: found 1 column, expected question and entry, '-' where no entry answers\n"
            + $"{_questions}: line 8: found entry 'nobody', which 'small' does not have; expected the id of an entry, or '-' where "
            + $"none answers\n",
            result.Errors);
    }

    [Theory]
    [InlineData("Expected files of labelled questions, or --compare with two reports.")]
    [InlineData("Found 1 files after --compare, expected 2.", "--compare", "a")]
    [InlineData("--threshold must be 0 to 1.", "q.tsv", "--threshold", "2")]
    [InlineData("--min-accuracy must be 0 to 1.", "q.tsv", "--min-accuracy", "80")]
    public async Task Eval_wrong_use_exits_with_2(string fault, params string[] arguments)
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync(["eval", .. arguments]);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(fault + "\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_database_that_is_not_there_is_not_made()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("eval", _questions, "--database", _folder.File("absent.db"));
        Assert.Equal(26, result.ExitCode);
        Assert.Contains("there is no such file", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("absent.db")));
    }

    [Fact]
    public async Task Ask_shows_evidence_and_why_it_was_decided_so()
    {
        IndexerProcess.Result exact = await IndexerProcess.RunAsync("ask", "怎么退货？", "--input", _knowledge);
        Assert.Equal((0, ""), (exact.ExitCode, exact.Errors));
        Assert.StartsWith("Answer 'return': the question equals the stored '怎么退货'.\n  填写退货申请。\n", exact.Output, StringComparison.Ordinal);
        Assert.Contains("cosine 1.000", exact.Output, StringComparison.Ordinal);

        IndexerProcess.Result other = await IndexerProcess.RunAsync("ask", "明天会下雨吗", "--input", _knowledge, "--json");
        JsonElement json = JsonDocument.Parse(other.Output).RootElement;
        Assert.Equal("nomatch", json.GetProperty("decision").GetString());
        Assert.StartsWith("No match: the confidence 0.", json.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, json.GetProperty("entries").GetArrayLength());
        Assert.True(json.GetProperty("entries")[0].GetProperty("evidence").GetProperty("nearest").GetDouble() < 1);

        IndexerProcess.Result certain = await IndexerProcess.RunAsync("ask", "想退货怎么办", "--input", _knowledge, "--threshold", "1");
        Assert.Matches(
            @"^Suggestions: the confidence 0\.[0-9]+ of 'return' is below the threshold 1 and\s+reaches 0.1, that of suggestions.\n",
                certain.Output);
        IndexerProcess.Result empty = await IndexerProcess.RunAsync("ask", " ", "--input", _knowledge);
        Assert.Equal((2, "The question has no visible character.\n"), (empty.ExitCode, empty.Errors));
    }
}

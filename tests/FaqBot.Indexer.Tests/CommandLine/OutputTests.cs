using System.Globalization;
using System.Text;
using Spectre.Console;

namespace FaqBot.Indexer.Tests.CommandLine;

/// <summary>What the commands print fits a terminal and a person's patience.</summary>
public sealed class OutputTests : IDisposable
{
    private const int Columns = 80;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ask_tells_the_verdict_first_and_the_best_three_entries()
    {
        string shop = Path.Combine(Repository.Root, "data", "chitchat.json");
        IndexerProcess.Result best = await IndexerProcess.RunAsync("ask", "今天天气怎么样啊，能不能给我讲一个很长很长的笑话", "--input", shop);
        Assert.Equal((0, ""), (best.ExitCode, best.Errors));
        Assert.Matches("^(Answer|Suggestions|No match)", best.Output);
        Assert.Equal(["1", "2", "3"], Ranks(best));
        Assert.Matches("^[0-9]+ more entries were weighed; --all shows them\\.$", best.Lines[^1]);
        AssertFits(best);
        IndexerProcess.Result all = await IndexerProcess.RunAsync("ask", "今天天气怎么样啊", "--input", shop, "--all");
        Assert.True(Ranks(all).Length > 3);
        Assert.DoesNotContain("--all", all.Output, StringComparison.Ordinal);
        AssertFits(all);
    }

    [Fact]
    public async Task Lint_groups_findings_and_shows_the_first_of_a_kind()
    {
        StringBuilder entries = new();
        for (int i = 0; i < 9; i++)
        {
            entries.Append(i == 0 ? "" : ",").Append(
                CultureInfo.InvariantCulture,
                $$"""{"id": "e{{i}}", "question": "{{new string((char)('一' + (i * 97)), 3)}}这是第{{i}}个完全不同的问题", "answer": "[看这里](htp:/x{{i}})"}""");
        }

        string file = _folder.Write("many.json",
            $$"""{"formatVersion": 1, "id": "many", "name": "many", "languages": ["zh-Hans"], "defaultAnswer": "-", "entries": [{{entries}}]}""");
        IndexerProcess.Result some = await IndexerProcess.RunAsync("lint", "--input", file, "--severity", "error");
        Assert.Equal((8, ""), (some.ExitCode, some.Errors));
        Assert.StartsWith("error: broken-link: ", some.Output, StringComparison.Ordinal);
        Assert.Contains("(9)\n", some.Output, StringComparison.Ordinal);
        Assert.Contains("\n  … and 4 more; --all shows them\n", some.Output, StringComparison.Ordinal);
        Assert.Equal(5, some.Lines.Count(line => line.StartsWith("  e", StringComparison.Ordinal)));
        AssertFits(some);
        IndexerProcess.Result all = await IndexerProcess.RunAsync("lint", "--input", file, "--severity", "error", "--all");
        Assert.Equal(9, all.Lines.Count(line => line.StartsWith("  e", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Eval_of_a_wrong_file_counts_faults_of_a_kind()
    {
        string rows = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"q{i}\tno{i}\n"));
        string wrong = _folder.Write("wrong.tsv", "question\tentry\n" + rows);
        IndexerProcess.Result result = await IndexerProcess.RunAsync("eval", wrong, "--input", ToolFiles.Shop(_folder));
        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        string[] lines = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((6, "… and 2995 more of this kind"), (lines.Length, lines[^1]));
    }

    [Fact]
    public async Task Entry_that_there_is_not_is_named_with_the_nearest()
    {
        string wrong = _folder.Write("wrong.tsv", "question\tentry\n怎么退货\tretrun\n发票\tsomething-else\n");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("eval", wrong, "--input", ToolFiles.Shop(_folder));
        Assert.Equal(
            $"{wrong}: line 2: found entry 'retrun', which 'small' does not have; expected the id of an entry such as 'return', "
            + $"or '-' where none answers\n{wrong}: line 3: found entry 'something-else', which 'small' does not have; expected the "
            + "id of an entry, or '-' where none answers\n",
            result.Errors);
    }

    [Fact]
    public async Task Tables_may_be_separated_by_commas_and_have_cells_in_quotation_marks()
    {
        string questions = _folder.Write(
            "questions.csv", "\uFEFFquestion,entry\r\n\"想退货,怎么办\",return\r\n\"发票\r\n怎么弄\",invoice\r\n");
        IndexerProcess.Result eval = await IndexerProcess.RunAsync("eval", questions, "--input", ToolFiles.Shop(_folder));
        Assert.Equal((0, ""), (eval.ExitCode, eval.Errors));
        Assert.Contains("2 labelled questions", eval.Output, StringComparison.Ordinal);

        string tickets =
            _folder.Write("tickets.tsv", "id\ttext\n1\t\"the \"\"big\"\" login\nis broken\"\n2\tthe \"big\" login is broken\n");
        IndexerProcess.Result rows = await IndexerProcess.RunAsync("dedupe", tickets, "--column", "text", "--json");
        Assert.Equal((0, ""), (rows.ExitCode, rows.Errors));
        Assert.Contains("the \\\"big\\\" login\\nis broken", rows.Output, StringComparison.Ordinal);
        Assert.Contains("the \\\"big\\\" login is broken", rows.Output, StringComparison.Ordinal);
    }

    private static string[] Ranks(IndexerProcess.Result result) =>
        [.. result.Lines.Where(line => char.IsAsciiDigit(line[0]) && line.Contains(". ", StringComparison.Ordinal)
            && line.Contains(": confidence", StringComparison.Ordinal)).Select(line => line.Split('.')[0])];

    private static void AssertFits(IndexerProcess.Result result) =>
        Assert.All(result.Lines, line => Assert.InRange(line.GetCellWidth(), 0, Columns));
}

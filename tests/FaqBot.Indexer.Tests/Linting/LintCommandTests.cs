using System.Text.Json;

namespace FaqBot.Indexer.Tests.Linting;

public sealed class LintCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lint_of_a_sound_file_finds_nothing_and_writes_what_was_asked_for()
    {
        string html = _folder.File("lint.html");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("lint", "--input", ToolFiles.Shop(_folder), "--html", html);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.EndsWith("'small' version 1: 0 findings, 0 of them errors; 0 clusters across entries\n", result.Output,
            StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_contrasts_shows_words_in_which_alone_questions_differ()
    {
        string file = _folder.Write("contrast.json", """
            {"formatVersion": 1, "id": "small", "name": "small", "languages": ["en"], "defaultAnswer": "-", "synonyms": [["unlock", "reset"]], "entries": [
            {"id": "a", "question": "How do I reset my VPN password", "answer": "-"},
            {"id": "b", "question": "How do I reset my Windows password", "answer": "-"},
            {"id": "c", "question": "How do I unlock my VPN password", "answer": "-"}]}
            """);
        IndexerProcess.Result result = await IndexerProcess.RunAsync("lint", "--input", file, "--contrasts", "--ignore", "near-duplicate");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("Contrasts (", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"1 │ VPN +│ a +│ How do I reset my VPN password\s+1 │ Windows +│ b +│ How do I reset my Windows", result.Output);
        Assert.Contains("warning: contradicting-synonyms", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Contrasts (", (await IndexerProcess.RunAsync("lint", "--input", file)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_error_exits_with_8_and_is_hidden_by_the_ignore_file()
    {
        string file = WithBrokenLink();
        IndexerProcess.Result result = await IndexerProcess.RunAsync("lint", "--input", file, "--severity", "error", "--json", "-");
        Assert.Equal((8, ""), (result.ExitCode, result.Errors));
        JsonElement finding = Assert.Single(JsonDocument.Parse(result.Output).RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal(("broken-link", "error", "return"),
            (finding.GetProperty("ruleId").GetString(), finding.GetProperty("severity").GetString(),
                finding.GetProperty("entry").GetString()));
        string ignored = _folder.Write("ignore.txt", "# seen\nbroken-link:return\n");
        Assert.Equal(0, (await IndexerProcess.RunAsync("lint", "--input", file, "--ignore-file", ignored)).ExitCode);
    }

    [Fact]
    public async Task Lint_fix_writes_beside_or_in_place_and_nothing_else()
    {
        string file = Faulty(), before = File.ReadAllText(file), target = _folder.File("mended.json");
        IndexerProcess.Result beside =
            await IndexerProcess.RunAsync("lint", "--input", file, "--fix", "--output", target, "--ignore", "broken-link");
        Assert.Equal(0, beside.ExitCode);
        Assert.Equal(
            $"{target}: entry 'return': blanks around '怎么退货' were taken away\n"
            + $"{target}: entry 'return': '如何办理退货' was repeated; one is kept\n", beside.Errors);
        Assert.Equal(before, File.ReadAllText(file));
        string mended = before.Replace(" 怎么退货 ", "怎么退货", StringComparison.Ordinal).Replace(", \"如何办理退货 \"", "", StringComparison.Ordinal);
        Assert.Equal(mended, File.ReadAllText(target));

        Assert.Equal(
            0, (await IndexerProcess.RunAsync("lint", "--input", file, "--fix", "--in-place", "--ignore", "broken-link")).ExitCode);
        Assert.Equal(mended, File.ReadAllText(file));
        Assert.False(File.Exists(file + ".new"));
    }

    [Theory]
    [InlineData("--fix needs either --output or --in-place.", "--input", "x", "--fix")]
    [InlineData("--fix mends one file: name it with --input.", "--fix", "--in-place")]
    [InlineData("--output and --in-place belong to --fix.", "--input", "x", "--output", "y")]
    [InlineData("--band must be 0 to 1.", "--band", "80")]
    public async Task Lint_wrong_use_exits_with_2(string fault, params string[] arguments)
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync(["lint", .. arguments]);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(fault + "\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_unknown_rules_are_named_together()
    {
        IndexerProcess.Result result =
            await IndexerProcess.RunAsync("lint", "--input", ToolFiles.Shop(_folder), "--ignore", "nope", "neither:return");
        Assert.Equal((3, 2), (result.ExitCode, result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.StartsWith("--ignore: found rule 'nope', expected one of: same-question, ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dedupe_puts_lines_together_in_every_form()
    {
        string file = _folder.Write("minutes.txt", "会议改到周三\n\n预算超支了\nfix the login bug\n会议改到周三了\nlogin bug to be fixed\n会议改到周三！\n");
        IndexerProcess.Result rows = await IndexerProcess.RunAsync("dedupe", file, "--tsv");
        Assert.Equal((0, ""), (rows.ExitCode, rows.Errors));
        Assert.Equal(["cluster\tline\tsimilarity\ttext", "1\t1\t1.0000\t会议改到周三", "1\t7\t1.0000\t会议改到周三！"], rows.Lines[..3]);
        Assert.Matches("^1\t5\t0.9[0-9]+\t会议改到周三了$", rows.Lines[3]);
        Assert.Equal(6, rows.Lines.Length);
        IndexerProcess.Result json = await IndexerProcess.RunAsync("dedupe", file, "--json");
        Assert.Equal(2, json.Lines.Length);
        Assert.Equal(2, JsonDocument.Parse(json.Lines[0]).RootElement.GetProperty("members").GetArrayLength());
        Assert.EndsWith("6 lines, 2 clusters, 3 lines that could go\n", (await IndexerProcess.RunAsync("dedupe", file)).Output,
            StringComparison.Ordinal);
        Assert.Equal("", string.Concat((await IndexerProcess.RunAsync("dedupe", file, "--json", "--band", "1")).Lines.Skip(1)));
    }

    [Fact]
    public async Task Dedupe_faults_have_their_codes()
    {
        Assert.Equal(3, (await IndexerProcess.RunAsync("dedupe", _folder.File("absent"))).ExitCode);
        Assert.Equal(2, (await IndexerProcess.RunAsync("dedupe", "x", "--json", "--tsv")).ExitCode);
        IndexerProcess.Result column =
            await IndexerProcess.RunAsync("dedupe", _folder.Write("t.tsv", "id\ttext\n1\ta\n"), "--column", "title");
        Assert.Equal(3, column.ExitCode);
        Assert.EndsWith("found columns id, text, expected 'title' among them\n", column.Errors, StringComparison.Ordinal);
    }

    private string WithBrokenLink() =>
        _folder.Write("link.json", File.ReadAllText(ToolFiles.Shop(_folder)).Replace("填写退货申请", "[申请](htp:/x)", StringComparison.Ordinal));

    /// <summary>What no reader takes: an alternate is repeated.</summary>
    private string Faulty() => _folder.Write("faulty.json", File.ReadAllText(WithBrokenLink())
        .Replace("\"怎么退货\"", "\" 怎么退货 \"", StringComparison.Ordinal)
        .Replace("\"如何办理退货\"", "\"如何办理退货\", \"如何办理退货 \"", StringComparison.Ordinal));
}

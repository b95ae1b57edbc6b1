namespace FaqBot.Indexer.Tests.CommandLine;

/// <summary>Options and commands that there are not.</summary>
public sealed class MistypedNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("index -i a.json --databse x", "Found no option '--databse' of 'index'; is '--database' meant?")]
    [InlineData("index --htlm -i a.json", "Found no option '--htlm' of 'index'; is '--help' meant?")]
    [InlineData("lint --input a.json --htlm=x", "Found no option '--htlm' of 'lint'; is '--html' meant?")]
    [InlineData("lint --input a.json b.json --fixx", "Found no option '--fixx' of 'lint'; is '--fix' meant?")]
    [InlineData("ask hello --treshold 0.5", "Found no option '--treshold' of 'ask'; is '--threshold' meant?")]
    [InlineData("eval a.tsv --jsno b", "Found no option '--jsno' of 'eval'; is '--json' meant?")]
    [InlineData("dedupe a.txt --colum text", "Found no option '--colum' of 'dedupe'; is '--column' meant?")]
    [InlineData("import a.tsv --kb a --outptu b", "Found no option '--outptu' of 'import'; is '--output' meant?")]
    [InlineData("calibrate --kb a --querries b", "Found no option '--querries' of 'calibrate'; is '--queries' meant?")]
    [InlineData("keys create a --databas b", "Found no option '--databas' of 'create'; is '--database' meant?")]
    [InlineData("models pull a/b --sorce hub", "Found no option '--sorce' of 'pull'; is '--source' meant?")]
    [InlineData("completion bash --nmae x", "Found no option '--nmae' of 'completion'; is '--name' meant?")]
    [InlineData("ask -x", "Found no option '-x' of 'ask'.")]
    [InlineData("indx", "Found no command 'indx'; is 'index' meant?")]
    [InlineData("keys creat a", "Found no command 'creat'; is 'create' meant?")]
    [InlineData("bash", "Found no command 'bash'.")]
    public async Task Mistyped_name_is_refused_with_the_nearest(string arguments, string fault)
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync(arguments.Split(' '));
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Equal($"{fault}\nRun with --help for the commands and their options.\n", result.Errors);
    }

    [Fact]
    public async Task All_mistyped_names_are_told_together()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("lint", "--inptu", "a.json", "--htlm", "b");
        Assert.Contains("'--inptu' of 'lint'; is '--input' meant?", result.Errors, StringComparison.Ordinal);
        Assert.Contains("'--htlm' of 'lint'; is '--html' meant?", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_begins_with_a_dash_and_is_meant_goes_behind_two()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("ask", "--input", ToolFiles.Shop(_folder), "--", "--怎么退货");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith("Answer 'return'", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index")]
    [InlineData("ask")]
    [InlineData("eval")]
    [InlineData("lint")]
    [InlineData("calibrate")]
    [InlineData("keys create")]
    [InlineData("keys list")]
    [InlineData("keys rotate")]
    [InlineData("keys revoke")]
    public async Task Database_is_called_the_same_in_every_command(string command) => Assert.Contains(
        "--database", (await IndexerProcess.RunAsync([.. command.Split(' '), "--help"])).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Knowledge_base_and_files_are_called_the_same_in_every_command()
    {
        string database = _folder.File("faq.db");
        IndexerProcess.Result index = await IndexerProcess.RunAsync("index", "--input", ToolFiles.Shop(_folder), "--database", database);
        Assert.Equal((0, ""), (index.ExitCode, index.Errors));
        Assert.Equal(0, (await IndexerProcess.RunAsync("keys", "create", "--kb", "small", "--database", database)).ExitCode);
        IndexerProcess.Result list = await IndexerProcess.RunAsync("keys", "list", "-o", database);
        Assert.StartsWith("small\tprimary", list.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await IndexerProcess.RunAsync("keys", "revoke", "small", "--kb", "small", "--database", database)).ExitCode);
        IndexerProcess.Result nothing = await IndexerProcess.RunAsync("keys", "revoke", "--database", database);
        Assert.StartsWith("Expected kb: id of the knowledge base.\n", nothing.Errors, StringComparison.Ordinal);
        string text = _folder.Write("lines.txt", "a\nb\n");
        Assert.Equal(0, (await IndexerProcess.RunAsync("dedupe", "--input", text, "--tsv")).ExitCode);
    }
}

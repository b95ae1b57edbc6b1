using FaqBot.Core.Storage.Relational;

namespace FaqBot.Indexer.Tests;

public sealed class ExitCodeTests : IDisposable
{
    private const string UsageHint = "Run with --help for the commands and their options.\n";

    private readonly TemporaryFolder _folder = new();
    private readonly string _input;
    private readonly string _database;

    public ExitCodeTests()
    {
        _input = Files.Knowledge(_folder, "kb", 2);
        _database = _folder.File("faq.db");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("index --help")]
    [InlineData("calibrate --help")]
    [InlineData("models --help")]
    [InlineData("models pull --help")]
    [InlineData("--version")]
    public async Task Help_exits_with_0(string arguments)
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync(arguments.Split(' '));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.NotEmpty(result.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("indx")]
    [InlineData("index --inputs x")]
    [InlineData("index --vectors int7")]
    [InlineData("index --threads many")]
    [InlineData("index --threads 257")]
    [InlineData("index --threads -1")]
    [InlineData("index -o")]
    [InlineData("calibrate")]
    [InlineData("calibrate --faq a.tsv --queries b.tsv")]
    [InlineData("models")]
    [InlineData("models pull")]
    [InlineData("models pull ../x")]
    [InlineData("models pull a/b --source elsewhere")]
    [InlineData("models import")]
    [InlineData("models import x --id a/b/c")]
    [InlineData("models verify a/b/c")]
    [InlineData("models remove")]
    public async Task Wrong_usage_exits_with_2_and_a_hint(string arguments)
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.EndsWith(UsageHint, result.Errors, StringComparison.Ordinal);
        Assert.True(result.Errors.Length > UsageHint.Length + 10, result.Errors);
    }

    [Fact]
    public async Task Threads_out_of_range_are_named()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("index", "--threads", "257");
        Assert.Equal("--threads must be 0 to 64.\n" + UsageHint, result.Errors);
    }

    [Fact]
    public async Task Faulty_knowledge_exits_with_3_and_its_faults()
    {
        string faulty = _folder.Write("faulty.json", "{\n\"formatVersion\": 2}");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("index", "-i", faulty, "-o", _database);
        AssertRefused(3, result);
        Assert.StartsWith($"'{faulty}' has 6 faults; nothing was changed:\n  {faulty}: line 1: 'id' is missing. Add it.\n", result.Errors,
            StringComparison.Ordinal);
        Assert.False(File.Exists(_database));
    }

    [Theory]
    [InlineData("absent.json")]
    [InlineData("absent/absent.json")]
    [InlineData("")]
    public async Task Input_that_is_no_file_exits_with_3(string name)
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("index", "-i", _folder.File(name), "-o", _database);
        AssertRefused(3, result);
        Assert.Contains(_folder.File(name).TrimEnd('/'), result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_database));
    }

    [Fact]
    public async Task Input_that_cannot_be_read_exits_with_3()
    {
        Assert.SkipUnless(File.Exists("/proc/self/mem"), "Needs a file that fails to be read, as Linux has in /proc.");
        AssertRefused(3, await IndexerProcess.RunAsync("index", "-i", "/proc/self/mem", "-o", _database));
    }

    [Fact]
    public async Task Absent_model_exits_with_4()
    {
        string model = _folder.File("model");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("index", "-i", _input, "-o", _database, "-m", model);
        AssertRefused(4, result);
        Assert.StartsWith($"The model in '{model}' cannot be used:\n  - there is no such folder", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_model_exits_with_4_and_publishes_nothing()
    {
        string model = Directory.CreateDirectory(_folder.File("model")).FullName;
        foreach (string file in new[] { "SHA256SUMS", "model.onnx", "tokenizer.json", "config.json" })
        {
            File.Copy(Path.Combine(Repository.BundledModel, file), Path.Combine(model, file));
        }

        File.AppendAllText(Path.Combine(model, "config.json"), " ");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("index", "-i", _input, "-o", _database, "-m", model);
        AssertRefused(4, result);
        Assert.Contains("'config.json' has SHA-256 ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("'modules.json' is missing", result.Errors, StringComparison.Ordinal);
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Empty(store.Published());
    }

    [Fact]
    public async Task Store_in_an_absent_folder_exits_with_28()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("index", "-i", _input, "-o", _folder.File("absent/faq.db"));
        AssertRefused(28, result);
        Assert.Contains("check that its folder exists", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_that_is_no_database_exits_with_24_and_stays()
    {
        string text = _folder.Write("notes.txt", new string('n', 5_000));
        IndexerProcess.Result result = await IndexerProcess.RunAsync("index", "-i", _input, "-o", text, "--check");
        AssertRefused(24, result);
        Assert.Contains("it is damaged or no SQLite database", result.Errors, StringComparison.Ordinal);
        Assert.Equal(new string('n', 5_000), File.ReadAllText(text));
    }

    [Fact]
    public async Task Store_in_a_folder_that_this_user_cannot_write_exits_with_28()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
        {
            Assert.Skip("Needs to start the program as another user.");
            return;
        }

        const UnixFileMode Others = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder.Path, Others | UnixFileMode.UserWrite);
        using IndexerProcess process = IndexerProcess.StartThrough(
            "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", IndexerProcess.Program, "index", "-i", _input,
                "-o", _database);
        IndexerProcess.Result result = await process.ResultAsync();
        Assert.SkipWhen(result.ExitCode is 126 or 127, "Another user may not run the program where it lies.");
        AssertRefused(28, result);
        Assert.Contains("check that its folder exists and that this process may write there", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_that_this_user_may_only_read_exits_with_21()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
        {
            Assert.Skip("Needs to start the program as another user.");
            return;
        }

        KnowledgeStore.Open(_database).Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_database, (UnixFileMode)0b110_100_100);
        using IndexerProcess process = IndexerProcess.StartThrough(
            "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", IndexerProcess.Program, "index", "-i", _input,
                "-o", _database);
        IndexerProcess.Result result = await process.ResultAsync();
        Assert.SkipWhen(result.ExitCode is 126 or 127, "Another user may not run the program where it lies.");
        AssertRefused(21, result);
    }

    [Fact]
    public async Task Process_without_normalisation_exits_with_1_and_says_what_to_do()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync(
            ["index", "-i", _input, "-o", _database], ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));
        AssertRefused(1, result);
        Assert.Equal(
            "Unicode normalisation (NFKC) does nothing in this process: full-width and half-width forms would not match. "
            + "Found: globalization-invariant mode or no ICU library. Do: unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT "
            + "and install ICU (Debian: libicu72 or later; Alpine: icu-libs).\n",
            result.Errors);
        Assert.False(File.Exists(_database));
    }

    private static void AssertRefused(int code, IndexerProcess.Result result)
    {
        Assert.Equal((code, ""), (result.ExitCode, result.Output));
        Assert.NotEmpty(result.Errors);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Indexer.Tests;

public sealed class IndexCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _database;

    public IndexCommandTests() => _database = _folder.File("faq.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_is_one_object_a_knowledge_base()
    {
        string a = Files.Knowledge(_folder, "a", 3), b = Files.Knowledge(_folder, "b", 2);
        JsonElement[] first = await ReportAsync("--input", a, b, "--json", "--vectors", "int8", "--threads", "1", "--check");

        Assert.Equal(
            ["kb", "version", "changed", "entries", "questions", "encoded", "model", "fingerprint", "contentHash", "taught",
                "elapsedMs"],
            first[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["a", "b"], first.Select(report => report.GetProperty("kb").GetString()));
        Assert.Equal([3, 2], first.Select(report => report.GetProperty("encoded").GetInt32()));
        Assert.All(first, report =>
        {
            Assert.True(report.GetProperty("changed").GetBoolean());
            Assert.Equal(1, report.GetProperty("version").GetInt32());
            Assert.Equal("faqbot-e5-small-zh-en", report.GetProperty("model").GetString());
            Assert.Matches("^[0-9a-f]{64}$", report.GetProperty("fingerprint").GetString()!);
            Assert.Matches("^[0-9a-f]{64}$", report.GetProperty("contentHash").GetString()!);
            Assert.True(report.GetProperty("elapsedMs").GetDouble() >= 0);
        });

        // Nothing to do, a faulty file beside it or not.
        IndexerProcess.Result second = await IndexerProcess.RunAsync("index", "-i", a, "-i", b, "-o", _database, "--vectors", "Int8");
        Assert.Equal(2, second.Lines.Length);
        Assert.Matches(@"^a: unchanged, version 1, 3 entries, 3 questions, 0 encoded, \d+\.\d s$", second.Lines[0]);
        IndexerProcess.Result faulty = await IndexerProcess.RunAsync(
            "index", "-i", Files.Knowledge(_folder, "a", 9, "second"), _folder.Write("faulty.json", "[]"), "-o", _database);
        Assert.Equal(3, faulty.ExitCode);
        using KnowledgeStore store = KnowledgeStore.Open(_database, checkIntegrity: true);
        Assert.Equal([(1, VectorFormat.Int8, 3), (1, VectorFormat.Int8, 2)],
            store.Published().Select(version => (version.Identity.Number, version.Identity.Format, version.Entries)));
    }

    [Fact]
    public async Task Output_that_is_redirected_is_plain_lines()
    {
        IndexerProcess.Result published = await IndexerProcess.RunAsync("index", "-i", Files.Knowledge(_folder, "kb", 3), "-o", _database);
        Assert.Equal((0, ""), (published.ExitCode, published.Errors));
        Assert.Matches(@"^kb: published version 1, 3 entries, 3 questions, 3 encoded, \d+\.\d s$", published.Lines[^1]);

        // A line of progress every five seconds, if the run takes so long here.
        Assert.All(published.Lines[..^1], line => Assert.Matches(@"^kb: \d+ of 3 questions encoded, \d+ a second, \d+ s left$", line));
        Assert.DoesNotContain('\u001b', published.Output);
    }

    [Fact]
    public async Task Knowledge_base_with_alternates_says_what_they_taught()
    {
        string shop = Path.Combine(Repository.Root, "data", "faq.json");
        IndexerProcess.Result published = await IndexerProcess.RunAsync("index", "-i", shop, "-o", _database);
        const string Taught = @"taught: \d+\.\d % → \d+\.\d % of 1000 left-out questions right";
        Assert.Matches($"^shop: published version 1, .* s; {Taught}$", published.Lines[^1]);

        JsonElement taught = (await ReportAsync("--input", shop, "--json"))[0].GetProperty("taught");
        Assert.True(taught.GetProperty("isInForce").GetBoolean());
        Assert.Equal(1_000, taught.GetProperty("questions").GetInt32());
        Assert.True(taught.GetProperty("rightAfter").GetInt32() > taught.GetProperty("rightBefore").GetInt32());

        IndexerProcess.Result asked = await IndexerProcess.RunAsync("ask", "我的包裹好像被弄丢了怎么办", "--database", _database);
        Assert.Contains(asked.Lines, line => Regex.IsMatch(line, $@"^The ranking is {Taught}\.$"));
        Assert.Contains(asked.Lines, line => line.Contains("taught -", StringComparison.Ordinal));
        IndexerProcess.Result json = await IndexerProcess.RunAsync("ask", "丢件怎么办", "--database", _database, "--json");
        Assert.Contains("\"isInForce\": true", json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_all_files_come_together_and_nothing_is_written()
    {
        string good = Files.Knowledge(_folder, "good", 2);
        string first = _folder.Write("first.json", "[]"), second = _folder.Write("second.json", "{\n\"id\": }");
        IndexerProcess.Result result = await IndexerProcess.RunAsync("index", "-i", good, first, second, "-o", _database);

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Equal(4, result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"{first}: line 1: the document is array", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"{second}: line 2: not valid JSON in UTF-8", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_database));
    }

    private async Task<JsonElement[]> ReportAsync(params string[] arguments)
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync(["index", .. arguments, "-o", _database]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return [.. result.Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}

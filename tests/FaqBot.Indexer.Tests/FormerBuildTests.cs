using System.Text.Json;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Indexer.Tests;

/// <summary>The indexer of this build on a database of a former one, whose default encoder was another.</summary>
public sealed class FormerBuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _database;

    public FormerBuildTests() => _database = FormerBuild.WriteTo(_folder.File("faq.db"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Index_of_one_file_encodes_the_others_anew_and_ask_tells_what_lapsed()
    {
        IndexerProcess.Result result = await IndexAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            [("new", 1, 1), ("kiosk", 4, 30), ("orphan", 2, 15), ("kiosk", 5, 2)],
            result.Lines.Select(line => JsonElement.Parse(line)).Select(report => (
                report.GetProperty("kb").GetString(), report.GetProperty("version").GetInt32(), report.GetProperty("encoded").GetInt32())));
        Assert.StartsWith("The confidence that was fitted for 'orphan' belongs to another encoder or build and is not applied",
            result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("'kiosk'", result.Errors, StringComparison.Ordinal);
        Assert.Single((await IndexAsync()).Lines);

        IndexerProcess.Result orphan = await AskAsync("orphan");
        Assert.StartsWith("The confidence that was fitted for 'orphan' belongs to another encoder or build and is not applied",
            orphan.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), await AskAsync("kiosk") is var kiosk ? (kiosk.ExitCode, kiosk.Errors) : default);
    }

    [Fact]
    public async Task Index_with_a_named_model_leaves_the_others()
    {
        IndexerProcess.Result result = await IndexAsync("--model", Repository.BundledModel);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Single(result.Lines);
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Equal([2, 1, 1, 2], store.Published().Select(version => version.Identity.Number));
    }

    private Task<IndexerProcess.Result> IndexAsync(params string[] more) =>
        IndexerProcess.RunAsync(["index", "-i", Files.Knowledge(_folder, "new", 1), "-o", _database, "--json", .. more]);

    private Task<IndexerProcess.Result> AskAsync(string kb) =>
        IndexerProcess.RunAsync("ask", "where is it", "--kb", kb, "--database", _database);
}

using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Indexer.Tests;

public sealed class KeysCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _database;

    public KeysCommandTests() => _database = _folder.File("faq.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keys_are_created_listed_rotated_and_revoked()
    {
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", Files.Knowledge(_folder, "a", 1), "-o", _database)).ExitCode);
        string primary =
            Assert.Single((await RunAsync("create", "a")).Lines), secondary = Assert.Single((await RunAsync("create", "a")).Lines);
        Assert.NotEqual(primary, secondary);
        IndexerProcess.Result full = await RunAsync("create", "a", "--slot", "primary");
        Assert.Equal(3, full.ExitCode);
        Assert.Contains("'a' has that key already; rotate it", full.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("list")).Lines.Length);
        string rotated = Assert.Single((await RunAsync("rotate", "a", "--slot", "secondary")).Lines);
        using (KnowledgeStore store = KnowledgeStore.Open(_database))
        {
            Assert.Equal(
                [EndpointKey.HashOf(primary), EndpointKey.HashOf(rotated)], store.EndpointKeys.All().Select(key => key.Hash.ToArray()));
        }

        Assert.Equal(["a: secondary key revoked"], (await RunAsync("revoke", "a", "--slot", "secondary")).Lines);
        Assert.Equal(["a: primary key revoked"], (await RunAsync("revoke", "a")).Lines);
        Assert.Equal(3, (await RunAsync("revoke", "a")).ExitCode);
        Assert.Empty((await RunAsync("list")).Lines);
        IndexerProcess.Result unknown = await RunAsync("create", "b");
        Assert.Equal(5, unknown.ExitCode);
        Assert.Contains("'b' was never published here; index it first", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_is_published_to_tests_until_production_follows()
    {
        string first = Files.Knowledge(_folder, "a", 1), draft = Files.Knowledge(_folder, "a", 2, "draft");
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", first, "-o", _database)).ExitCode);
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", draft, "-o", _database, "--deployment", "test")).ExitCode);
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Equal([(1, 1)], store.Published().Select(version => (version.Identity.Number, version.Entries)));
        Assert.Equal([(2, 2)], store.Published(Deployment.Test).Select(version => (version.Identity.Number, version.Entries)));
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", draft, "-o", _database)).ExitCode);
        Assert.Equal([(3, 2)], store.Published().Select(version => (version.Identity.Number, version.Entries)));
        Assert.Empty(store.Published(Deployment.Test));
        Assert.Equal(2, (await IndexerProcess.RunAsync("index", "-i", draft, "-o", _database, "--deployment", "stage")).ExitCode);
    }

    private Task<IndexerProcess.Result> RunAsync(params string[] arguments) =>
        IndexerProcess.RunAsync(["keys", .. arguments, "-o", _database]);
}

using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Indexer.Tests;

/// <summary>Everything out in one file, and back.</summary>
public sealed class ArchiveCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_knowledge_bases_are_exported_and_indexed_elsewhere_with_their_drafts()
    {
        string database = _folder.File("faq.db"), other = _folder.File("other.db"), archive = _folder.File("all.zip");
        Assert.Equal(0, (await IndexerProcess.RunAsync(
            "index", "-i", Files.Knowledge(_folder, "a", 1), Files.Knowledge(_folder, "b", 2), "-o", database)).ExitCode);
        using (KnowledgeStore store = KnowledgeStore.Open(database))
        {
            WorkingCopies copies = new(store, TimeProvider.System);
            copies.Edit("b", new Authorship("ada", ChangeOrigin.Api), edit => edit.Remove(copies.Get("b").Entries[0].Id));
        }

        IndexerProcess.Result exported = await IndexerProcess.RunAsync("export", "--all", "-d", database, "-o", archive);
        Assert.True(exported.ExitCode == 0, exported.Errors);
        Assert.Equal(
            [
                "  a\t1 entries\tversion 1\t0 labelled questions", "  b\t1 entries\tversion 1 and a draft\t0 labelled questions",
                $"{archive}: 2 knowledge bases",
            ],
            exported.Lines);
        IndexerProcess.Result indexed = await IndexerProcess.RunAsync("index", "-i", archive, "-o", other);
        Assert.True(indexed.ExitCode == 0, indexed.Errors);
        using (KnowledgeStore store = KnowledgeStore.Open(other))
        {
            Assert.Equal([("a", 1), ("b", 2)], store.Published().Select(one => (one.Identity.KnowledgeBaseId, one.Entries)));
            Assert.Single(new WorkingCopies(store, TimeProvider.System).Get("b").Entries);
        }

        IndexerProcess.Result twice = await IndexerProcess.RunAsync(
            "index", "-i", archive, Files.Knowledge(_folder, "a", 1), "-o", other);
        Assert.Equal(3, twice.ExitCode);
        Assert.Contains("Found the knowledge base 'a' twice", twice.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await IndexerProcess.RunAsync("export", "--all", "--kb", "a", "-d", database, "-o", archive)).ExitCode);
    }

    [Fact]
    public async Task Restore_says_which_keys_of_the_copy_stay_closed_and_which_open_where_nothing_says_otherwise()
    {
        string database = _folder.File("faq.db"), copy = _folder.File("copy.db"), elsewhere = _folder.File("elsewhere.db");
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", Files.Knowledge(_folder, "a", 1), "-o", database)).ExitCode);
        using (KnowledgeStore store = KnowledgeStore.Open(database))
        {
            (AccessKey key, string _) = store.Access.Keys.Create(
                "leaked", [new Grant("a", Role.Owner)], "ada", TimeProvider.System.GetUtcNow(), null)!.Value;
            Assert.Equal(0, (await IndexerProcess.RunAsync("backup", copy, "-d", database)).ExitCode);
            store.Access.Keys.Remove(key.Id);
        }

        IndexerProcess.Result restored = await IndexerProcess.RunAsync("restore", copy, "-d", database, "--overwrite");
        Assert.True(restored.ExitCode == 0, restored.Errors);
        Assert.Contains("of the copy's these stay closed: key 'leaked' (fqb_", restored.Lines[^1], StringComparison.Ordinal);
        using (KnowledgeStore store = KnowledgeStore.Open(database))
        {
            Assert.Empty(store.Access.Keys.All());
        }

        IndexerProcess.Result first = await IndexerProcess.RunAsync("restore", copy, "-d", elsewhere);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("revoke what should not: key 'leaked' (fqb_", first.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_over_a_database_in_use_leaves_its_keys_and_says_so()
    {
        string database = _folder.File("faq.db"), other = _folder.File("other.db");
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", Files.Knowledge(_folder, "a", 1), "-o", database)).ExitCode);
        using (KnowledgeStore store = KnowledgeStore.Open(database))
        {
            store.Access.Keys.Create("leaked", [new Grant("a", Role.Owner)], "ada", TimeProvider.System.GetUtcNow(), null);
        }

        string[] copy = ["copy", "--from", $"sqlite:{database}", "--to", $"sqlite:{other}"];
        IndexerProcess.Result first = await IndexerProcess.RunAsync(copy);
        Assert.True(first.ExitCode == 0, first.Errors);
        Assert.Equal("", first.Errors);
        using (KnowledgeStore store = KnowledgeStore.Open(other))
        {
            store.Access.Keys.Remove(Assert.Single(store.Access.Keys.All()).Id);
        }

        IndexerProcess.Result over = await IndexerProcess.RunAsync([.. copy, "--overwrite"]);
        Assert.True(over.ExitCode == 0, over.Errors);
        Assert.Contains("stay those of the second database; of the first's these stay closed: key 'leaked' (fqb_", over.Lines[^1],
            StringComparison.Ordinal);
        using (KnowledgeStore store = KnowledgeStore.Open(other))
        {
            Assert.Empty(store.Access.Keys.All());
        }

        IndexerProcess.Result revived = await IndexerProcess.RunAsync([.. copy, "--overwrite", "--keys-of-copy"]);
        Assert.True(revived.ExitCode == 0, revived.Errors);
        Assert.Contains("revoke what should not: key 'leaked' (fqb_", revived.Errors, StringComparison.Ordinal);
    }
}

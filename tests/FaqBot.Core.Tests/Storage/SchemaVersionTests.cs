using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

/// <summary>A build reads what a newer one made, where that one says so.</summary>
public sealed class SchemaVersionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public SchemaVersionTests() => _path = _folder.File("faq.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void New_database_says_its_schema_and_its_oldest_reader()
    {
        KnowledgeStore.Open(_path).Dispose();
        Assert.Equal((Schema.Current, Schema.MinReader), Noted());

        // Builds up to schema 7 compare this number with their own.
        Assert.Equal(Schema.MinReader, Sql.Number(_path, "PRAGMA user_version"));
        Assert.InRange(Schema.MinReader, 1, Schema.Current);
    }

    [Fact]
    public void Database_of_a_former_build_is_brought_up_to_date()
    {
        FormerBuild.WriteTo(_path);
        Assert.True(Sql.Number(_path, "PRAGMA user_version") < Schema.Current);
        using KnowledgeStore store = KnowledgeStore.Open(_path);
        Assert.Equal((Schema.Current, Schema.MinReader), Noted());
        Assert.Equal(3, store.Published().Count);
        KnowledgeStore.Open(_path).Dispose();
        Assert.Equal((Schema.Current, Schema.MinReader), Noted());
    }

    [Fact]
    public void Database_of_a_newer_build_that_this_one_may_read_is_read_written_and_left_as_it_is()
    {
        using (KnowledgeStore store = KnowledgeStore.Open(_path))
        {
            Publication.Publish(store, Publication.Knowledge("a"));
        }

        Sql.Execute(
            _path,
            $"""
            ALTER TABLE entries ADD COLUMN mood TEXT;
            ALTER TABLE feedback ADD COLUMN weight REAL NOT NULL DEFAULT 1;
            CREATE TABLE replicas (id TEXT NOT NULL PRIMARY KEY);
            INSERT INTO deployments SELECT knowledge_base_id, 'staging', version_id FROM deployments;
            UPDATE schema_versions SET schema = 99, min_reader = {Schema.Current}; PRAGMA user_version = {Schema.Current}
            """);
        using KnowledgeStore newer = KnowledgeStore.Open(_path);
        Assert.Equal(2, Publication.Publish(newer, Publication.Knowledge("a", edition: "second")).Number);
        Assert.Equal(1, newer.Feedback.Add(
            [new Feedback("a", 1, "question", null, FeedbackKind.Helpful, "user", "api", DateTimeOffset.UnixEpoch)]));
        Assert.NotNull(newer.EndpointKeys.Create("a", KeySlot.Primary, DateTimeOffset.UnixEpoch, replace: false));
        Assert.Equal("second", newer.Load("a")!.Knowledge.Name.ToString().Split(' ')[1]);
        Assert.Equal((99, Schema.Current), Noted());
    }

    [Fact]
    public void Database_that_needs_a_newer_build_is_refused_with_both_numbers_and_what_to_do()
    {
        KnowledgeStore.Open(_path).Dispose();
        int next = Schema.Current + 1;
        Sql.Execute(_path, $"UPDATE schema_versions SET schema = {next + 3}, min_reader = {next}");
        StoreException refused = Assert.Throws<StoreException>(() => KnowledgeStore.Open(_path));
        Assert.Equal(StoreFault.Newer, refused.Kind);
        Assert.Contains(
            $"found schema {next + 3}, which builds of schema {next} and later read, expected at most {Schema.Current}; it was "
            + "written by a newer FaqBot: run that one, restore a backup from before, or index into another file",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Equal((next + 3, next), Noted());
    }

    private (long Schema, long MinReader) Noted() =>
        (Sql.Number(_path, "SELECT schema FROM schema_versions"), Sql.Number(_path, "SELECT min_reader FROM schema_versions"));
}

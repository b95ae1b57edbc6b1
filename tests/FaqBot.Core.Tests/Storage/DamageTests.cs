using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Running;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

/// <summary>Whatever a file holds, a reader gets a version or a message that an operator can act on, never another failure.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public DamageTests()
    {
        _path = _folder.File("faq.db");
        using (KnowledgeStore store = KnowledgeStore.Open(_path))
        {
            Publication.Publish(store, Publication.Knowledge("a", entries: 30));
        }

        SqliteConnection.ClearAllPools();
        Sql.Execute(_path, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("UPDATE entries SET answer = '{' WHERE ordinal = 3")]
    [InlineData("UPDATE entries SET answer = '{}' WHERE ordinal = 3")]
    [InlineData("UPDATE entries SET answer = '{\"en\": null}' WHERE ordinal = 3")]
    [InlineData("UPDATE entries SET answer = 'null' WHERE ordinal = 3")]
    [InlineData("UPDATE entries SET metadata = '[{}]' WHERE ordinal = 3")]
    [InlineData("UPDATE entries SET metadata = '5' WHERE ordinal = 3")]
    [InlineData("UPDATE entries SET metadata = 'null' WHERE ordinal = 3")]
    [InlineData("UPDATE entries SET prompts = '[1' WHERE ordinal = 3")]
    [InlineData("UPDATE entries SET prompts = '[null]' WHERE ordinal = 3")]
    [InlineData("UPDATE entries SET valid_from = 9223372036854775807 WHERE ordinal = 3")]
    [InlineData("DELETE FROM entries WHERE ordinal = 29")]
    [InlineData("DELETE FROM entries WHERE ordinal = 3")]
    [InlineData("DELETE FROM questions WHERE entry_ordinal = 29")]
    [InlineData("UPDATE questions SET entry_ordinal = 1000 WHERE entry_ordinal = 29")]
    [InlineData("UPDATE questions SET entry_ordinal = -1 WHERE entry_ordinal = 0")]
    [InlineData("UPDATE versions SET question_count = 59")]
    [InlineData("UPDATE versions SET question_count = 2147483647")]
    [InlineData("UPDATE versions SET question_count = -1")]
    [InlineData("UPDATE versions SET entry_count = 29")]
    [InlineData("UPDATE versions SET format = 7")]
    [InlineData("UPDATE versions SET format = 1")]
    [InlineData("UPDATE versions SET languages = ''")]
    [InlineData("UPDATE versions SET languages = 'null'")]
    [InlineData("UPDATE versions SET default_answer = '[]'")]
    [InlineData("UPDATE versions SET built_at = 9223372036854775807")]
    [InlineData("UPDATE models SET dimensions = 0")]
    [InlineData("UPDATE models SET dimensions = -8")]
    [InlineData("UPDATE models SET dimensions = 7")]
    [InlineData("UPDATE models SET dimensions = 2147483647")]
    [InlineData("UPDATE vectors SET value = x'00'")]
    [InlineData("UPDATE vectors SET value = zeroblob(32)")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM vectors WHERE id = 7")]
    [InlineData("DROP TABLE questions")]
    public void Load_damaged_content_is_refused_with_a_message(string damage)
    {
        Sql.Execute(_path, damage);
        StoreException refused = Assert.Throws<StoreException>(LoadAll);
        Assert.StartsWith($"The database '{_path}' cannot be used: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("index", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_garbage_in_any_column_hides_no_other_knowledge_base()
    {
        using (KnowledgeStore store = KnowledgeStore.Open(_path))
        {
            Publication.Publish(store, Publication.Knowledge("b"), model: Publication.Model with { Fingerprint = new string('b', 64) });
            store.Save(new FittedConfidence("a", "{}", DateTimeOffset.UnixEpoch));
            store.EmptyLog();
        }

        // Vectors of both lie in one table, whose rows know only their model.
        Dictionary<string, string> ofA = new()
        {
            ["versions"] = "knowledge_base_id = 'a'",
            ["models"] = "fingerprint LIKE 'a%'",
            ["deployments"] = "knowledge_base_id = 'a'",
            ["entries"] = "version_id = 1",
            ["questions"] = "version_id = 1",
            ["entry_numbers"] = "knowledge_base_id = 'a'",
            ["vectors"] = "model_id = (SELECT MIN(id) FROM models)",
            ["fitted_confidences"] = "knowledge_base_id = 'a'",
        };
        int refused = 0;
        foreach ((string table, string rows) in ofA)
        {
            foreach (string column in Sql.Columns(_path, table))
            {
                foreach (string garbage in new[] { "''", "'{'", "x'ff00fe'", "-1", "9223372036854775807", "1e300", "NULL" })
                {
                    string copy = _folder.File("damaged.db");
                    File.Copy(_path, copy, overwrite: true);
                    Sql.ExecuteWhereTypesFit(
                        copy,
                        "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; "
                        + $"UPDATE OR IGNORE {table} SET {column} = {garbage} WHERE {rows}");
                    using (KnowledgeStore store = KnowledgeStore.Open(copy))
                    {
                        refused += IsRefused(store, "a") ? 1 : 0;
                        Assert.False(IsRefused(store, "b"), $"{table}.{column} = {garbage}");
                        Assert.Contains(store.Published(), version => version.Identity.KnowledgeBaseId == "b");
                        Assert.Contains(store.Listing(), listed => listed.KnowledgeBaseId == "b" && listed.Fault is null);
                    }

                    File.Delete(copy + "-wal");
                    File.Delete(copy + "-shm");
                }
            }
        }

        Assert.True(refused > 60, $"{refused} refused");
    }

    [Fact]
    public void Load_reads_each_vector_once()
    {
        const int Entries = 1_000, Dimensions = 256;
        using KnowledgeStore store = KnowledgeStore.Open(_folder.File("large.db"));
        EncoderIdentity model = new("invented", new string('c', 64), Dimensions);
        Publication.Publish(store, Publication.Knowledge("a", Entries), model: model);
        _ = store.Load("a");
        long before = GC.GetAllocatedBytesForCurrentThread();
        StoredVersion loaded = store.Load("a")!;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before, vectors = loaded.Vectors.Length * sizeof(float);

        // One block, each blob as it comes, and the texts.
        Assert.InRange(allocated, vectors * 2, (long)(vectors * 2.9));
    }

    [Fact]
    public void Load_text_that_says_something_else_is_no_damage()
    {
        Sql.Execute(_path, "UPDATE questions SET text = '' WHERE entry_ordinal = 3; UPDATE entries SET answer = '{\"*\": \"x\"}'");
        LoadAll();
    }

    [Fact]
    public void Load_random_flipped_bytes_give_a_version_or_a_message()
    {
        byte[] whole = File.ReadAllBytes(_path);
        Random random = new(20_260_304);
        int refused = 0, loaded = 0;
        for (int round = 0; round < 150; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 60); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            string copy = _folder.File($"{round}.db");
            File.WriteAllBytes(copy, damaged);
            try
            {
                using KnowledgeStore store = KnowledgeStore.Open(copy, checkIntegrity: round % 2 == 0);
                store.Published();
                store.Load("a");
                store.ChangeCounter();
                loaded++;
            }
            catch (StoreException)
            {
                refused++;
            }

            SqliteConnection.ClearAllPools();
        }

        Assert.True(refused > 10, $"{refused} refused, {loaded} loaded");
    }

    private static bool IsRefused(KnowledgeStore store, string kb)
    {
        try
        {
            return store.Load(kb) is null;
        }
        catch (StoreException exception)
        {
            Assert.Equal(StoreFault.Damaged, exception.Kind);
            return true;
        }
    }

    private void LoadAll()
    {
        using KnowledgeStore store = KnowledgeStore.Open(_path);
        foreach (PublishedVersion version in store.Published())
        {
            Assert.NotNull(store.Load(version.Identity.KnowledgeBaseId));
        }

        Assert.NotNull(store.Load("a"));
    }
}

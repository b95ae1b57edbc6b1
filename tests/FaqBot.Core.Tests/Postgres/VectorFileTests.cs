using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Postgres;

/// <summary>Vectors near at hand are those of the server, whatever becomes of their file.</summary>
[Collection(PostgresCollection.Name)]
public sealed class VectorFileTests(PostgresFixture server)
{
    [Theory]
    [InlineData(VectorFormat.Float32)]
    [InlineData(VectorFormat.Int8)]
    public void Start_reads_only_vectors_that_are_new_and_damage_is_read_again(VectorFormat format)
    {
        using TemporaryFolder folder = new();
        using PostgresEngine engine = new(server);
        string file = folder.File("faq.vectors");
        StorePlace place = engine.Place with { VectorCache = file };
        float[] expected;
        using (KnowledgeStore plain = engine.Open())
        {
            Publication.Publish(plain, Publication.Knowledge("a", entries: 30), format);
            expected = plain.Load("a")!.Vectors;
        }

        Assert.Equal(expected, Load(place));
        long whole = new FileInfo(file).Length;
        Assert.Equal(expected, Load(place));
        Assert.Equal(whole, new FileInfo(file).Length);

        // What the server holds is not looked at any more: it is the file that is read.
        Sql.Execute(Path(engine), "UPDATE vectors SET value = '\\x00'");
        Assert.Equal(expected, Load(place));
        Assert.Throws<StoreException>(() => Load(engine.Place));

        // A record that is damaged is not believed, nor one that is cut off.
        byte[] bytes = File.ReadAllBytes(file);
        bytes[100] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Throws<StoreException>(() => Load(place));
        File.WriteAllBytes(file, bytes[..(bytes.Length - 5)]);
        Assert.Throws<StoreException>(() => Load(place));
        using (KnowledgeStore again = engine.Open())
        {
            Publication.Publish(again, Publication.Knowledge("a", entries: 30), format);
        }

        Assert.Equal(expected, Load(place));
        File.WriteAllText(file, "something else");
        Assert.Equal(expected, Load(place));
        Assert.Equal(whole, new FileInfo(file).Length);
    }

    [Fact]
    public void File_that_another_process_has_open_is_done_without()
    {
        using TemporaryFolder folder = new();
        using PostgresEngine engine = new(server);
        StorePlace place = engine.Place with { VectorCache = folder.File("faq.vectors") };
        using KnowledgeStore one = KnowledgeStore.Open(place), other = KnowledgeStore.Open(place);
        Publication.Publish(one, Publication.Knowledge("a"));
        Assert.Equal(one.Load("a")!.Vectors, other.Load("a")!.Vectors);
        using KnowledgeStore nowhere = KnowledgeStore.Open(engine.Place with { VectorCache = folder.File("no/such/folder/x") });
        Assert.Equal(one.Load("a")!.Vectors, nowhere.Load("a")!.Vectors);
    }

    private static float[] Load(StorePlace place)
    {
        using KnowledgeStore store = KnowledgeStore.Open(place);
        return store.Load("a")!.Vectors;
    }

    private static string Path(PostgresEngine engine)
    {
        using KnowledgeStore store = engine.Open();
        return store.Path;
    }
}

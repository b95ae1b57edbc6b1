using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Authoring;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Postgres;

/// <summary>A store goes to the other engine and back with all that it holds.</summary>
[Collection(PostgresCollection.Name)]
public sealed class CopyTests(PostgresFixture server)
{
    [Fact]
    public void There_and_back_again_nothing_is_lost_and_both_go_on()
    {
        using EditedStore edited = new(new SqliteEngine());
        KnowledgeStore first = edited.Store;
        edited.Edit(edit => edit.Put(EditedStore.Entry("new", "What is new?", "What else?")));
        first.Feedback.Add([new Feedback(EditedStore.Kb, 1, "q", null, FeedbackKind.Helpful, "u", "test", DateTimeOffset.UnixEpoch)]);
        Assert.NotNull(first.EndpointKeys.Create(EditedStore.Kb, KeySlot.Primary, DateTimeOffset.UnixEpoch, replace: false));
        using PostgresEngine engine = new(server);
        using SqliteEngine file = new();
        using KnowledgeStore there = engine.Open(), back = file.Open();

        IReadOnlyList<(string Table, long Rows)> copied = StoreCopy.Run(first, there, overwrite: false);
        Assert.Equal(1, copied.Single(table => table.Table == "feedback").Rows);
        Assert.Equal(copied, StoreCopy.Run(there, back, overwrite: false));
        Assert.Equal(Everything(first), Everything(there));
        Assert.Equal(Everything(first), Everything(back));

        // What holds something is not written over by mistake; on purpose it may be as often as one likes.
        StoreException refused = Assert.Throws<StoreException>(() => StoreCopy.Run(first, there, overwrite: false));
        Assert.Equal(StoreFault.Refused, refused.Kind);
        Assert.Equal(copied, StoreCopy.Run(first, there, overwrite: true));

        // Numbers go on where they were.
        foreach (KnowledgeStore store in new[] { there, back })
        {
            Assert.Equal(2, Publication.Publish(store, Publication.Knowledge(EditedStore.Kb, edition: "second")).Number);
            Assert.Equal(1, store.Feedback.Add(
                [new Feedback(EditedStore.Kb, 2, "r", null, FeedbackKind.Helpful, "u", "test", DateTimeOffset.UnixEpoch)]));
        }
    }

    [Fact]
    public void Character_that_the_server_does_not_store_is_named_and_nothing_is_changed()
    {
        using SqliteEngine file = new();
        using PostgresEngine engine = new(server);
        using KnowledgeStore first = file.Open(), there = engine.Open();
        KnowledgeBase knowledge = Publication.Knowledge("a");
        Publication.Publish(first, knowledge with
        {
            Entries = [knowledge.Entries[0] with { Source = "a \0 source" }],
        });
        Assert.Contains(
            "'source' of table 'entries' holds the character U+0000",
            Assert.Throws<StoreException>(() => StoreCopy.Run(first, there, overwrite: false)).Message, StringComparison.Ordinal);
        Assert.Empty(there.Listing());
        Assert.Equal(0, Sql.Count(there.Path, "vectors"));
    }

    private static string Everything(KnowledgeStore store)
    {
        List<string> rows = [];
        foreach (string table in StoreCopy.Tables)
        {
            using System.Data.Common.DbConnection connection = Sql.OpenAny(store.Path);
            using System.Data.Common.DbCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using System.Data.Common.DbDataReader reader = command.ExecuteReader();
            List<string> own = [];
            while (reader.Read())
            {
                own.Add(table + ": " + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)
                    .Order(StringComparer.Ordinal).Select(name => reader[name] switch
                    {
                        byte[] bytes => Convert.ToHexString(bytes),
                        bool truth => truth ? "1" : "0",
                        var value => value.ToString(),
                    })));
            }

            rows.AddRange(own.Order(StringComparer.Ordinal));
        }

        return string.Join('\n', rows);
    }
}

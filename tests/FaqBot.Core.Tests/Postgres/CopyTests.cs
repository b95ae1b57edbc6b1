using FaqBot.Core.Access;
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
    private static readonly DateTimeOffset Now = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

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

        (IReadOnlyList<(string Table, long Rows)> copied, RestoredAccess access) = StoreCopy.Run(first, there, overwrite: false, Now);
        Assert.Equal(1, copied.Single(table => table.Table == "feedback").Rows);
        Assert.Equal((false, 0), (access.IsPresent, access.Differing.Count));
        Assert.Equal(
            copied.Where(IsNoLog), StoreCopy.Run(there, back, overwrite: false, Now).Copied.Where(IsNoLog));
        Assert.Equal(Everything(first), Everything(there));
        Assert.Equal(Everything(first), Everything(back));

        // What holds something is not written over by mistake; on purpose it may be as often as one likes.
        StoreException refused = Assert.Throws<StoreException>(() => StoreCopy.Run(first, there, overwrite: false, Now));
        Assert.Equal(StoreFault.Refused, refused.Kind);
        IReadOnlyList<(string Table, long Rows)> again = StoreCopy.Run(first, there, overwrite: true, Now).Copied;
        Assert.Equal(copied.Where(again.Contains), again);
        Assert.Equal(Everything(first), Everything(there));

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
            Assert.Throws<StoreException>(() => StoreCopy.Run(first, there, overwrite: false, Now)).Message, StringComparison.Ordinal);
        Assert.Empty(there.Listing());
        Assert.Equal(0, Sql.Count(there.Path, "vectors"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Copy_revives_nothing_that_was_revoked_where_it_goes(bool isFile)
    {
        using SqliteEngine file = new();
        using StoreEngine engine = isFile ? new SqliteEngine() : new PostgresEngine(server);
        using KnowledgeStore first = file.Open(), there = engine.Open();
        Publication.Publish(first, Publication.Knowledge("a"));
        AccessStore former = first.Access, access = there.Access;
        (AccessKey revoked, string _) = former.Keys.Create("revoked", [new Grant("a", Role.Owner)], "ada", Now, null)!.Value;
        former.Keys.Create("kept", [new Grant("a", Role.Editor)], "ada", Now, null);
        former.Accounts.Put("root", "former hash", Now);
        former.Members.Put(MemberKind.User, "eve", "a", [Role.Owner], "ada", Now);
        first.EndpointKeys.Create("a", KeySlot.Primary, Now, replace: false);
        Assert.False(StoreCopy.Run(first, there, overwrite: false, Now).Access.IsPresent);
        Assert.Equal(2, access.Keys.All().Count);

        access.Keys.Remove(revoked.Id);
        access.Accounts.Put("root", "new hash", Now);
        access.Members.Put(MemberKind.User, "eve", "a", [], "ada", Now);
        there.EndpointKeys.Revoke("a", KeySlot.Primary);
        there.EndpointKeys.Create("a", KeySlot.Secondary, Now, replace: false);
        access.Keys.Create("younger", [new Grant("a", Role.Viewer)], "ada", Now, null);
        (AccessKey last, string _) = access.Keys.Create("gone again", [new Grant("a", Role.Viewer)], "ada", Now, null)!.Value;
        access.Keys.Remove(last.Id);
        Publication.Publish(there, Publication.Knowledge("younger"));
        there.EndpointKeys.Create("younger", KeySlot.Primary, Now, replace: false);
        access.Sessions.Put([1], "user:eve", [2], Now, Now.AddHours(1));
        Publication.Publish(first, Publication.Knowledge("a", edition: "second"));

        RestoredAccess copied = StoreCopy.Run(first, there, overwrite: true, Now).Access;
        Assert.True(copied.IsPresent);
        Assert.Equal(
            ["account 'root'", "endpoint key Primary of 'a'", "key 'revoked'", "member User 'eve' as owner of a"],
            copied.Differing.Select(way => way.Split(" (fqb_")[0]));
        Assert.Equal((2, 1), (there.Load("a")!.Identity.Number, there.Published().Count));
        Assert.Equal(["kept", "younger"], access.Keys.All().Select(key => key.Name).Order(StringComparer.Ordinal));
        Assert.Equal("new hash", Sql.Texts(there.Path, "SELECT password_hash FROM access_accounts"));
        Assert.Empty(access.Members.All());
        Assert.Equal(("a", KeySlot.Secondary), Assert.Single(there.EndpointKeys.All().Select(key => (key.KnowledgeBaseId, key.Slot))));
        Assert.NotNull(access.Sessions.Find([1], Now));
        Assert.Equal(["CopyDatabase", "CopyDatabase"], access.Audit.From(0, 10).Select(row => row.Entry.Action));
        Assert.Empty(access.Audit.Verify(null, 10).Faults);
        Assert.True(access.Keys.Create("next", [new Grant("a", Role.Viewer)], "ada", Now, null)!.Value.Key.Id > last.Id);

        // Where it is asked for, all is as in the first again, and what opens again is named.
        RestoredAccess revived = StoreCopy.Run(first, there, overwrite: true, Now, keysOfCopy: true).Access;
        Assert.False(revived.IsPresent);
        Assert.Equal(copied.Differing, revived.Differing);
        Assert.Equal(["kept", "revoked"], access.Keys.All().Select(key => key.Name).Order(StringComparer.Ordinal));
        Assert.Empty(access.Audit.Verify(null, 10).Faults);
    }

    /// <summary>The audit log goes on with each copy.</summary>
    private static bool IsNoLog((string Table, long Rows) table) => !table.Table.StartsWith("audit", StringComparison.Ordinal);

    private static string Everything(KnowledgeStore store)
    {
        List<string> rows = [];
        foreach (string table in StoreCopy.Tables.Where(table => IsNoLog((table, 0))))
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

using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Postgres.Schemas;
using Npgsql;

namespace FaqBot.Core.Tests.Postgres;

/// <summary>The tables of both engines are the same, and come to be only on purpose.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SchemaTests(PostgresFixture server)
{
    [Fact]
    public void Tables_and_columns_are_those_of_a_file()
    {
        using SqliteEngine file = new();
        using PostgresEngine engine = new(server);
        using KnowledgeStore store = file.Open(), other = engine.Open();
        Assert.Equal(Columns(store, SqliteTables), Columns(other, PostgresTables));
        Assert.Equal(Schema.Current, PostgresSchema.Current);
    }

    [Fact]
    public void Copy_knows_every_table()
    {
        using SqliteEngine file = new();
        using KnowledgeStore store = file.Open();
        Assert.Equal(
            StoreCopy.Tables.Order(StringComparer.Ordinal),
            Sql.Texts(store.Path, SqliteTables).Split(',').Where(table => table != "schema_versions").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Database_without_tables_waits_to_be_migrated_by_whoever_comes_first()
    {
        StorePlace place = new("") { ConnectionString = await server.Server.CreateDatabaseAsync() };
        StoreException awaited = Assert.Throws<StoreException>(() => KnowledgeStore.Open(place));
        Assert.Equal(StoreFault.Outdated, awaited.Kind);
        Assert.Contains("migrate", awaited.Message, StringComparison.Ordinal);

        (long Before, long After)[] migrated = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => PostgresSchema.Migrate(place), TestContext.Current.CancellationToken)));
        Assert.Equal([0L, Schema.Current, Schema.Current], migrated.Select(one => one.Before).Order());
        Assert.All(migrated, one => Assert.Equal(Schema.Current, one.After));
        using KnowledgeStore store = KnowledgeStore.Open(place);
        Assert.Equal(1, Publication.Publish(store, Publication.Knowledge("a")).Number);
    }

    [Fact]
    public void Newer_tables_are_read_as_long_as_they_say_so()
    {
        using PostgresEngine engine = new(server);
        string path;
        using (KnowledgeStore store = engine.Open())
        {
            path = store.Path;
            Publication.Publish(store, Publication.Knowledge("a"));
        }

        // A newer build has added to the tables, which this one need not know.
        Sql.Execute(
            path, "ALTER TABLE versions ADD COLUMN later text; CREATE TABLE later (id bigint); UPDATE schema_versions SET schema = 99");
        using (KnowledgeStore store = engine.Open())
        {
            Assert.Equal(2, Publication.Publish(store, Publication.Knowledge("a", edition: "second")).Number);
        }

        Assert.Equal((99L, 99L), PostgresSchema.Migrate(engine.Place));
        Sql.Execute(path, "UPDATE schema_versions SET min_reader = 99");
        Assert.Equal(StoreFault.Newer, Assert.Throws<StoreException>(() => engine.Open()).Kind);
        Assert.Equal(StoreFault.Newer, Assert.Throws<StoreException>(() => PostgresSchema.Migrate(engine.Place)).Kind);
    }

    [Fact]
    public void Role_that_may_not_change_tables_serves()
    {
        using PostgresEngine engine = new(server);
        NpgsqlConnectionStringBuilder parts = new(engine.Place.ConnectionString);
        string name = $"server_{parts.Database}";
        using (KnowledgeStore store = engine.Open())
        {
            foreach (string schema in new[] { "faqbot", "faqbot_log" })
            {
                Sql.Execute(store.Path, $"""
                    DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{name}') THEN CREATE ROLE {name} LOGIN; END IF; END $$;
                    GRANT USAGE ON SCHEMA {schema} TO {name};
                    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {name};
                    GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {name}
                    """);
            }
        }

        parts.Username = name;
        StorePlace place = new("") { ConnectionString = parts.ToString() };
        using KnowledgeStore served = KnowledgeStore.Open(place);
        Publication.Publish(served, Publication.Knowledge("a"));
        Assert.NotNull(served.Load("a"));
        served.ProveWritable();
        Assert.Equal(
            StoreFault.ReadOnly,
            Assert.Throws<StoreException>(
                () => served.Database.Change(connection => connection.Execute("DROP TABLE feedback"), Purpose.Add)).Kind);
    }

    private const string SqliteTables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";

    private const string PostgresTables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'faqbot' "
        + "AND table_name NOT IN ('store_changes', 'replicas', 'jobs')";

    private static string[] Columns(KnowledgeStore store, string tables)
    {
        using StoreConnection connection = store.Database.Open(TimeSpan.FromSeconds(2));
        return connection.Within(Purpose.Read, _ => (string[])
        [
            .. Sql.Texts(store.Path, tables).Split(',').Order(StringComparer.Ordinal)
                .SelectMany(table => ColumnsOf(connection, table).Order(StringComparer.Ordinal).Select(column => $"{table}.{column}")),
        ]);
    }

    private static string[] ColumnsOf(StoreConnection connection, string table)
    {
        using System.Data.Common.DbCommand command = connection.Prepare($"SELECT * FROM {table} LIMIT 0");
        using System.Data.Common.DbDataReader reader = command.ExecuteReader();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}

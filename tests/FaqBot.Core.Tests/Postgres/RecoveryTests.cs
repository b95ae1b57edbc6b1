using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Postgres.Schemas;

namespace FaqBot.Core.Tests.Postgres;

/// <summary>The drill of the documentation, with its settings: a database that was ruined comes back as it was a moment before, from a base
/// backup and the archived log.</summary>
public sealed class RecoveryTests
{
    private const string Archive = "/backups/archive", Moment = "2026-03-05 12:14:00+00";

    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "postgresql.md"));

    [Fact]
    public async Task Ruined_database_comes_back_as_it_was_at_a_moment()
    {
        using TemporaryFolder folder = new();
        string archive = folder.File("archive"), copy = folder.File("base");
        Directory.CreateDirectory(archive);
        await using PostgresServer server = await PostgresServer.StartAsync();
        await server.OpenToServerAsync(folder.Path);
        await server.ConfigureAsync(Documented("archives its log with these settings, and a restart:\n\n```\n", "```", archive));
        await server.StopAsync();
        await server.StartAgainAsync();
        StorePlace place = new("") { ConnectionString = await server.CreateDatabaseAsync("faqbot") };
        PostgresSchema.Migrate(place);
        string key;
        using (KnowledgeStore store = KnowledgeStore.Open(place))
        {
            Publication.Publish(store, Publication.Knowledge("a"));
            await server.RunAsUserAsync(
                "pg_basebackup", "-h", "127.0.0.1", "-p", $"{server.Port}", "-U", "postgres", "-D", copy, "--checkpoint=fast");

            // After the base backup, and before the accident: this must not be lost.
            Publication.Publish(store, Publication.Knowledge("a", edition: "second"));
            key = store.EndpointKeys.Create("a", KeySlot.Primary, DateTimeOffset.UnixEpoch, replace: false)!;
        }

        string moment = await server.AskAsync("faqbot", "SELECT clock_timestamp()");
        await server.AskAsync("faqbot", "DROP SCHEMA faqbot CASCADE");
        await server.AskAsync("faqbot", "SELECT pg_switch_wal()");
        await server.StopAsync();
        Npgsql.NpgsqlConnection.ClearAllPools();

        await using PostgresServer restored = await PostgresServer.StartOnAsync(
            copy,
            [
                .. Documented("cat >> /restore/postgresql.conf <<'END'\n", "END", archive)
                    .Select(line => line.Replace(Moment, moment, StringComparison.Ordinal)),
            ]);
        StorePlace back = new("") { ConnectionString = restored.ConnectionString("faqbot") };
        KnowledgeStore? opened = null;
        await Eventually.IsTrueAsync(
            async () => await restored.AskAsync("postgres", "SELECT pg_is_in_recovery()") == "f", "it has come to that moment");
        try
        {
            opened = KnowledgeStore.Open(back);
            Assert.Equal(2, opened.Load("a")!.Identity.Number);
            Assert.Equal(EndpointKey.HashOf(key), Assert.Single(opened.EndpointKeys.All()).Hash.ToArray());
            Assert.Equal(3, Publication.Publish(opened, Publication.Knowledge("a", edition: "third")).Number);
        }
        finally
        {
            opened?.Dispose();
            Npgsql.NpgsqlConnection.ClearAllPools();
        }
    }

    /// <summary>Lines of settings as they are printed, but for the folder.</summary>
    private static string[] Documented(string before, string after, string archive)
    {
        string[] parts = Page.Split(before);
        Assert.Equal(2, parts.Length);
        string[] lines = parts[1][..parts[1].IndexOf(after, StringComparison.Ordinal)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains(Archive, StringComparison.Ordinal));
        return [.. lines.Select(line => line.Replace(Archive, archive, StringComparison.Ordinal))];
    }
}

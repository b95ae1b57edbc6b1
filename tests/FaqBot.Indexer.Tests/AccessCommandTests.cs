using FaqBot.Core.Access;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Indexer.Tests;

/// <summary>The commands <c>audit</c> and <c>accounts</c>.</summary>
public sealed class AccessCommandTests : IDisposable
{
    private const string Password = "a horse has no batteries";

    private readonly TemporaryFolder _folder = new();
    private readonly string _database;

    public AccessCommandTests() => _database = _folder.File("faq.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Audit_log_is_verified_exported_and_told_when_somebody_has_changed_it()
    {
        using (KnowledgeStore store = KnowledgeStore.Open(_database))
        {
            for (int i = 1; i <= 3; i++)
            {
                store.Access.Audit.Append(new AuditEntry(
                    DateTimeOffset.UnixEpoch.AddDays(i), "key:ci", "10.0.0.0/24", "PutEntry", "shop", $"entries/{i}", null, $"{i}",
                    AuditOutcome.Done, null, "日志"));
            }
        }

        IndexerProcess.Result whole = await RunAsync("audit", "verify");
        Assert.Equal(0, whole.ExitCode);
        Assert.Equal("3 row(s), nothing changed and nothing missing", whole.Lines[0]);
        Assert.Matches("^last: 3:[0-9a-f]{64}$", whole.Lines[1]);
        string noted = whole.Lines[1]["last: ".Length..];
        Assert.Equal(0, (await RunAsync("audit", "verify", "--noted", noted)).ExitCode);
        Assert.Equal(2, (await RunAsync("audit", "verify", "--noted", "3:abc")).ExitCode);
        IndexerProcess.Result export = await RunAsync("audit", "export", "--after", "1");
        Assert.Equal(2, export.Lines.Length);
        Assert.StartsWith("""{"number":2,"at":"1970-01-03T00:00:00+00:00","actor":"key:ci",""", export.Lines[0], StringComparison.Ordinal);
        Assert.Contains("\"note\":\"日志\"", export.Lines[0], StringComparison.Ordinal);
        using (SqliteConnection connection = new($"Data Source={_database};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE audit SET actor = 'key:other' WHERE number = 2; DELETE FROM audit WHERE number = 1";
            command.ExecuteNonQuery();
        }

        IndexerProcess.Result changed = await RunAsync("audit", "verify");
        Assert.Equal(8, changed.ExitCode);
        Assert.Contains("Row 1 is missing.", changed.Errors, StringComparison.Ordinal);
        Assert.Contains("The audit log is not what was written.", changed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_is_set_listed_and_removed_and_its_password_is_no_argument()
    {
        Assert.Equal(0, (await SetAsync("root", Password)).ExitCode);
        using (KnowledgeStore store = KnowledgeStore.Open(_database))
        {
            LocalAccount account = Assert.Single(store.Access.Accounts.All());
            Assert.True(LocalAccount.Opens(account, Password));
            AuditEntry entry = Assert.Single(store.Access.Audit.From(0, 10)).Entry;
            Assert.Equal(("command line", "SetAccount", "account:root"), (entry.Actor, entry.Action, entry.Object));
        }

        IndexerProcess.Result weak = await SetAsync("root", "short");
        Assert.Equal(3, weak.ExitCode);
        Assert.Contains("found a password of 5 characters, expected 12 to 256", weak.Errors, StringComparison.Ordinal);
        Assert.Equal(3, (await SetAsync("root", "")).ExitCode);
        Assert.Equal(["root"], (await RunAsync("accounts", "list")).Lines);
        Assert.Equal(["root: removed"], (await RunAsync("accounts", "remove", "root")).Lines);
        Assert.Equal(3, (await RunAsync("accounts", "remove", "root")).ExitCode);
        Assert.Empty((await RunAsync("accounts", "list")).Lines);
    }

    private Task<IndexerProcess.Result> RunAsync(params string[] arguments) =>
        IndexerProcess.RunAsync([.. arguments, "--database", _database]);

    private async Task<IndexerProcess.Result> SetAsync(string name, string password)
    {
        using IndexerProcess process = IndexerProcess.StartThrough(
            "sh", "-c", "printf '%s\\n' \"$1\" | \"$2\" accounts set \"$3\" --database \"$4\"", "sh", password,
            IndexerProcess.Program, name, _database);
        return await process.ResultAsync();
    }
}

using System.Net;
using FaqBot.Core.Access;
using FaqBot.Core.Storage.Relational;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Access;

/// <summary>A service whose people sign in by an issuer of the tests' own.</summary>
public sealed class SignInService : IAsyncLifetime
{
    public const string AdminKey = "the key of the sign-in tests";
    public const string Account = "root", Password = "a horse has no batteries";

    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _process;
    private Issuer? _issuer;

    internal ServiceProcess Process => _process ?? throw new InvalidOperationException("The service has not been started.");

    internal Issuer Issuer => _issuer ?? throw new InvalidOperationException("The issuer has not been started.");

    internal string Database => _folder.File("faq.db");

    internal IEnumerable<(string Path, string Value)> Options =>
    [
        ("Storage:Path", Database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"), ("Admin:Key", AdminKey),
        ("Answering:DefaultKnowledgeBase", "shop"), ("Access:Oidc:Authority", Issuer.Address), ("Access:Oidc:ClientId", Issuer.ClientId),
        ("Access:Oidc:ClientSecret", Issuer.ClientSecret), ("Access:Oidc:Roles:0", "faq-admins=administrator"),
        ("Access:Oidc:Roles:1", "shop=team=shop:editor"), ("Access:LockAfter", "3"),
    ];

    public async ValueTask InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        await IndexerProcess.IndexAsync(
            Database, AccessService.Draft("shop").Write(_folder.File("shop.json")),
            AccessService.Draft("hr").Write(_folder.File("hr.json")));
        _process = await ServiceProcess.StartReadyAsync(Options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }

        _folder.Dispose();
    }

    internal Browser Browser() => new(Process.Address);

    /// <summary>Changes the database past the service.</summary>
    internal void Execute(string sql)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={Database};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Whether somebody's signing in, or out, is in the audit log, as often as it happened.</summary>
    internal int CountAudit(string actor, string action)
    {
        using KnowledgeStore store = KnowledgeStore.Open(Database);
        store.Access.Audit.Settle(TimeProvider.System.GetUtcNow().AddMinutes(1));
        return store.Access.Audit.List(new AuditQuery(long.MaxValue, 100) { Actor = actor, Action = action, Outcome = AuditOutcome.Done })
            .Count;
    }

    /// <summary>Until disposed, the database takes no rows into a table.</summary>
    internal IDisposable Closed(string table) => new ClosedTable(this, table);

    private sealed class ClosedTable : IDisposable
    {
        private readonly SignInService _service;
        private readonly string _table;

        public ClosedTable(SignInService service, string table)
        {
            (_service, _table) = (service, table);
            service.Execute($"CREATE TRIGGER no_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END");
        }

        public void Dispose() => _service.Execute($"DROP TRIGGER no_{_table}");
    }

    /// <summary>Goes to the issuer and back.</summary>
    /// <returns>A browser, and what the service said when it came back.</returns>
    internal async Task<(Browser Browser, HttpResponseMessage Response)> VisitAsync(
        string subject, string name, string[] groups, Fault fault = Fault.None, string returnUrl = "/admin?x=1")
    {
        Issuer.Person = new() { ["sub"] = subject, ["preferred_username"] = name, ["groups"] = groups };
        Issuer.Spoil = fault;
        Browser browser = Browser();
        using HttpResponseMessage begun = await browser.SendAsync(
            HttpMethod.Get, $"api/v1/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        using HttpResponseMessage authorized = await browser.SendAsync(HttpMethod.Get, begun.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, authorized.StatusCode);
        HttpResponseMessage back = await browser.SendAsync(HttpMethod.Get, authorized.Headers.Location!.ToString());
        Issuer.Spoil = Fault.None;
        return (browser, back);
    }

    /// <summary>Signs somebody in.</summary>
    internal async Task<Browser> SignInAsync(string subject, string name, params string[] groups)
    {
        (Browser browser, HttpResponseMessage response) = await VisitAsync(subject, name, groups);
        using (response)
        {
            Assert.True(
                response.StatusCode == HttpStatusCode.Redirect,
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) + Process.Log);
        }

        return browser;
    }
}

[CollectionDefinition(Name)]
public sealed class SignInCollection : ICollectionFixture<SignInService>
{
    public const string Name = "sign-in";
}

using FaqBot.Tests.Running;

namespace FaqBot.Tests.QnaMaker;

/// <summary>The real authoring clients of QnA Maker, out of tests/clients, pointed at this service.</summary>
public sealed class AuthoringClientTests(AuthoredService service) : IClassFixture<AuthoredService>
{
    [Theory]
    [InlineData("bf-qnamaker.mjs")]
    [InlineData("qnamaker-authoring.mjs")]
    public async Task Client_is_served_unchanged(string script)
    {
        await using ChildProcess node = ChildProcess.Start(
            "node",
            [Repository.PathOf("tests", "clients", script)],
            [
                ("FAQBOT_ADDRESS", service.Process.Address.ToString().TrimEnd('/')),
                ("FAQBOT_ADMIN_KEY", AuthoredService.Key),
            ]);
        Assert.True(await node.EndAsync() == 0, node.Output + service.Process.Log);
        Assert.EndsWith("done\n", node.Output, StringComparison.Ordinal);
    }
}

/// <summary>A service of its own: these routes change all knowledge bases at once.</summary>
public sealed class AuthoredService : IAsyncLifetime
{
    public const string Key = "the key of authoring clients";

    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _process;

    internal ServiceProcess Process => _process ?? throw new InvalidOperationException("The service has not been started.");

    public HttpClient Client => Process.Client;

    public async ValueTask InitializeAsync()
    {
        string database = _folder.File("faq.db");
        await IndexerProcess.IndexAsync(database, Kiosk.Write(_folder.File("kiosk.json")));
        _process = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"), ("Admin:Key", Key),
            ("Answering:DefaultKnowledgeBase", Kiosk.Id), ("EndpointKeys:BlankKeys", "true"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }
}

using FaqBot.Tests.Running;
using Microsoft.Playwright;

namespace FaqBot.Tests.Page;

/// <summary>A service with its page, and a real Chromium.</summary>
/// <param name="sample">The database to copy.</param>
public sealed class ChatPageService(SampleDatabase sample) : SampleService(sample), IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    protected override IEnumerable<(string Path, string Value)> Options => [("Http:CorsOrigins:0", ShopSite.Origin)];

    internal override IEnumerable<KnowledgeDraft> MoreKnowledge() => [HostileAnswers.Knowledge];

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        Assert.True(File.Exists(Chromium), $"{Chromium} is missing: apt-get install chromium");
        _playwright = await Playwright.CreateAsync();

        // Every start has an empty profile of its own.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Headless = true,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",

                // The sites of the tests have no address, which the browser would ask about before it lets them reach this machine.
                "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
            ],
        });
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    /// <summary>Opens the page as a new visitor.</summary>
    /// <param name="options">What the visitor's browser is like; a Chinese one on a desk otherwise.</param>
    /// <param name="path">Path and query of the page.</param>
    /// <returns>The page, which greets.</returns>
    internal async Task<ChatPage> OpenAsync(BrowserNewContextOptions? options = null, string path = "") =>
        await ChatPage.OpenAsync(await NewPageAsync(options), path);

    /// <summary>Opens an empty page as a new visitor.</summary>
    /// <param name="options">What the visitor's browser is like; a Chinese one on a desk otherwise.</param>
    /// <returns>The page.</returns>
    internal async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.Locale ??= "zh-CN";
        options.BaseURL = Process.Address.ToString();
        IBrowserContext context = await _browser!.NewContextAsync(options);
        return await context.NewPageAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ChatPageCollection : ICollectionFixture<ChatPageService>
{
    public const string Name = "chat page";
}

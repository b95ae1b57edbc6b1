using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Running;
using Microsoft.Playwright;

namespace FaqBot.Tests.Admin;

/// <summary>A service whose knowledge bases are edited in its administration pages, and one real Chromium; each test has a knowledge base
/// of its own.</summary>
public sealed class AdminService : IAsyncLifetime
{
    public const string Key = "the key of the administration tests";

    private const string Chromium = "/usr/bin/chromium";

    private static readonly (string Id, string Question, string Chinese, string? English)[] Tea =
    [
        ("hours", "What are your opening hours?", "每天九点到十八点。", "Daily from 9 to 18."),
        ("delivery", "How long does delivery take?", "通常两天送到。", "Two days as a rule."),
        ("return", "How do I return a packet of tea?", "三十天内可以退货。", "Within 30 days, unopened."),
        ("brew", "How hot should the water be for green tea?", "八十度。", "Eighty degrees."),
        ("gift", "Do you wrap presents?", "可以免费包装。", null),
        ("pay", "Which cards do you accept?", "支持所有银行卡。", "All of them."),
    ];

    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _process;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private int _knowledgeBases;

    public HttpClient Client => Process.Client;

    internal ServiceProcess Process => _process ?? throw new InvalidOperationException("The service has not been started.");

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Chromium), $"{Chromium} is missing: apt-get install chromium");
        string database = _folder.File("faq.db");
        KnowledgeDraft first = new("first", new DraftEntry("hello", "Is anybody there?", "Yes."));
        await IndexerProcess.IndexAsync(database, first.Write(_folder.File("first.json")));
        _process = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"), ("Admin:Key", Key),
            ("Answering:DefaultKnowledgeBase", "first"), ("Http:CorsOrigins:0", "https://shop.example"));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Headless = true,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
        await (_process?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    /// <summary>Begins a knowledge base about tea and publishes it.</summary>
    /// <returns>Its id.</returns>
    internal async Task<string> BeginAsync()
    {
        string id = $"tea{Interlocked.Increment(ref _knowledgeBases)}";
        await CallAsync(HttpMethod.Post, "kbs", new
        {
            id,
            name = $"Tea {id}",
            languages = new[] { "zh-Hans", "en" },
            defaultAnswer = "Nobody knows.",
        });
        foreach ((string entry, string question, string chinese, string? english) in Tea)
        {
            Dictionary<string, string> answer = new() { ["zh-Hans"] = chinese };
            if (english is not null)
            {
                answer["en"] = english;
            }

            await CallAsync(HttpMethod.Post, $"kbs/{id}/entries", new
            {
                id = entry,
                question,
                answer,
            });
        }

        await PublishAsync(id);
        return id;
    }

    /// <summary>Publishes the working copy.</summary>
    internal async Task PublishAsync(string kb)
    {
        int revision = (await CallAsync(HttpMethod.Get, $"kbs/{kb}/draft")).GetProperty("revision").GetInt32();
        await CallAsync(HttpMethod.Post, $"kbs/{kb}/publish", new { revision });
    }

    /// <summary>Asks as a customer.</summary>
    internal Task AskAsync(string kb, string question, string userId) => Client.AskAsync(new { question, kb, userId });

    /// <summary>Calls the public API as a program would.</summary>
    internal async Task<JsonElement> CallAsync(HttpMethod method, string path, object? body = null)
    {
        using HttpRequestMessage request = new(method, $"api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        if (method == HttpMethod.Put || method == HttpMethod.Patch || method == HttpMethod.Delete)
        {
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        }

        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>What customers are answered.</summary>
    internal async Task<string?> AnswerAsync(string kb, string question) =>
        (await Client.AskAsync(new { question, kb, language = "en" })).Answer?.Text;

    /// <summary>Opens the pages.</summary>
    /// <param name="path">What follows <c>/admin</c>.</param>
    /// <param name="options">What the browser is like; an English one on a desk otherwise.</param>
    /// <param name="signedIn">Whether the key is there already.</param>
    internal async Task<AdminPage> OpenAsync(string path = "", BrowserNewContextOptions? options = null, bool signedIn = true)
    {
        options ??= new BrowserNewContextOptions();
        options.Locale ??= "en-GB";
        options.BaseURL = Process.Address.ToString();
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 800 };
        IBrowserContext context = await _browser!.NewContextAsync(options);
        if (signedIn)
        {
            await context.AddInitScriptAsync($"sessionStorage.setItem('faqbot.admin.key', '{Key}')");
        }

        AdminPage page = new(await context.NewPageAsync(), Process.Address);
        await page.Browser.GotoAsync("/admin" + path);
        return page;
    }
}

[CollectionDefinition(Name)]
public sealed class AdminCollection : ICollectionFixture<AdminService>
{
    public const string Name = "administration";
}

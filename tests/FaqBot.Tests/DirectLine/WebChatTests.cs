using FaqBot.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.DirectLine;

/// <summary>The official Bot Framework Web Chat, unchanged, in Chromium, on a page of another site.</summary>
[Collection(DirectLineCollection.Name)]
public sealed class WebChatTests(DirectLineService service) : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Headless = true,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",

                // The site of the tests has no address, which the browser would ask about before it lets it reach this machine.
                "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Web_chat_greets_answers_follows_a_button_and_comes_back(bool overSocket)
    {
        IPage page = await OpenAsync(overSocket, DirectLineService.Site, out List<string> errors, out List<IWebSocketRoute> sockets);
        ILocator said = page.Locator(".webchat__bubble__content");
        await Expect(said.First).ToContainTextAsync("您好", new() { Timeout = 30_000 });
        ILocator box = page.Locator("[data-testid='send box text area'], [data-id='webchat-sendbox-input']").First;
        await box.FillAsync("怎么申请退货？");
        await box.PressAsync("Enter");
        await Expect(page.Locator("strong", new() { HasText = "7 天内" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Expect(page.Locator("a[href='https://shop.example/after-sales']")).ToBeVisibleAsync();
        await page.Locator(".webchat__suggested-action", new() { HasText = "没有原包装能退吗？" }).ClickAsync();
        await Expect(said).ToHaveCountAsync(5, new() { Timeout = 20_000 });
        await Expect(said.Nth(3)).ToContainTextAsync("没有原包装能退吗？");
        if (overSocket)
        {
            // Cut: the client waits some seconds and comes back by itself.
            Assert.Single(sockets);
            await sockets[0].CloseAsync(new() { Code = 3001 });
            await box.FillAsync("可以开发票吗");
            await box.PressAsync("Enter");
            await Expect(said).ToHaveCountAsync(7, new() { Timeout = 40_000 });
            Assert.Equal(2, sockets.Count);
        }

        Assert.DoesNotContain(errors, error =>
            error.Contains("v3/directline", StringComparison.Ordinal) || error.Contains("CORS", StringComparison.Ordinal));
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Web_chat_sends_a_file_once_and_is_asked_for_words()
    {
        IPage page = await OpenAsync(true, DirectLineService.Site, out List<string> errors, out _);
        ILocator said = page.Locator(".webchat__bubble__content");
        await Expect(said.First).ToContainTextAsync("您好", new() { Timeout = 30_000 });
        await page.Locator("input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "photo.png", MimeType = "image/png", Buffer = new byte[2_000] });
        ILocator box = page.Locator("[data-testid='send box text area'], [data-id='webchat-sendbox-input']").First;

        // The page takes its time to make a preview, and sends nothing before.
        await Eventually.TrueAsync("the file is sent", TimeSpan.FromMinutes(1), async () =>
        {
            await box.PressAsync("Enter");
            return await said.CountAsync() > 1;
        });
        await Expect(said.Last).ToContainTextAsync("请用文字提问。", new() { Timeout = 30_000 });
        await Expect(page.GetByText("photo.png").First).ToBeVisibleAsync();
        await Expect(page.GetByText("重试")).ToHaveCountAsync(0);
        Assert.DoesNotContain(errors, error => error.Contains("v3/directline", StringComparison.Ordinal));
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Web_chat_on_a_site_that_is_not_trusted_gets_nothing()
    {
        IPage page = await OpenAsync(true, "http://evil.example", out List<string> errors, out List<IWebSocketRoute> sockets);
        await Eventually.TrueAsync("the browser refuses", TimeSpan.FromSeconds(30), () =>
            errors.Exists(error => error.Contains("CORS", StringComparison.Ordinal)));
        Assert.Empty(sockets);
        await Expect(page.Locator(".webchat__bubble__content")).ToHaveCountAsync(0);
        await page.Context.DisposeAsync();
    }

    private Task<IPage> OpenAsync(bool overSocket, string site, out List<string> errors, out List<IWebSocketRoute> sockets)
    {
        errors = [];
        sockets = [];
        return OpenAsync(overSocket, site, errors, sockets);
    }

    private async Task<IPage> OpenAsync(bool overSocket, string site, List<string> errors, List<IWebSocketRoute> sockets)
    {
        string address = service.Process.Address.ToString().TrimEnd('/');
        string token = await service.Client.TokenAsync(new { user = new { id = "dl_visitor" } });
        return await ShowAsync(site, PageOf(address, token, overSocket), "zh-CN", errors, sockets);
    }

    private async Task<IPage> ShowAsync(string site, string body, string locale, List<string> errors, List<IWebSocketRoute> sockets)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new() { Locale = locale });
        IPage page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        await page.RouteAsync(site + "/**", route => route.Request.Url.EndsWith("/webchat.js", StringComparison.Ordinal)
            ? route.FulfillAsync(new()
            {
                Path = Repository.PathOf("tests", "directline", "node_modules", "package", "dist", "webchat.js"),
                ContentType = "text/javascript"
            })
            : route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = body }));
        await page.RouteWebSocketAsync(url => url.Contains("/stream?", StringComparison.Ordinal), socket =>
        {
            sockets.Add(socket);
            socket.ConnectToServer();
        });
        await page.GotoAsync(site + "/chat");
        return page;
    }

    [Fact]
    public async Task Page_of_the_documentation_greets_and_offers_in_its_language_and_no_upload()
    {
        string address = service.Process.Address.ToString().TrimEnd('/');
        string token = await service.Client.TokenAsync(new { user = new { id = "dl_visitor" } });
        string document = await File.ReadAllTextAsync(
            Repository.PathOf("docs", "direct-line.md"), TestContext.Current.CancellationToken);
        string printed = document.Split("   ```html\n")[1].Split("   ```")[0];
        Assert.Contains("conversationStartProperties", printed, StringComparison.Ordinal);
        string page = printed
            .Replace("https://faq.example", address, StringComparison.Ordinal)
            .Replace("https://cdn.botframework.com/botframework-webchat/4.18.1/webchat.js", "/webchat.js", StringComparison.Ordinal)
            .Replace("WebChat.renderWebChat", $"const token = \"{token}\"; WebChat.renderWebChat", StringComparison.Ordinal);
        IPage shown = await ShowAsync(DirectLineService.Site, $"<!doctype html><html><body>{page}</body></html>", "en-GB", [], []);
        ILocator said = shown.Locator(".webchat__bubble__content");
        await Expect(said.First).ToContainTextAsync("您好", new() { Timeout = 30_000 });
        await Expect(said.First).ToContainTextAsync("回答由系统自动给出");
        await Expect(shown.Locator("input[type=file]")).ToHaveCountAsync(0);
        ILocator box = shown.Locator("[data-testid='send box text area'], [data-id='webchat-sendbox-input']").First;
        await box.FillAsync("how do I place an order");
        await box.PressAsync("Enter");
        ILocator button = shown.Locator(".webchat__suggested-action").First;
        await Expect(button).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Matches("^[ -~]+$", await button.InnerTextAsync());
        await button.ClickAsync();
        await Expect(said).ToHaveCountAsync(5, new() { Timeout = 20_000 });
        Assert.DoesNotMatch("[\u4e00-\u9fff]", await said.Last.InnerTextAsync());
        await shown.Context.DisposeAsync();
    }

    private static string PageOf(string address, string token, bool overSocket) =>
        $$"""
        <!doctype html><html lang="zh"><body style="height:600px"><div id="chat" style="height:600px"></div>
        <script src="/webchat.js"></script>
        <script>
          WebChat.renderWebChat({
            directLine: WebChat.createDirectLine({ domain: "{{address}}/v3/directline", token: "{{token}}", webSocket: {{(overSocket ? "true" : "false")}}, pollingInterval: 200 }),
            locale: "zh-CN",
          }, document.getElementById("chat"));
        </script></body></html>
        """;
}

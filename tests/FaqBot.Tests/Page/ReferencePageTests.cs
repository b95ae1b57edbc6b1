using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary><c>/docs</c>, and pages whose address ends with a slash.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class ReferencePageTests(ChatPageService service)
{
    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    public async Task Reference_shows_every_area_and_asks_no_other_host(string path)
    {
        IPage page = await service.NewPageAsync(new BrowserNewContextOptions { Locale = "en-GB" });
        await using IAsyncDisposable context = page.Context;
        List<string> foreign = [], errors = [];
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" or "ws" or "wss" } url
                && url.Authority != service.Process.Address.Authority)
            {
                foreign.Add(request.Url);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                errors.Add(message.Text);
            }
        };
        await page.GotoAsync(path);
        await Expect(page.GetByText("Answers customers' questions with the owner's own answers.").First)
            .ToBeVisibleAsync(new() { Timeout = 60_000 });
        foreach (string area in new[] { "Asking", "Direct Line", "QnA Maker", "Operation" })
        {
            await Expect(page.GetByText(area, new() { Exact = true }).First).ToBeAttachedAsync();
        }

        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Empty(foreign);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("/similarity/")]
    [InlineData("/widget/")]
    public async Task Page_with_a_slash_behind_has_its_styles_and_scripts(string path)
    {
        IPage page = await service.NewPageAsync();
        await using IAsyncDisposable context = page.Context;
        List<string> failed = [];
        page.Response += (_, response) =>
        {
            if (response.Status >= (int)HttpStatusCode.BadRequest)
            {
                failed.Add(response.Url);
            }
        };
        await page.GotoAsync(path + "?kb=shop", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.Empty(failed);
        Assert.EndsWith(path[..^1] + "?kb=shop", page.Url, StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<int>("() => document.styleSheets.length") >= 3);
    }

    [Fact]
    public async Task Policy_of_all_other_pages_stays_strict()
    {
        foreach ((string path, bool isLoose) in new[] { ("docs", true), ("", false), ("similarity", false), ("docs/scalar.js", false) })
        {
            using HttpResponseMessage response =
                await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Equal(isLoose, policy.Contains("'unsafe-inline'", StringComparison.Ordinal));
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        }
    }
}

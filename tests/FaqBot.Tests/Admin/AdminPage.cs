using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Admin;

/// <summary>The administration in a browser. Closing it proves that no policy was broken and nobody else was asked.</summary>
internal sealed class AdminPage : IAsyncDisposable
{
    private readonly List<string> _faults = [];

    public AdminPage(IPage page, Uri service)
    {
        Browser = page;
        page.SetDefaultTimeout(20_000);
        page.PageError += (_, error) => _faults.Add(error);
        page.Console += (_, message) =>
        {
            // A refused request is told by the browser as well; tests that want one look at what the page says of it.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _faults.Add(message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(service.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                _faults.Add($"asked {request.Url}");
            }
        };
    }

    public IPage Browser { get; }

    public ILocator Rows => Browser.Locator(".entry");

    public ILocator Toast => Browser.Locator(".toast").Last;

    public ILocator this[string selector] => Browser.Locator(selector);

    /// <summary>Waits until an editor has saved.</summary>
    public Task SavedAsync() => Expect(this["#save-state"]).ToHaveAttributeAsync("data-state", "saved");

    /// <summary>Whether the page is wider than its window.</summary>
    public Task<bool> IsTooWideAsync() => Browser.EvaluateAsync<bool>(
        "() => document.documentElement.scrollWidth > innerWidth || document.querySelector('#main').scrollWidth "
        + "> document.querySelector('#main').clientWidth");

    public async ValueTask DisposeAsync()
    {
        await Browser.Context.DisposeAsync();
        Assert.Empty(_faults);
    }
}

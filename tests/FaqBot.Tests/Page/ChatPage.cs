using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>The chat page in a browser, through the hooks that it offers.</summary>
internal sealed class ChatPage : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    private ChatPage(IPage page)
    {
        Browser = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _errors.Add(message.Text);
            }
        };
    }

    public IPage Browser { get; }

    /// <summary>Exceptions and console errors of the page.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public ILocator Question => Browser.Locator("#question");

    public ILocator Send => Browser.Locator("#send");

    /// <summary>Replies of the bot, the greeting left out.</summary>
    public ILocator Replies => Browser.Locator("#messages .message.bot[data-decision]");

    /// <param name="browser">An empty page.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="address">The service; that of the collection otherwise.</param>
    public static async Task<ChatPage> OpenAsync(IPage browser, string path = "", Uri? address = null)
    {
        ChatPage page = new(browser);
        await browser.GotoAsync($"{address?.GetLeftPart(UriPartial.Authority)}/{path}");
        await Expect(browser.Locator("#messages .message.bot.greeting")).ToHaveCountAsync(1);
        return page;
    }

    /// <summary>Types a question, sends it and waits for the reply.</summary>
    /// <param name="question">The question.</param>
    /// <returns>The reply.</returns>
    public async Task<ILocator> AskAsync(string question)
    {
        int before = await Replies.CountAsync();
        await Question.FillAsync(question);
        await Send.ClickAsync();
        return await ReplyAsync(before);
    }

    /// <summary>Waits for a reply.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The reply.</returns>
    public async Task<ILocator> ReplyAsync(int index)
    {
        await Expect(Replies).ToHaveCountAsync(index + 1, new LocatorAssertionsToHaveCountOptions { Timeout = 20_000 });
        return Replies.Nth(index);
    }

    /// <summary>How far the page and its log can be scrolled sideways.</summary>
    /// <returns>Pixels; 0 when all fits.</returns>
    public Task<int> SidewaysAsync() => Browser.EvaluateAsync<int>(
        "() => Math.max(...[document.scrollingElement, document.querySelector('#messages')]"
        + ".map((box) => box.scrollWidth - box.clientWidth))");

    public async ValueTask DisposeAsync() => await Browser.Context.DisposeAsync();
}

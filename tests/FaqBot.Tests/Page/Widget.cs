using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>The widget in a page, through the hooks that it offers.</summary>
internal sealed class Widget : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    public Widget(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _errors.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Exceptions and console errors of the page, breaches of its policy among them.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public ILocator Launcher => Find("#launcher");

    public ILocator Panel => Find("#panel");

    public ILocator Question => Find("#question");

    /// <summary>Replies of the bot, the greeting left out.</summary>
    public ILocator Replies => Find("#messages .message.bot[data-decision]");

    public ILocator Find(string selector) => Page.Locator("faqbot-widget " + selector);

    public async Task OpenAsync()
    {
        await Launcher.ClickAsync();
        await Expect(Panel).ToBeVisibleAsync();
    }

    /// <summary>Types a question, sends it and waits for the reply.</summary>
    /// <param name="question">The question.</param>
    /// <returns>The reply.</returns>
    public async Task<ILocator> AskAsync(string question)
    {
        int before = await Replies.CountAsync();
        await Question.FillAsync(question);
        await Find("#send").ClickAsync();
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

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}

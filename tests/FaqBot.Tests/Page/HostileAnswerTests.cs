using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

[Collection(ChatPageCollection.Name)]
public sealed class HostileAnswerTests(ChatPageService service)
{
    private const string Watch = """
        window.hasRun = false;
        window.ran = () => { window.hasRun = true; };
        window.violations = [];
        document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
        """;

    [Fact]
    public async Task Payloads_run_nowhere_and_are_shown_as_text()
    {
        await using ChatPage page = await OpenWatchedAsync();
        ILocator reply = await page.AskAsync(HostileAnswers.Question);
        await Expect(reply).ToHaveAttributeAsync("data-entry-id", "only");
        string shown = await reply.Locator(".answer").InnerTextAsync();
        Assert.All(HostileAnswers.Markup.Where(payload => !payload.StartsWith('&')), payload =>
            Assert.Contains(payload, shown, StringComparison.Ordinal));
        Assert.Equal("", await OddElementsAsync(page));

        // What leads anywhere at all is clicked too, in the same page.
        await page.Browser.EvaluateAsync(
            "() => { for (const link of document.querySelectorAll('.message.bot .answer a')) { link.target = ''; "
            + "link.addEventListener('click', (event) => event.preventDefault()); link.click(); } }");
        await AssertNothingRanAsync(page);
    }

    [Fact]
    public async Task Question_is_shown_as_it_was_typed()
    {
        await using ChatPage page = await OpenWatchedAsync();
        const string Typed = "<script>ran()</script> **bold** [link](javascript:ran()) <img src=x onerror=ran()>";
        await page.AskAsync(Typed);
        await Expect(page.Browser.Locator("#messages .message.user .text")).ToHaveTextAsync(Typed);
        Assert.Equal(0, await page.Browser.Locator("#messages .message.user .text *").CountAsync());
        await AssertNothingRanAsync(page);
    }

    private async Task<ChatPage> OpenWatchedAsync()
    {
        ChatPage page = await service.OpenAsync(new BrowserNewContextOptions { Locale = "en" }, $"?kb={HostileAnswers.Id}");
        await page.Browser.AddInitScriptAsync(Watch);
        await page.Browser.ReloadAsync();
        await Expect(page.Browser.Locator(".greeting")).ToBeVisibleAsync();
        Assert.True(await page.Browser.EvaluateAsync<bool>("() => window.hasRun === false"));
        return page;
    }

    private static async Task AssertNothingRanAsync(ChatPage page)
    {
        Assert.False(await page.Browser.EvaluateAsync<bool>("() => window.hasRun"));
        Assert.Empty(await page.Browser.EvaluateAsync<string[]>("() => window.violations"));
        Assert.Single(page.Browser.Frames);
        Assert.Empty(page.Errors);
    }

    /// <summary>Elements of an answer that Markdown does not make, attributes that run code, and links of other kinds.</summary>
    private static Task<string> OddElementsAsync(ChatPage page) => page.Browser.EvaluateAsync<string>("""
        () => [...document.querySelectorAll(".message.bot .answer *")].filter((element) =>
          !/^(A|P|STRONG|EM|CODE|PRE|UL|OL|LI|BR|BLOCKQUOTE|H[3-6]|HR|DEL)$/.test(element.tagName)
          || [...element.attributes].some(({ name }) => !/^(href|rel|target)$/.test(name))
          || (element.tagName === "A" && !/^(https?|mailto|tel):$/.test(element.protocol))
        ).map((element) => element.outerHTML).join("\n")
        """);
}

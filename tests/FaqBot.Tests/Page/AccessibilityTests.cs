using FaqBot.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

[Collection(ChatPageCollection.Name)]
public sealed class AccessibilityTests(ChatPageService service)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 375)]
    public async Task Axe_finds_nothing(ColorScheme scheme, int width)
    {
        await using ChatPage page = await service.OpenAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
        await Axe.FindsNothingAsync(page.Browser);
        ILocator answered = await page.AskAsync("怎么在青禾商城下单买东西？");
        await answered.Locator(".feedback .opinion").Nth(1).ClickAsync();
        await Expect(answered.Locator(".why")).ToBeVisibleAsync();
        await page.AskAsync("退款");
        await page.AskAsync("埃菲尔铁塔有多高");
        await page.Browser.RouteAsync("**/api/v1/ask", route => route.AbortAsync());
        await page.Question.FillAsync("发票");
        await page.Send.ClickAsync();
        await Expect(page.Browser.Locator(".message.error .retry")).ToBeEnabledAsync();
        await page.Question.FillAsync("发票");
        await Expect(page.Browser.Locator("#completions")).ToBeVisibleAsync();
        await page.Browser.Keyboard.PressAsync("ArrowDown");
        await Axe.FindsNothingAsync(page.Browser);
        await page.Question.FillAsync(new string('长', 1001));
        await Axe.FindsNothingAsync(page.Browser);
    }

    [Fact]
    public async Task Keyboard_alone_asks_and_follows_up()
    {
        await using ChatPage page = await service.OpenAsync();
        await Expect(page.Question).ToBeFocusedAsync();
        await page.Browser.Keyboard.TypeAsync("怎么申请退货？");
        await page.Browser.Keyboard.PressAsync("Enter");
        ILocator reply = await page.ReplyAsync(0);
        await Expect(page.Question).ToBeFocusedAsync();

        // The follow-up prompts lie right before the field.
        string text = await reply.Locator(".chip").Last.InnerTextAsync();
        await page.Browser.Keyboard.PressAsync("Shift+Tab");
        ILocator focused = page.Browser.Locator(":focus");
        await Expect(focused).ToHaveTextAsync(text);
        Assert.NotEqual("none", await focused.EvaluateAsync<string>("(chip) => getComputedStyle(chip).outlineStyle"));
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(await page.ReplyAsync(1)).ToHaveAttributeAsync("data-decision", "answer");
        await Expect(page.Browser.Locator(".message.user .text").Last).ToHaveTextAsync(text);
    }

    [Fact]
    public async Task Keyboard_reaches_everything_in_the_order_of_the_page()
    {
        await using ChatPage page = await service.OpenAsync();
        await page.Browser.EvaluateAsync("() => document.activeElement.blur()");
        List<string> reached = [];
        for (int i = 0; i < 18; i++)
        {
            await page.Browser.Keyboard.PressAsync("Tab");
            reached.Add(await page.Browser.EvaluateAsync<string>(
                "() => document.activeElement.id || document.activeElement.dataset.language || document.activeElement.className || "
                + "document.activeElement.tagName"));
        }

        string[] expected =
        [
            "skip-link", "browse", "transcript", "restart", "zh-Hans", "zh-Hant", "en", "messages",
            "chip", "chip", "chip", "chip", "question",
        ];
        int first = reached.IndexOf("skip-link");
        Assert.True(first >= 0, string.Join(' ', reached));
        Assert.Equal(expected, reached.Skip(first).Take(expected.Length));
    }

    [Fact]
    public async Task Line_break_is_typed_with_shift()
    {
        await using ChatPage page = await service.OpenAsync();
        await page.Browser.Keyboard.TypeAsync("发票抬头");
        await page.Browser.Keyboard.PressAsync("Shift+Enter");
        await page.Browser.Keyboard.TypeAsync("写错了怎么办");
        await Expect(page.Question).ToHaveValueAsync("发票抬头\n写错了怎么办");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(await page.ReplyAsync(0)).ToHaveAttributeAsync("data-entry-id", "invoice-title-wrong");
    }
}

using FaqBot.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>Hostile answers, questions and storage, and what axe has to say.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class WidgetSafetyTests(ChatPageService service)
{
    private const string Watch = """
        () => {
          window.hasRun = false;
          window.ran = () => { window.hasRun = true; };
          window.violations = [];
          document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
        }
        """;

    private const string OddElements = """
        () => [...document.querySelector("faqbot-widget").shadowRoot.querySelectorAll(".answer *")].filter((element) =>
          !/^(A|P|STRONG|EM|CODE|PRE|UL|OL|LI|BR|BLOCKQUOTE|H[3-6]|HR|DEL)$/.test(element.tagName)
          || [...element.attributes].some(({ name }) => !/^(href|rel|target)$/.test(name))
          || (element.tagName === "A" && !/^(https?|mailto|tel):$/.test(element.protocol))
        ).map((element) => element.outerHTML).join("\n")
        """;

    [Fact]
    public async Task Hostile_answer_and_question_run_nowhere_and_are_shown_as_text()
    {
        await using Widget widget = await ShopSite.OpenAsync(service, attributes: $"data-kb={HostileAnswers.Id}");
        await widget.Page.EvaluateAsync(Watch);
        await widget.OpenAsync();
        ILocator reply = await widget.AskAsync(HostileAnswers.Question);
        await Expect(reply).ToHaveAttributeAsync("data-entry-id", "only");
        string shown = await reply.Locator(".answer").InnerTextAsync();
        Assert.All(HostileAnswers.Markup.Where(payload => !payload.StartsWith('&')), payload =>
            Assert.Contains(payload, shown, StringComparison.Ordinal));
        await Expect(widget.Find(".message.user .text")).ToHaveTextAsync(HostileAnswers.Question);
        Assert.Equal(0, await widget.Find(".message.user .text *").CountAsync());
        await AssertNothingRanAsync(widget);
        Assert.Empty(widget.Errors);
    }

    [Fact]
    public async Task Hostile_history_and_reply_run_nowhere()
    {
        await using Widget widget = await ShopSite.OpenAsync(service);
        string text = string.Join("\n\n", HostileAnswers.Markup.Concat(HostileAnswers.Links));
        await widget.Page.EvaluateAsync(
            """
            (text) => sessionStorage.setItem("faqbot.turns.", JSON.stringify([
              { at: Date.now(), question: text, shown: text, reply: { decision: "answer", kb: "shop", answer: { entryId: text, text, prompts: [{ text, question: text, entryId: text }] } } },
              { at: Date.now(), question: text, shown: text, reply: { decision: "noMatch", kb: "shop", answer: null, message: text, suggestions: [{ question: text }], related: [{ entryId: text, question: text }] } },
            ]))
            """,
            text);
        await widget.Page.ReloadAsync();
        await widget.Page.EvaluateAsync(Watch);
        await widget.OpenAsync();
        await Expect(widget.Replies).ToHaveCountAsync(2);
        await AssertNothingRanAsync(widget);
    }

    [Theory]
    [InlineData("zh-Hans", ColorScheme.Light, 1280, "auto")]
    [InlineData("zh-Hant", ColorScheme.Dark, 1280, "auto")]
    [InlineData("en", ColorScheme.Light, 390, "auto")]
    [InlineData("zh-Hans", ColorScheme.Light, 390, "dark")]
    [InlineData("zh-Hant", ColorScheme.Dark, 390, "light")]
    [InlineData("en", ColorScheme.Dark, 1280, "auto")]
    public async Task Axe_finds_nothing(string language, ColorScheme scheme, int width, string theme)
    {
        await using Widget widget = await ShopSite.OpenAsync(
            service,
            new BrowserNewContextOptions
            {
                ColorScheme =
                scheme,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new ViewportSize { Width = width, Height = 844 }
            },
            $"data-lang={language} data-theme={theme} data-starters=\"多久发货？\"",
            language);
        await Expect(widget.Launcher).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(widget.Page);
        await widget.OpenAsync();
        await Axe.FindsNothingAsync(widget.Page);
        await widget.AskAsync("怎么申请退货？");
        await widget.AskAsync("退款");
        await widget.AskAsync("量子纠缠的原理是什么");
        await widget.Page.RouteAsync("**/api/v1/ask", route => route.AbortAsync());
        await widget.Question.FillAsync("发票");
        await widget.Find("#send").ClickAsync();
        await Expect(widget.Find(".message.error .retry")).ToBeEnabledAsync();
        await widget.Question.FillAsync(new string('长', 1001));
        await Axe.FindsNothingAsync(widget.Page);
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_demo_page()
    {
        await using Widget widget = new(await service.NewPageAsync());
        await widget.Page.GotoAsync("/widget");
        await widget.OpenAsync();
        await Axe.FindsNothingAsync(widget.Page);
    }

    private static async Task AssertNothingRanAsync(Widget widget)
    {
        Assert.Equal("", await widget.Page.EvaluateAsync<string>(OddElements));
        await widget.Page.EvaluateAsync("""
            () => {
              for (const link of document.querySelector("faqbot-widget").shadowRoot.querySelectorAll(".answer a")) {
                link.addEventListener("click", (event) => event.preventDefault());
                link.click();
              }
            }
            """);
        Assert.False(await widget.Page.EvaluateAsync<bool>("() => window.hasRun"));
        Assert.Empty(await widget.Page.EvaluateAsync<string[]>("() => window.violations"));
        Assert.Single(widget.Page.Frames);
    }
}

using System.Globalization;
using System.Text.Json;
using FaqBot.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

[Collection(ChatPageCollection.Name)]
public sealed class SimilarityPageTests(ChatPageService service)
{
    private const string First = "发票抬头写错了怎么办";
    [Theory]
    [InlineData("zh-CN", First, "發票抬頭能改嗎", "high", "相似")]
    [InlineData("zh-TW", First, First, "very_high", "非常相似")]
    [InlineData("en-GB", "How do I return an item?", "The moon orbits the earth.", "very_low", "Not similar")]
    public async Task Gauge_shows_the_similarity_in_its_band(string locale, string first, string second, string level, string words)
    {
        List<string> errors = [];
        IPage page = await OpenAsync(new BrowserNewContextOptions { Locale = locale, ReducedMotion = ReducedMotion.Reduce }, errors);
        await using IAsyncDisposable context = page.Context;
        await CompareAsync(page, first, second);
        JsonElement reply = await service.Client.PostOkAsync("similarity", new { sentence_a = first, sentence_b = second });
        string percentage = PercentageOf(reply);
        ILocator gauge = page.Locator("#gauge");
        await Expect(gauge).ToHaveAttributeAsync("aria-valuenow", percentage);
        await Expect(gauge).ToHaveAttributeAsync("aria-valuetext", $"{percentage}%, {words}");
        await Expect(gauge).ToHaveAttributeAsync("data-level", level);
        await Expect(page.Locator("#percentage")).ToHaveTextAsync(percentage + "%");
        await Expect(page.Locator("#level")).ToHaveTextAsync(words);
        Assert.StartsWith(percentage,
            (await page.EvalOnSelectorAsync<string>("#gauge-fill", "(fill) => getComputedStyle(fill).strokeDasharray"))
                .Replace("px", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(
            await page.EvaluateAsync<string>(
                "() => { const probe = document.createElement('i'); probe.dataset.level = document.querySelector('#gauge').dataset.level; "
                + "probe.style.color = 'var(--level)'; document.body.append(probe); const colour = getComputedStyle(probe).color; "
                + "probe.remove(); return colour; }"),
            await page.EvalOnSelectorAsync<string>("#gauge-fill", "(fill) => getComputedStyle(fill).stroke"));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Percentage_never_belongs_to_the_level_above()
    {
        IPage page = await OpenAsync();
        await using IAsyncDisposable context = page.Context;
        foreach ((double similarity, string shown) in new[] { (0.6999, "69%"), (0.7, "70%"), (0.57, "57%"), (0.29, "29%"), (1, "100%"),
            (0, "0%") })
        {
            string body = JsonSerializer.Serialize(new
            {
                sentence_a = "a",
                sentence_b = "b",
                similarity,
                level = "medium",
                cosine = 0.5,
                truncated = false,
                status = "ok",
                model = "m",
                max_tokens = 9,
                elapsed_ms = 1,
            });
            await page.RouteAsync("**/similarity", route =>
                route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = body }));
            await CompareAsync(page, "a", "b");
            await Expect(page.Locator("#percentage")).ToHaveTextAsync(shown);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 375)]
    public async Task Axe_finds_nothing(ColorScheme scheme, int width)
    {
        IPage page = await OpenAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
        await using IAsyncDisposable context = page.Context;
        await Axe.FindsNothingAsync(page);
        await CompareAsync(page, First, "今天天气怎么样");
        await CompareAsync(page, First, string.Concat(Enumerable.Repeat("发票 ", 600)));
        await Expect(page.Locator("#truncated")).ToContainTextAsync("512");
        await page.RouteAsync("**/similarity", route =>
            route.FulfillAsync(new RouteFulfillOptions { Status = 401, ContentType = "application/json", Body = "{}" }));
        await page.Locator("#compare").ClickAsync();
        await Expect(page.Locator("#api-key")).ToBeFocusedAsync();
        await Axe.FindsNothingAsync(page);
    }

    [Theory]
    [InlineData(375, 812)]
    [InlineData(320, 568)]
    [InlineData(1280, 800)]
    public async Task Page_fits_the_screen(int width, int height)
    {
        IPage page = await OpenAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            HasTouch = width < 500,
            IsMobile = width < 500,
        });
        await using IAsyncDisposable context = page.Context;
        Assert.Equal(0, await SidewaysAsync(page));
        await CompareAsync(page, "https://shop.example/" + new string('x', 300), new string('长', 300));
        Assert.Equal(0, await SidewaysAsync(page));
        await page.Locator("#forget").ScrollIntoViewIfNeededAsync();
        await Expect(page.Locator("#forget")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Keyboard_alone_compares_copies_and_repeats()
    {
        IPage page = await OpenAsync();
        await using IAsyncDisposable context = page.Context;
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip-link")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#sentence-a")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(First);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#sentence-b")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("多久发货");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("？");
        await Expect(page.Locator("#sentence-b")).ToHaveValueAsync("多久发货\n？");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#result")).ToBeVisibleAsync();
        await Expect(page.Locator("#compare")).ToBeEnabledAsync();
        string[] reached = new string[6];
        for (int i = 0; i < reached.Length; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached[i] = await page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.className");
            Assert.NotEqual(
                "none", await page.Locator(":focus").EvaluateAsync<string>("(element) => getComputedStyle(element).outlineStyle"));
        }

        Assert.Equal(["compare", "swap", "command", "copy", "forget", "compared"], reached);
        await page.Locator("#sentence-b").FillAsync("x");
        await page.Locator(".compared").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#sentence-b")).ToHaveValueAsync("多久发货\n？");
    }

    [Fact]
    public async Task Copied_command_gives_what_the_page_shows()
    {
        IPage page = await OpenAsync(new BrowserNewContextOptions { Permissions = ["clipboard-read", "clipboard-write"] });
        await using IAsyncDisposable context = page.Context;
        await CompareAsync(page, "It's \"wrong\" $HOME `id` \\ 发票", "第一行\n第二行 '' 😀");
        await page.Locator("#copy").ClickAsync();
        await Expect(page.Locator("#copy")).ToHaveTextAsync("已复制");
        string command = await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        await using ChildProcess shell =
            ChildProcess.Start("bash", ["-c", command.Replace("curl ", "curl --silent ", StringComparison.Ordinal)]);
        Assert.True(await shell.EndAsync() == 0, shell.Output);
        JsonElement reply = JsonElement.Parse(shell.Output);
        Assert.Equal("第一行\n第二行 '' 😀", reply.GetProperty("sentence_b").GetString());
        await Expect(page.Locator("#percentage")).ToHaveTextAsync($"{PercentageOf(reply)}%");
    }

    [Fact]
    public async Task Key_is_asked_for_where_one_is_needed_and_never_shown()
    {
        const string Key = "geheim-0123456789";
        IPage page = await OpenAsync();
        await using IAsyncDisposable context = page.Context;
        await page.RouteAsync("**/similarity", route => route.Request.Headers.GetValueOrDefault("authorization") == $"Bearer {Key}"
            ? route.ContinueAsync()
            : route.FulfillAsync(new RouteFulfillOptions { Status = 401, ContentType = "application/problem+json", Body = """{"detail":"Send the API key."}""" }));
        await page.Locator("#sentence-a").FillAsync(First);
        await page.Locator("#sentence-b").FillAsync("多久发货");
        await page.Locator("#compare").ClickAsync();
        await Expect(page.Locator("#failure")).ToContainTextAsync("API 密钥");
        await Expect(page.Locator("#api-key")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Key);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#result")).ToBeVisibleAsync();
        await Expect(page.Locator("#failure")).ToHaveTextAsync("");
        await Expect(page.Locator("#command")).ToContainTextAsync("-H \"Authorization: Bearer $FAQBOT_API_KEY\"");
        Assert.DoesNotContain(Key, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, await page.EvaluateAsync<string>("() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }])"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_is_kept_in_the_tab_and_limited()
    {
        IPage page = await OpenAsync();
        await using IAsyncDisposable context = page.Context;
        for (int i = 0; i < 22; i++)
        {
            await CompareAsync(page, First, $"第 {i} 句");
        }

        await Expect(page.Locator(".compared")).ToHaveCountAsync(20);
        await Expect(page.Locator(".compared .second").First).ToHaveTextAsync("第 21 句");
        await page.ReloadAsync();
        await Expect(page.Locator(".compared")).ToHaveCountAsync(20);
        await page.Locator("[data-language=en]").ClickAsync();
        await Expect(page.Locator("#history-title")).ToHaveTextAsync("Compared before");
        await page.Locator("#forget").ClickAsync();
        await Expect(page.Locator("#history")).ToBeHiddenAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("#history")).ToBeHiddenAsync();
    }

    private static async Task CompareAsync(IPage page, string first, string second)
    {
        await page.Locator("#sentence-a").FillAsync(first);
        await page.Locator("#sentence-b").FillAsync(second);
        await page.RunAndWaitForResponseAsync(() => page.Locator("#compare").ClickAsync(), response => response.Request.Method == "POST");
        await Expect(page.Locator("#compare")).ToBeEnabledAsync();
        await Expect(page.Locator("#result")).ToBeVisibleAsync();
        await Expect(page.Locator(".compared .second").First).ToHaveTextAsync(second);
    }

    /// <summary>Rounded down: 0.6999 is not yet the level that begins at 70 %.</summary>
    private static string PercentageOf(JsonElement reply) =>
        Math.Floor(reply.GetProperty("similarity").GetDecimal() * 100).ToString(CultureInfo.InvariantCulture);

    private static Task<int> SidewaysAsync(IPage page) => page.EvaluateAsync<int>(
        "() => Math.max(...[document.scrollingElement, document.querySelector('.workbench')].map((box) => box.scrollWidth - "
        + "box.clientWidth))");

    private async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null, List<string>? errors = null)
    {
        IPage page = await service.NewPageAsync(options);
        page.PageError += (_, error) => errors?.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors?.Add(message.Text);
            }
        };
        await page.GotoAsync("/similarity");
        await Expect(page.Locator("#compare")).Not.ToHaveTextAsync("");
        return page;
    }
}

using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>The widget on a page of another site.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class WidgetTests(ChatPageService service)
{
    private const int MostBytes = 30_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Widget_answers_on_a_strict_page_of_an_allowed_site(int width, int height)
    {
        bool isPhone = width < 500;
        await using Widget widget = await ShopSite.OpenAsync(service, new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            HasTouch = isPhone,
            IsMobile = isPhone,
        });
        await widget.OpenAsync();
        await Expect(widget.Find("#title")).ToHaveTextAsync("青禾商城客服");
        ILocator reply = await widget.AskAsync("怎么申请退货？");
        await Expect(reply).ToHaveAttributeAsync("data-entry-id", "return-apply");
        await Expect(reply.Locator(".answer strong").First).ToBeVisibleAsync();
        await widget.AskAsync("https://shop.example/" + new string('x', 300));
        await Expect(widget.Question).ToBeInViewportAsync();
        await Expect(widget.Find("#send")).ToBeInViewportAsync();
        LocatorBoundingBoxResult box = (await widget.Panel.BoundingBoxAsync())!;
        Assert.Equal(isPhone, box.Width >= width && box.Height >= height);
        Assert.InRange(box.X, 0, width - box.Width);
        Assert.Equal(0, await widget.Find("#messages").EvaluateAsync<int>("(box) => box.scrollWidth - box.clientWidth"));
        Assert.Equal(0, await widget.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth - innerWidth"));
        Assert.Empty(widget.Errors);
    }

    [Fact]
    public async Task Site_that_is_not_allowed_gets_no_widget_and_no_answers()
    {
        await using Widget widget = await ShopSite.OpenAsync(service, origin: "http://evil.example");
        await widget.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Expect(widget.Page.Locator("faqbot-widget")).ToHaveCountAsync(0);
        Assert.Contains(widget.Errors, error => error.Contains("CORS", StringComparison.Ordinal));
        string outcome = await widget.Page.EvaluateAsync<string>(
            """
            (address) => fetch(address + "api/v1/ask", { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"question":"x"}' })
              .then(() => "answered", () => "refused")
            """,
            service.Process.Address.ToString());
        Assert.Equal("refused", outcome);
    }

    [Fact]
    public async Task Prompt_is_asked_in_the_context_of_its_answer()
    {
        await using Widget widget = await ShopSite.OpenAsync(service, attributes: "data-kb=shop");
        await widget.OpenAsync();
        ILocator reply = await widget.AskAsync("怎么申请退货？");
        IRequest request = await widget.Page.RunAndWaitForRequestAsync(
            () => reply.Locator(".chip", new LocatorLocatorOptions { HasTextString = "没有原包装能退吗" }).ClickAsync(), "**/api/v1/ask");
        JsonElement sent = JsonElement.Parse(request.PostData!);
        Assert.Equal("shop", sent.GetProperty("kb").GetString());
        Assert.Equal("return-apply", sent.GetProperty("context").GetProperty("previousEntryId").GetString());
        await Expect(await widget.ReplyAsync(1)).ToHaveAttributeAsync("data-entry-id", "return-no-package");
    }

    [Theory]
    [InlineData("data-kb=shop")]
    [InlineData("")]
    public async Task Small_talk_in_between_does_not_lose_what_the_conversation_is_about(string attributes)
    {
        await using Widget widget = await ShopSite.OpenAsync(service, attributes: attributes);
        await widget.OpenAsync();
        await Expect(await widget.AskAsync("怎么申请退货？")).ToHaveAttributeAsync("data-entry-id", "return-apply");
        await Expect(await widget.AskAsync("你好")).ToHaveAttributeAsync("data-entry-id", "greeting");
        IResponse response = await widget.Page.RunAndWaitForResponseAsync(() => widget.AskAsync("没有原包装了怎么办？"), "**/api/v1/ask");
        JsonElement reply = (await response.JsonAsync())!.Value;
        Assert.Equal("return-no-package", reply.GetProperty("answer").GetProperty("entryId").GetString());
        Assert.Equal(1, reply.GetProperty("confidence").GetDouble());
    }

    [Fact]
    public async Task Keyboard_alone_opens_asks_takes_a_chip_and_closes()
    {
        await using Widget widget = await ShopSite.OpenAsync(service);
        IKeyboard keys = widget.Page.Keyboard;
        await Expect(widget.Launcher).ToBeVisibleAsync();
        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
        await Expect(widget.Launcher).ToBeFocusedAsync();
        Assert.NotEqual("none", await widget.Launcher.EvaluateAsync<string>("(button) => getComputedStyle(button).outlineStyle"));
        await keys.PressAsync("Enter");
        await Expect(widget.Launcher).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(widget.Question).ToBeFocusedAsync();
        await keys.TypeAsync("怎么申请退货？");
        await keys.PressAsync("Enter");
        ILocator reply = await widget.ReplyAsync(0);
        await Expect(widget.Question).ToBeFocusedAsync();
        string prompt = await reply.Locator(".chip").Last.InnerTextAsync();
        await keys.PressAsync("Shift+Tab");
        await Expect(reply.Locator(".chip").Last).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await widget.ReplyAsync(1);
        await Expect(widget.Find(".message.user .text").Last).ToHaveTextAsync(prompt);
        await keys.PressAsync("Escape");
        await Expect(widget.Panel).ToBeHiddenAsync();
        await Expect(widget.Launcher).ToBeFocusedAsync();
        await Expect(widget.Launcher).ToHaveAttributeAsync("aria-expanded", "false");
    }

    [Fact]
    public async Task On_a_phone_the_page_behind_is_out_of_reach()
    {
        await using Widget widget = await ShopSite.OpenAsync(
            service, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 } });
        await widget.OpenAsync();
        for (int i = 0; i < 12; i++)
        {
            await widget.Page.Keyboard.PressAsync("Tab");
            Assert.NotEqual("A", await widget.Page.EvaluateAsync<string>("() => document.activeElement.tagName"));
        }

        await widget.Page.Keyboard.PressAsync("Escape");
        await Expect(widget.Panel).ToBeHiddenAsync();
        await Expect(widget.Launcher).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Letters_typed_into_the_widget_are_no_shortcuts_of_the_page()
    {
        await using Widget widget = await ShopSite.OpenAsync(service);
        await widget.Page.EvaluateAsync("() => { window.heard = 0; addEventListener('keydown', () => window.heard++); }");
        await widget.OpenAsync();
        await widget.Page.Keyboard.TypeAsync("s/k");
        Assert.Equal(0, await widget.Page.EvaluateAsync<int>("() => window.heard"));
        await Expect(widget.Question).ToHaveValueAsync("s/k");
    }

    [Theory]
    [InlineData("data-lang=zh-Hant", "en", "zh-Hant", "線上客服")]
    [InlineData("", "zh-HK", "zh-Hant", "線上客服")]
    [InlineData("", "en-GB", "en", "Help")]
    [InlineData("data-lang=en", "zh-CN", "en", "Help")]
    [InlineData("", "fr", "zh-Hans", "在线客服")]
    [InlineData("data-lang=xx data-theme=pink data-history=always data-side=up", "zh-CN", "zh-Hans", "在线客服")]
    public async Task Language_is_the_tags_the_pages_or_the_browsers(string attributes, string language, string spoken, string title)
    {
        await using Widget widget = await ShopSite.OpenAsync(service, attributes: attributes, language: language);
        await Expect(widget.Page.Locator("faqbot-widget")).ToHaveAttributeAsync("lang", spoken);
        await Expect(widget.Find("section")).ToHaveAttributeAsync("aria-label", title);
        Assert.Equal(language, await widget.Page.EvaluateAsync<string>("() => document.documentElement.lang"));
        Assert.Empty(widget.Errors);
    }

    [Fact]
    public async Task Owners_words_colours_and_side_are_used()
    {
        await using Widget widget = await ShopSite.OpenAsync(
            service, attributes: """data-title="小店" data-greeting="欢迎！<b>" data-starters="多久发货？| |怎么申请退货？" data-side=left data-theme=dark""");
        await widget.Page.Locator("faqbot-widget").EvaluateAsync("host => host.style.setProperty('--faqbot-accent', 'rgb(1, 2, 3)')");
        await widget.OpenAsync();
        await Expect(widget.Find("#title")).ToHaveTextAsync("小店");
        await Expect(widget.Find(".greeting p").First).ToHaveTextAsync("欢迎！<b>");
        await Expect(widget.Find(".greeting .chip")).ToHaveCountAsync(2);
        await Expect(widget.Launcher).ToHaveCSSAsync("background-color", "rgb(1, 2, 3)");
        await Expect(widget.Panel).ToHaveCSSAsync("background-color", "rgb(20, 27, 34)");
        Assert.True((await widget.Panel.BoundingBoxAsync())!.X < 100);
        await widget.Find(".greeting .chip").Last.ClickAsync();
        await Expect(await widget.ReplyAsync(0)).ToHaveAttributeAsync("data-entry-id", "return-apply");
    }

    [Fact]
    public async Task Type_keeps_its_size_on_a_page_with_another_one()
    {
        await using Widget widget = await ShopSite.OpenAsync(service);
        await widget.Page.EvaluateAsync(
            "() => { document.documentElement.style.fontSize = '100px'; document.body.style.textTransform = 'uppercase'; }");
        await widget.OpenAsync();
        await Expect(widget.Question).ToHaveCSSAsync("font-size", "16px");
        await Expect(widget.Question).ToHaveCSSAsync("text-transform", "none");
    }

    [Fact]
    public async Task Widget_is_one_script_and_weighs_less_than_its_limit()
    {
        List<string> loaded = [];
        await using Widget widget = await ShopSite.OpenAsync(service);
        widget.Page.Response += (_, response) => loaded.Add(new Uri(response.Url).AbsolutePath);
        await widget.Page.ReloadAsync();
        await widget.OpenAsync();
        await widget.AskAsync("怎么申请退货？");
        Assert.Equal(["/widget.js"], loaded.Where(path => !path.StartsWith("/api/", StringComparison.Ordinal) && path != "/"));

        using HttpRequestMessage request = new(HttpMethod.Get, "widget.js");
        request.Headers.Add("Accept-Encoding", "gzip");
        using HttpResponseMessage response = await service.Client.SendAsync(request, Token);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        int sent = (await response.Content.ReadAsByteArrayAsync(Token)).Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} bytes sent");
        Assert.InRange(sent, 1000, MostBytes);
    }

    [Fact]
    public async Task Widget_that_has_not_changed_is_not_sent_again()
    {
        using HttpResponseMessage first = await service.Client.GetAsync(new Uri("widget.js", UriKind.Relative), Token);
        Assert.Equal("text/javascript; charset=utf-8", first.Content.Headers.ContentType!.ToString());
        using HttpRequestMessage again = new(HttpMethod.Get, "widget.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await service.Client.SendAsync(again, Token);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Demo_page_shows_the_line_to_embed_and_a_running_widget()
    {
        await using Widget widget = new(await service.NewPageAsync());
        await widget.Page.GotoAsync("/widget");
        await Expect(widget.Page.Locator("#embed"))
            .ToHaveTextAsync($"<script src=\"{service.Process.Address}widget.js\" data-kb=\"shop\" defer></script>");
        await widget.OpenAsync();
        await Expect(await widget.AskAsync("wrong title on my invoice")).ToHaveAttributeAsync("data-entry-id", "invoice-title-wrong");
        Assert.DoesNotContain(widget.Errors, error => !error.Contains("404", StringComparison.Ordinal));
    }
}

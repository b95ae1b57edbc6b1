using System.Collections.Concurrent;
using System.Text.Json;
using FaqBot.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>What leads visitors to people: hours, a form, and the owner's picture, by the options of a service.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class PeoplePageTests(ChatPageService browsers, SampleDatabase sample)
{
    private const string Unknown = "quantum chromodynamics of gluons";
    private const string Logo = "https://cdn.shop.example/logo.png";

    // A transparent picture of one pixel.
    private static readonly byte[] Pixel =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static readonly string[] Days = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Out_of_hours_nobody_is_promised_and_what_visitors_write_arrives()
    {
        ConcurrentQueue<JsonElement> received = [];
        await using LocalServer target = await LocalServer.StartAsync(async context =>
            received.Enqueue(await context.Request.ReadFromJsonAsync<JsonElement>(Token)));
        target.Instead.Enqueue(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        await using Shop shop = await StartAsync(
            ("Channels:OfferHandover", "true"), ("Channels:Hours:Open", $"{DayAfterTomorrow()} 09:00-18:00"),
            ("Channels:ContactForm:Target", target.Address.ToString()), ("Channels:ContactUrl", "mailto:help@shop.example"));
        await using ChatPage page = await shop.OpenAsync("en-GB");
        ILocator reply = await page.AskAsync(Unknown);
        await Expect(reply.Locator(".closed")).ToContainTextAsync("Nobody is there right now. Back from");
        await Expect(reply.Locator(".handover")).ToHaveCountAsync(0);
        await Expect(reply.Locator("a.contact")).ToHaveAttributeAsync("href", "mailto:help@shop.example");
        await reply.Locator(".write").ClickAsync();
        await Axe.FindsNothingAsync(page.Browser);
        ILocator form = reply.Locator(".contact-form");
        await Expect(form.GetByLabel("What would you like to tell us?")).ToBeFocusedAsync();
        await form.GetByLabel("What would you like to tell us?").FillAsync("Please call me about gluons.");
        await form.GetByLabel("How do we reach you?").FillAsync("+49 30 123456");
        await form.GetByRole(AriaRole.Button).ClickAsync();

        // What did not arrive is there still.
        await Expect(form.Locator("[role=status]")).ToContainTextAsync("did not arrive");
        await Expect(form.Locator("textarea")).ToHaveValueAsync("Please call me about gluons.");
        await page.Browser.Keyboard.PressAsync("Enter");
        await Expect(reply.Locator(".contact-sent")).ToContainTextAsync("We have your message");
        JsonElement got = Assert.Single(received);
        Assert.Equal(
            ["Please call me about gluons.", "+49 30 123456", Unknown, "shop", "en"],
            new[] { "message", "replyTo", "question", "kb", "language" }.Select(name => got.GetProperty(name).GetString()));

        foreach ((string locale, string said, string question) in ((string, string, string)[])
            [("zh-CN", "现在没有人工客服在线", "量子纠缠的原理是什么"), ("zh-TW", "現在沒有真人客服在線", "量子糾纏的原理是什麼")])
        {
            await using ChatPage chinese = await shop.OpenAsync(locale);
            ILocator closed = (await chinese.AskAsync(question)).Locator(".closed");
            await Expect(closed).ToContainTextAsync(said);
            await Expect(closed).ToContainTextAsync("星期");
        }
    }

    [Fact]
    public async Task Within_hours_a_person_is_offered_and_the_owners_picture_stands_beside_the_name()
    {
        await using LocalServer target = await LocalServer.StartAsync(_ => Task.CompletedTask);
        await using Shop shop = await StartAsync(
            ("Channels:OfferHandover", "true"), ("Channels:Hours:Open", "Mo-Su 00:00-24:00"),
            ("Channels:ContactForm:Target", target.Address.ToString()), ("Channels:LogoUrl", Logo));
        await using (ChatPage page = await shop.OpenAsync("en-GB"))
        {
            ILocator reply = await page.AskAsync(Unknown);
            await Expect(reply.Locator(".write")).ToHaveCountAsync(0);
            await reply.Locator(".handover").ClickAsync();
            await Expect(reply.Locator("[role=status]").First).ToContainTextAsync("This is how to reach us");
            await Expect(reply.Locator(".write")).ToBeVisibleAsync();

            // The picture could not be had: FaqBot's own stays.
            await Expect(page.Browser.Locator(".header svg.logo")).ToHaveCountAsync(1);
        }

        IPage browser = await browsers.NewPageAsync();
        await browser.RouteAsync(Logo, route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "image/png",
            BodyBytes = Pixel,
        }));
        await browser.GotoAsync(shop.Address.ToString());
        await Expect(browser.Locator(".header img.logo")).ToHaveAttributeAsync("src", Logo);
        await Expect(browser.Locator(".header svg.logo")).ToHaveCountAsync(0);
        await browser.GotoAsync(new Uri(shop.Address, "widget").ToString());
        await browser.Locator("faqbot-widget #launcher").ClickAsync();
        await Expect(browser.Locator("faqbot-widget .top img.logo")).ToHaveAttributeAsync("src", Logo);
        await browser.Context.DisposeAsync();
    }

    private static string DayAfterTomorrow() => Days[(int)TimeProvider.System.GetUtcNow().AddDays(2).DayOfWeek];

    private async Task<Shop> StartAsync(params (string Path, string Value)[] options)
    {
        TemporaryFolder folder = new();
        return new Shop(browsers, folder, await ServiceProcess.StartReadyAsync(
            [("Storage:Path", await sample.CopyToAsync(folder.Path)), .. options]));
    }

    private sealed class Shop(ChatPageService browsers, TemporaryFolder folder, ServiceProcess process) : IAsyncDisposable
    {
        public Uri Address => process.Address;

        public async Task<ChatPage> OpenAsync(string locale) => await ChatPage.OpenAsync(
            await browsers.NewPageAsync(new BrowserNewContextOptions { Locale = locale }), address: Address);

        public async ValueTask DisposeAsync()
        {
            await process.DisposeAsync();
            folder.Dispose();
        }
    }
}

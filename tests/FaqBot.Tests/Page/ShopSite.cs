using System.Net;
using Microsoft.Playwright;

namespace FaqBot.Tests.Page;

/// <summary>A site of somebody else, with the widget on its page and as strict a policy as the widget allows.</summary>
internal static class ShopSite
{
    public const string Origin = "http://shop.example";

    /// <summary>Opens its page.</summary>
    /// <param name="service">The service that the widget comes from.</param>
    /// <param name="options">What the visitor's browser is like.</param>
    /// <param name="attributes">Attributes of the script tag.</param>
    /// <param name="language">Language of the page.</param>
    /// <param name="origin">The site.</param>
    /// <returns>The page.</returns>
    public static async Task<Widget> OpenAsync(
        ChatPageService service, BrowserNewContextOptions? options =
            null, string attributes = "", string language = "zh-CN", string origin = Origin)
    {
        string address = service.Process.Address.GetLeftPart(UriPartial.Authority);
        IPage page = await service.NewPageAsync(options);
        await page.RouteAsync(origin + "/**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html; charset=utf-8",
            Headers = new Dictionary<string, string>
            {
                ["Content-Security-Policy"] =
                    $"default-src 'none'; script-src {address}; connect-src {address}; img-src https:; require-trusted-types-for 'script'; "
                    + $"base-uri 'none'; form-action 'none'",
            },
            Body = $"""
                <!doctype html><html lang="{WebUtility.HtmlEncode(language)}"><head><meta charset="utf-8"><title>Shop</title>
                <meta name="viewport" content="width=device-width, initial-scale=1"><script src="{address}/widget.js" {attributes}></script></head>
                <body><main><h1>Shop</h1><p><a href="/other">Other</a></p></main></body></html>
                """,
        }));
        Widget widget = new(page);
        await page.GotoAsync(origin + "/");
        return widget;
    }
}

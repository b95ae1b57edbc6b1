using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

[Collection(ChatPageCollection.Name)]
public sealed class LayoutTests(ChatPageService service)
{
    [Theory]
    [InlineData(375, 812)]
    [InlineData(320, 568)]
    [InlineData(1280, 800)]
    [InlineData(640, 400)]
    public async Task Page_fits_the_screen(int width, int height)
    {
        await using ChatPage page = await service.OpenAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            HasTouch = width < 500,
            IsMobile = width < 500,
        });
        Assert.Equal(0, await page.SidewaysAsync());
        await page.AskAsync("怎么申请退货？");
        await page.AskAsync(new string('长', 300));
        await page.AskAsync("https://shop.example/" + new string('x', 300));
        Assert.Equal(0, await page.SidewaysAsync());
        await Expect(page.Question).ToBeInViewportAsync();
        await Expect(page.Send).ToBeInViewportAsync();
        await Expect(page.Browser.Locator(".message.user").Last).ToBeInViewportAsync();
    }
}

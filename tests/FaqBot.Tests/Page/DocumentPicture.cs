using Microsoft.Playwright;

namespace FaqBot.Tests.Page;

/// <summary>A picture of the documentation, taken from a page as it is.</summary>
/// <remarks>With <c>FAQBOT_PICTURES=docs/pictures</c> it is written there; otherwise it is taken and looked at only.</remarks>
internal static class DocumentPicture
{
    private const int MostBytes = 150_000;

    public static async Task TakeAsync(IPage page, string name)
    {
        string? folder = Environment.GetEnvironmentVariable("FAQBOT_PICTURES");
        byte[] picture = await page.ScreenshotAsync(new()
        {
            Path = folder is { Length: > 0 } ? Repository.PathOf(folder, $"{name}.png") : null,
        });
        Assert.InRange(picture.Length, 5_000, MostBytes);
        Assert.True(File.Exists(Repository.PathOf("docs", "pictures", $"{name}.png")), $"docs/pictures/{name}.png is missing");
    }
}

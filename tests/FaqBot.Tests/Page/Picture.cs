using Microsoft.Playwright;

namespace FaqBot.Tests.Page;

/// <summary>Pictures of the documentation.</summary>
/// <remarks>With <c>FAQBOT_PICTURES=docs/pictures</c> they are written there; otherwise they are taken and looked at only.</remarks>
internal static class Picture
{
    private const int FewestBytes = 5_000, MostBytes = 150_000;

    /// <summary>Takes a picture that the documentation shows, and expects it to be there.</summary>
    public static async Task TakeAsync(IPage page, string name)
    {
        await FrameAsync(page, name);
        Assert.True(File.Exists(Repository.PathOf("docs", "pictures", $"{name}.png")), $"docs/pictures/{name}.png is missing");
    }

    /// <summary>Takes a picture of which a moving one is made: <c>docs/pictures/make.sh</c>.</summary>
    public static async Task FrameAsync(IPage page, string name)
    {
        string? folder = Environment.GetEnvironmentVariable("FAQBOT_PICTURES");
        byte[] picture = await page.ScreenshotAsync(new()
        {
            Path = folder is { Length: > 0 } ? Repository.PathOf(folder, $"{name}.png") : null,
        });
        Assert.InRange(picture.Length, FewestBytes, MostBytes);
    }
}

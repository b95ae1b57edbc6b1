using System.Globalization;
using FaqBot.Tests.Running;
using Microsoft.Playwright;

namespace FaqBot.Tests.Page;

/// <summary>A moving picture of the documentation, made of pages as they are.</summary>
/// <remarks>With <c>FAQBOT_PICTURES=docs/pictures</c> it is written there by <c>img2webp</c> (Debian's package webp); otherwise its frames
/// are taken and looked at only.</remarks>
internal sealed class DocumentFilm(string name) : IDisposable
{
    private const int MostBytes = 1_000_000, LeastFrameBytes = 5_000;
    private const string Maker = "/usr/bin/img2webp";

    private readonly TemporaryFolder _folder = new();
    private readonly List<(string File, TimeSpan Shown)> _frames = [];

    /// <summary>Takes a frame.</summary>
    /// <param name="page">What is shown.</param>
    /// <param name="seconds">How long it is shown.</param>
    public async Task TakeAsync(IPage page, double seconds)
    {
        string file = _folder.File($"{_frames.Count:00}.png");
        byte[] frame = await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        Assert.InRange(frame.Length, LeastFrameBytes, MostBytes);
        _frames.Add((file, TimeSpan.FromSeconds(seconds)));
    }

    /// <summary>Writes it where pictures are asked for, and looks at the one that the documentation shows.</summary>
    public async Task EndAsync()
    {
        string shown = Repository.PathOf("docs", "pictures", $"{name}.webp");
        if (Environment.GetEnvironmentVariable("FAQBOT_PICTURES") is { Length: > 0 } folder)
        {
            Assert.True(File.Exists(Maker), $"{Maker} is missing: apt-get install webp");
            await using ChildProcess maker = ChildProcess.Start(Maker,
            [
                "-loop", "0", "-lossy", "-q", "70", "-m", "6",
                .. _frames.SelectMany(frame => (string[])
                    ["-d", frame.Shown.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture), frame.File]),
                "-o", Repository.PathOf(folder, $"{name}.webp"),
            ]);
            Assert.True(await maker.EndAsync() == 0, maker.Output);
        }

        Assert.True(File.Exists(shown), $"{shown} is missing");
        byte[] film = await File.ReadAllBytesAsync(shown, TestContext.Current.CancellationToken);
        Assert.InRange(film.Length, LeastFrameBytes, MostBytes);
        Assert.True(film.AsSpan(0, 4).SequenceEqual("RIFF"u8) && film.AsSpan(8, 4).SequenceEqual("WEBP"u8), "It is no WebP file.");
        Assert.Equal(_frames.Count, CountFrames(film));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The frames of an animation: chunks <c>ANMF</c> behind the header of the container.</summary>
    private static int CountFrames(byte[] film)
    {
        int frames = 0;
        for (int at = 12; at + 8 <= film.Length;)
        {
            int length = BitConverter.ToInt32(film, at + 4);
            frames += film.AsSpan(at, 4).SequenceEqual("ANMF"u8) ? 1 : 0;
            at += 8 + length + (length & 1);
        }

        return frames;
    }
}

using System.Globalization;
using FaqBot.Encoding.Library;

namespace FaqBot.Indexer.Models;

/// <summary>Says in a line how far a download is, how fast it goes and how long it will take.</summary>
/// <remarks>What an earlier run has brought says nothing about the rate.</remarks>
internal sealed class DownloadRate(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public string Describe(PullProgress progress)
    {
        double rate = progress.Received / Math.Max(Elapsed.TotalSeconds, 0.001);
        string left = rate > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{(progress.Total - progress.Done) / rate:0} s left") : "no byte yet";
        return string.Create(
            CultureInfo.InvariantCulture, $"{progress.Done / 1e6:0.0} of {progress.Total / 1e6:0.0} MB, {rate / 1e6:0.0} MB/s, {left}");
    }
}

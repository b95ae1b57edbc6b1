using FaqBot.Core.Storage;

namespace FaqBot.Engine;

/// <summary>What to index, and how often to look for new versions.</summary>
internal sealed class KnowledgeOptions
{
    public string[] Files { get; set; } = [];

    public bool IndexAtStart { get; set; } = true;

    public VectorFormat Vectors { get; set; } = VectorFormat.Float32;

    public int MaxMegabytes { get; set; }

    public string? VectorFolder { get; set; }

    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromMilliseconds(300);

    public IEnumerable<string> Faults()
    {
        if (Files.Any(string.IsNullOrWhiteSpace))
        {
            yield return "Files holds an empty path";
        }

        if (!Enum.IsDefined(Vectors))
        {
            yield return $"Vectors is {Vectors}, expected Float32 or Int8";
        }

        if (MaxMegabytes is < 0 or > 1_000_000)
        {
            yield return $"MaxMegabytes is {MaxMegabytes}, expected 1 to 1000000, or 0 for no limit";
        }

        if (WatchInterval < TimeSpan.FromMilliseconds(50) || WatchInterval > TimeSpan.FromMinutes(1))
        {
            yield return $"WatchInterval is {WatchInterval}, expected 00:00:00.050 to 00:01:00";
        }
    }
}

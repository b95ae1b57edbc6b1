using FaqBot.Core.Storage;

namespace FaqBot.Engine;

/// <summary>What to index, and how often to look for new versions.</summary>
internal sealed class KnowledgeOptions
{
    public string[] Files { get; set; } = [];

    public bool IndexAtStart { get; set; } = true;

    public VectorFormat Vectors { get; set; } = VectorFormat.Float32;

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

        if (WatchInterval < TimeSpan.FromMilliseconds(50) || WatchInterval > TimeSpan.FromMinutes(1))
        {
            yield return $"WatchInterval is {WatchInterval}, expected 00:00:00.050 to 00:01:00";
        }
    }
}

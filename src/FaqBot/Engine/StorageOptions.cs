using FaqBot.Encoding.Library;

namespace FaqBot.Engine;

/// <summary>Where the published versions are.</summary>
internal sealed class StorageOptions
{
    public string Path { get; set; } = HomeFolder.Database;

    public bool CheckIntegrity { get; set; }

    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            yield return "Path is empty, expected a file";
        }

        if (KeyLifetime < TimeSpan.FromDays(1) || KeyLifetime > TimeSpan.FromDays(3650))
        {
            yield return $"KeyLifetime is {KeyLifetime}, expected 1.00:00:00 to 3650.00:00:00";
        }
    }
}

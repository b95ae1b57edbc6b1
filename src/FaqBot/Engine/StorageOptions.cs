using FaqBot.Encoding.Library;

namespace FaqBot.Engine;

/// <summary>Where the published versions are.</summary>
internal sealed class StorageOptions
{
    public string Path { get; set; } = HomeFolder.Database;

    public bool CheckIntegrity { get; set; }

    public IEnumerable<string> Faults() =>
        string.IsNullOrWhiteSpace(Path) ? ["Path is empty, expected a file"] : [];
}

using FaqBot.Encoding.Library;

namespace FaqBot.Jobs;

/// <summary>Where models are installed.</summary>
internal sealed class LibraryOptions
{
    public string Folder { get; set; } = HomeFolder.Models;

    /// <summary>Below it lie the folders that requests may import; null: none.</summary>
    public string? ImportFolder { get; set; }

    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Folder))
        {
            yield return "Folder is empty, expected the folder of models";
        }

        if (ImportFolder is not null && string.IsNullOrWhiteSpace(ImportFolder))
        {
            yield return "ImportFolder is empty, expected a folder, or none at all";
        }
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using FaqBot.Encoding.Json;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Library;

/// <summary>Where an installed model came from, as <c>source.json</c> in its folder says.</summary>
/// <param name="Hub">Address of the hub; <c>local</c> for an imported folder.</param>
/// <param name="Id">Id of the model on the hub.</param>
/// <param name="Revision">The revision that was asked for, or null.</param>
/// <param name="Commit">The commit that was taken, where the hub says it.</param>
/// <param name="When">When it was installed.</param>
/// <param name="Licence">Its licence as the hub states it, or null.</param>
public sealed record ModelSource(string Hub, string Id, string? Revision, string? Commit, DateTimeOffset When, string? Licence)
{
    /// <summary>Name of the file in a model folder.</summary>
    public const string FileName = "source.json";

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the file of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="faults">Takes one line if the file cannot be used.</param>
    /// <returns>What it says; null where it is absent or faulty.</returns>
    public static ModelSource? Read(string folder, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return Parse(FileLimits.ReadAll(path, FileLimits.Settings)) is { Hub: not null, Id: not null } source
                ? source
                : throw new JsonException("'hub' or 'id' is missing");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            faults.Add($"'{FileName}' cannot be read ({exception.Message.TrimEnd('.')}); pull or import the model again");
            return null;
        }
    }

    /// <summary>Writes the file of a folder.</summary>
    /// <param name="folder">The folder.</param>
    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    private static ModelSource? Parse(byte[] utf8)
    {
        using JsonDocument document = StrictJson.Parse(utf8);
        return document.Deserialize<ModelSource>(Json);
    }
}

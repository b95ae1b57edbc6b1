using System.Text.Json;
using FaqBot.Encoding.Json;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>Opens the JSON files of a model folder; what is wrong with them is added to the faults of the folder.</summary>
internal static class ModelJson
{
    /// <summary>Reads a file whose root is an object.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The file below it.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <param name="most">Most bytes that it may have.</param>
    /// <returns>Its members; null, with a fault, when it cannot be read, and null without one when it is absent.</returns>
    public static JsonMembers? Read(string folder, string file, ICollection<string> faults, long most = FileLimits.Settings) =>
        ReadRoot(folder, file, JsonValueKind.Object, faults, most) is { } root ? Members(file, root, faults) : null;

    /// <summary>Members of an object; null counts as absent, as the Python libraries that write these files have it.</summary>
    /// <param name="place">The file, and where in it.</param>
    /// <param name="json">The object.</param>
    /// <param name="faults">Receives what is wrong.</param>
    public static JsonMembers Members(string place, JsonElement json, ICollection<string> faults) =>
        new(json, JsonLeniency.NullIsAbsent, fault => faults.Add($"'{place}' states {fault.Path} "
            + (fault.Flaw == MemberFlaw.Other ? fault.Expected : $"{fault.Raw}, expected {fault.Expected}")));

    /// <summary>Reads the root of a file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The file below it.</param>
    /// <param name="kind">What the root must be.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <param name="most">Most bytes that it may have.</param>
    /// <returns>The root; null, with a fault, when it cannot be read, and null without one when it is absent.</returns>
    public static JsonElement? ReadRoot(
        string folder, string file, JsonValueKind kind, ICollection<string> faults, long most = FileLimits.Settings)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using JsonDocument document = StrictJson.Parse(FileLimits.ReadAll(path, most));
            if (document.RootElement.ValueKind == kind)
            {
                return document.RootElement.Clone();
            }

            faults.Add(
                $"'{file}' holds a JSON {document.RootElement.ValueKind}, expected an {kind}; "
                + "take it again from where the model was published");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            faults.Add($"'{file}' cannot be read: {exception.Message.TrimEnd('.')}; take it again from where the model was published");
        }

        return null;
    }
}

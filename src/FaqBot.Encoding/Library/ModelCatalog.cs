using System.Text.Json;
using FaqBot.Encoding.Json;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Library;

/// <summary>The models that are known by name, as <c>models/catalog.json</c> lists them.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ModelCatalog
{
    /// <summary>The catalog, below the folder that holds the bundled model.</summary>
    public const string FileName = "catalog.json";

    private ModelCatalog(IReadOnlyList<CatalogModel> models) => Models = models;

    /// <summary>A catalog that knows no model.</summary>
    public static ModelCatalog Empty { get; } = new([]);

    /// <summary>The models, in the order of the file.</summary>
    public IReadOnlyList<CatalogModel> Models { get; }

    /// <summary>Reads a catalog.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The catalog; an empty one where there is no such file, because any model can be named in full.</returns>
    /// <exception cref="InvalidCatalogException">The file breaks rules; all faults are reported together.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelCatalog Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path) ? Parse(FileLimits.ReadAll(path, FileLimits.Settings), path) : Empty;
    }

    /// <summary>Reads a catalog.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>The catalog.</returns>
    /// <exception cref="InvalidCatalogException">The document breaks rules; all faults are reported together.</exception>
    public static ModelCatalog Parse(ReadOnlyMemory<byte> utf8, string name)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(utf8);
            List<string> faults = [];
            CatalogModel[] models = new CatalogReader(faults).Read(document.RootElement);
            return faults.Count == 0 ? new ModelCatalog(models) : throw new InvalidCatalogException(name, faults);
        }
        catch (JsonException exception)
        {
            throw new InvalidCatalogException(name, [$"not valid JSON in UTF-8, line {exception.LineNumber + 1}"], exception);
        }
    }

    /// <summary>What is known of a model.</summary>
    /// <param name="id">The model.</param>
    /// <returns>Its entry, or null. Upper and lower case do not tell models apart.</returns>
    public CatalogModel? Find(ModelId id) =>
        Models.FirstOrDefault(model => string.Equals(model.Id.Text, id?.Text, StringComparison.OrdinalIgnoreCase));
}

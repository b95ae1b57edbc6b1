using System.Text.Json;
using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Library;

/// <summary>Turns a catalog of format version 1 into its entries, collecting every fault.</summary>
internal sealed class CatalogReader(List<string> faults)
{
    private const int FormatVersion = 1;

    private static readonly string[] Members =
        ["id", "kind", "dimensions", "maxTokens", "pooling", "queryPrefix", "licence", "approximateBytes", "source", "files", "description"];

    private static readonly string[] Kinds = ["encoder", "checkpoint", "graph"];
    private static readonly string[] Poolings = ["mean", "cls", "lastToken"];
    private static readonly string[] Sources = ["bundled", "huggingface"];

    private string _where = "";

    public CatalogModel[] Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"the document is {Kind(root)}, expected an object");
            return [];
        }

        foreach (string name in root.EnumerateObject().Select(member => member.Name).Where(name => name is not ("formatVersion" or "models")))
        {
            faults.Add($"'{name}' is not a member of a catalog");
        }

        Number(root, "formatVersion", FormatVersion, FormatVersion);
        CatalogModel[] models = [.. List(root, "models").Select((model, index) => ReadModel(model, index)).OfType<CatalogModel>()];
        faults.AddRange(models.GroupBy(model => model.Id.FolderName, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => $"models has '{same.First().Id}' {same.Count()} times, keep one"));
        return models;
    }

    private CatalogModel? ReadModel(JsonElement json, int index)
    {
        _where = $"models[{index}]: ";
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{_where}found {Kind(json)}, expected an object");
            return null;
        }

        int before = faults.Count;
        string id = Text(json, "id");
        _where = id.Length > 0 ? $"models[{index}] '{id}': " : _where;
        if (!ModelId.TryParse(id, out ModelId? parsed) && id.Length > 0)
        {
            faults.Add($"{_where}'id' is no id of a model, expected organisation/name");
        }

        faults.AddRange(json.EnumerateObject().Select(member => member.Name).Except(Members).Select(name => $"{_where}'{name}' is not a member of a model"));
        string[] files = [.. List(json, "files").Select(file => file.ValueKind == JsonValueKind.String ? file.GetString()! : "")];
        faults.AddRange(files.Where(file => !RelativePath.IsSafe(file))
            .Select(file => $"{_where}'files' has '{RelativePath.Shown(file)}', expected names of files below the repository"));
        CatalogModel model = new()
        {
            Id = parsed!,
            Kind = (ModelKind)Math.Max(0, Array.IndexOf(Kinds, OneOf(json, "kind", Kinds))),
            Dimensions = (int)Number(json, "dimensions", 1, 65_536),
            MaxTokens = (int)Number(json, "maxTokens", 8, 1_000_000),
            Pooling = OneOf(json, "pooling", Poolings),
            QueryPrefix = Text(json, "queryPrefix", mayBeEmpty: true),
            Licence = Text(json, "licence"),
            ApproximateBytes = Number(json, "approximateBytes", 1, ModelLimits.ModelBytes),
            Source = OneOf(json, "source", Sources),
            Files = files,
            Description = Text(json, "description"),
        };
        return faults.Count == before ? model : null;
    }

    private JsonElement[] List(JsonElement json, string name)
    {
        if (Member(json, name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            return [.. value.EnumerateArray()];
        }

        faults.Add($"{_where}'{name}' is {(value.ValueKind == JsonValueKind.Array ? "empty" : Kind(value))}, expected a list that is not empty");
        return [];
    }

    private string Text(JsonElement json, string name, bool mayBeEmpty = false)
    {
        if (Member(json, name) is not { } value)
        {
            return "";
        }

        if (value.ValueKind == JsonValueKind.String && (mayBeEmpty || !string.IsNullOrWhiteSpace(value.GetString())))
        {
            return value.GetString()!;
        }

        faults.Add($"{_where}'{name}' is {(value.ValueKind == JsonValueKind.String ? "empty" : Kind(value))}, expected a text");
        return "";
    }

    private string OneOf(JsonElement json, string name, string[] allowed)
    {
        string text = Text(json, name);
        if (text.Length > 0 && !allowed.Contains(text))
        {
            faults.Add($"{_where}'{name}' is '{text}', expected one of {string.Join(", ", allowed)}");
        }

        return text;
    }

    private long Number(JsonElement json, string name, long least, long most)
    {
        if (Member(json, name) is not { } value)
        {
            return least;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most)
        {
            return number;
        }

        faults.Add($"{_where}'{name}' is {value.GetRawText()}, expected a whole number {least} to {most}");
        return least;
    }

    private JsonElement? Member(JsonElement json, string name)
    {
        if (json.TryGetProperty(name, out JsonElement value))
        {
            return value;
        }

        faults.Add($"{_where}'{name}' is missing");
        return null;
    }

    private static string Kind(JsonElement json) => json.ValueKind.ToString().ToLowerInvariant();
}

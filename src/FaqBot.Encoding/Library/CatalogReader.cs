using System.Text.Json;
using FaqBot.Encoding.Json;
using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Library;

/// <summary>Turns a catalog of format version 1 into its entries, collecting every fault.</summary>
internal sealed class CatalogReader(List<string> faults)
{
    private const int FormatVersion = 1;

    private static readonly string[] Members =
        ["id", "kind", "dimensions", "maxTokens", "pooling", "queryPrefix", "licence", "approximateBytes", "source", "files",
            "description"];

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

        JsonMembers document = new(root, JsonLeniency.None, fault => Add(fault, "a catalog"));
        document.Expect("formatVersion", "models");
        Number(document, "formatVersion", FormatVersion, FormatVersion);
        CatalogModel[] models = [.. List(document, "models").Select(ReadModel).OfType<CatalogModel>()];
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
        JsonMembers stated = new(json, JsonLeniency.None, fault => Add(fault, "a model"));
        string id = stated.RequiredText("id");
        _where = id.Length > 0 ? $"models[{index}] '{id}': " : _where;
        if (!ModelId.TryParse(id, out ModelId? parsed) && id.Length > 0)
        {
            faults.Add($"{_where}'id' is no id of a model, expected organisation/name");
        }

        stated.Expect(Members);
        string[] files = [.. List(stated, "files").Select(file => JsonMembers.TextOf(file) ?? "")];
        faults.AddRange(files.Where(file => !RelativePath.IsSafe(file))
            .Select(file => $"{_where}'files' has '{RelativePath.Shown(file)}', expected names of files below the repository"));
        CatalogModel model = new()
        {
            Id = parsed!,
            Kind = (ModelKind)Math.Max(0, Array.IndexOf(Kinds, OneOf(stated, "kind", Kinds))),
            Dimensions = (int)Number(stated, "dimensions", 1, 65_536),
            MaxTokens = (int)Number(stated, "maxTokens", 8, 1_000_000),
            Pooling = OneOf(stated, "pooling", Poolings),
            QueryPrefix = stated.RequiredText("queryPrefix", mayBeBlank: true),
            Licence = stated.RequiredText("licence"),
            ApproximateBytes = Number(stated, "approximateBytes", 1, ModelLimits.ModelBytes),
            Source = OneOf(stated, "source", Sources),
            Files = files,
            Description = stated.RequiredText("description"),
        };
        return faults.Count == before ? model : null;
    }

    private string OneOf(JsonMembers json, string name, string[] allowed)
    {
        string text = json.RequiredText(name);
        if (text.Length > 0 && !allowed.Contains(text))
        {
            faults.Add($"{_where}'{name}' is '{text}', expected one of {string.Join(", ", allowed)}");
        }

        return text;
    }

    private void Add(MemberFault fault, string whole) => faults.Add($"{_where}'{fault.Path}' " + fault.Flaw switch
    {
        MemberFlaw.Missing => "is missing",
        MemberFlaw.Unknown => $"is not a member of {whole}",
        MemberFlaw.Repeated => "is there twice, expected once",
        MemberFlaw.Empty => $"is empty, expected {fault.Expected}",
        _ => $"is {fault.Raw}, expected {fault.Expected.Replace(" from ", " ", StringComparison.Ordinal)}",
    });

    private static IReadOnlyList<JsonElement> List(JsonMembers json, string name) => json.Items(name, "items", least: 1, required: true);

    private static long Number(JsonMembers json, string name, long least, long most) =>
        (long)(json.Number(name, least, most, whole: true, required: true) ?? least);

    private static string Kind(JsonElement json) => json.ValueKind.ToString().ToLowerInvariant();
}

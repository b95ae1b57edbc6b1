using FaqBot.Encoding.Building;
using FaqBot.Encoding.Json;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.Weights;
using FaqBot.Http;

namespace FaqBot.Admin;

/// <summary>Reads the bodies of the model routes; all faults of one are reported together.</summary>
internal static class ModelRequestReader
{
    private const string Example = "{\"model\": \"organisation/name\"}";
    private const int LongestName = 400;
    private const int MostFiles = 50;

    /// <summary>Reads <see cref="PullRequest"/>.</summary>
    public static ValueTask<(ModelReference Model, bool FromModelScope, IReadOnlyList<string> Files)> ReadPullAsync(
        HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.ReadFieldsAsync(
            request,
            Example,
            fields =>
            {
                fields.Expect("model", "source", "files");
                string name = fields.RequiredText("model", LongestName);
                ModelReference? model = null;
                if (name.Length > 0 && !ModelReference.TryParse(name, out model, out string? fault))
                {
                    fields.Report("model", $"Found {fault}.");
                }

                string source = fields.Text("source", LongestName) ?? "huggingface";
                if (source is not ("huggingface" or "modelscope"))
                {
                    fields.Report("source", "Found another word, expected 'huggingface' or 'modelscope'.");
                }

                return (model!, source == "modelscope", fields.Texts("files", MostFiles, LongestName));
            },
            cancellationToken);

    /// <summary>Reads <see cref="ImportRequest"/>.</summary>
    public static ValueTask<(string Folder, ModelId? Id)> ReadImportAsync(HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.ReadFieldsAsync(
            request,
            "{\"folder\": \"organisation--name\"}",
            fields =>
            {
                fields.Expect("folder", "id");
                string folder = fields.RequiredText("folder", LongestName);
                if (folder.Length > 0 && !RelativePath.IsSafe(folder))
                {
                    fields.Report("folder",
                        "Found another text, expected the name of a folder below FaqBot:Models:ImportFolder, parts divided by '/'.");
                }

                return (folder, Id(fields, "id", fields.Text("id", LongestName)));
            },
            cancellationToken);

    /// <summary>Reads <see cref="BuildRequest"/>.</summary>
    public static ValueTask<(
        ModelId Checkpoint, ModelId? Id, WeightFormat Weights)> ReadBuildAsync(HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.ReadFieldsAsync(
            request,
            Example,
            fields =>
            {
                fields.Expect("checkpoint", "weights", "id");
                string weights = fields.Text("weights", LongestName) ?? "int8";
                WeightFormat format = WeightFormat.Int8;
                if (weights is not ("int8" or "fp32" or "referenced") || !Enum.TryParse(weights, ignoreCase: true, out format))
                {
                    fields.Report("weights", "Found another word, expected 'int8', 'fp32' or 'referenced'.");
                }

                return (Id(fields, "checkpoint", fields.RequiredText("checkpoint", LongestName))!,
                    Id(fields, "id", fields.Text("id", LongestName)), format);
            },
            cancellationToken);

    /// <summary>Reads the id in a path.</summary>
    /// <exception cref="InvalidRequestException">It is none.</exception>
    public static ModelId ReadId(string id) => ModelId.TryParse(id, out ModelId? read)
        ? read
        : throw new InvalidRequestException(
            "The path names no model.", new Dictionary<string, string[]> { ["id"] = [Expected] }, FaultCode.InvalidRequest);

    private const string Expected = "Found another text, expected organisation/name of a model (organisation--name in paths).";

    private static ModelId? Id(JsonMembers fields, string name, string? text)
    {
        ModelId? id = null;
        if (text?.Length > 0 && !ModelId.TryParse(text, out id))
        {
            fields.Report(name, Expected);
        }

        return id;
    }
}

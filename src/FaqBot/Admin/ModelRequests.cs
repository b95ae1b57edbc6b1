using System.ComponentModel;
using FaqBot.Encoding.Library;

namespace FaqBot.Admin;

/// <summary>Body of <c>POST /api/v1/models/pull</c>.</summary>
internal sealed record PullRequest(
    [property: Description("organisation/name, or organisation/name@revision.")] string Model,
    [property: Description("huggingface (default) or modelscope.")] string? Source,
    [property: Description("Weights to take instead of the usual ones, for example onnx/model_fp16.onnx.")] IReadOnlyList<string>? Files);

/// <summary>Body of <c>POST /api/v1/models/import</c>.</summary>
internal sealed record ImportRequest(
    [property: Description("Name of the model's folder, below the folder that FaqBot:Models:ImportFolder names.")] string Folder,
    [property: Description("organisation/name that it gets; without it as its source.json or the folder's name says.")] string? Id);

/// <summary>Body of <c>POST /api/v1/models/build</c>.</summary>
internal sealed record BuildRequest(
    [property: Description("organisation/name of an installed checkpoint.")] string Checkpoint,
    [property: Description("int8 (default), fp32 or referenced.")] string? Weights,
    [property: Description("organisation/name of the result; without it the checkpoint's, with the weights behind it.")] string? Id);

/// <summary>Reply to <c>GET /api/v1/models</c>.</summary>
internal sealed record ModelInventory(IReadOnlyList<ModelSummary> Models);

/// <summary>A model that is installed, or that the catalog knows.</summary>
internal sealed record ModelSummary(
    [property: Description("organisation/name.")] string Id,
    [property: Description("Name of its folder, which stands for the id in paths.")] string Folder,
    [property: Description("encoder, checkpoint or graph; null where that cannot be told.")] string? Kind,
    int? Dimensions,
    [property: Description("Most tokens of a text; null for a model that the catalog does not know.")] int? MaxTokens,
    long Bytes,
    [property: Description("Whether the size is the catalog's estimate.")] bool SizeIsApproximate,
    [property: Description("ready, toBuild, damaged, partlyDownloaded or notInstalled.")] string State,
    string? Licence,
    string? Description)
{
    /// <summary>The models of the catalog, then the other installed ones.</summary>
    public static IReadOnlyList<ModelSummary> All(ModelLibrary library, ModelCatalog catalog)
    {
        IReadOnlyList<InstalledModel> installed = library.Installed();
        return
        [
            .. catalog.Models.Select(known => Of(known, installed.FirstOrDefault(model => catalog.Find(model.Id) == known), library)),
            .. installed.Where(model => catalog.Find(model.Id) is null).Select(model => new ModelSummary(
                model.Id.Text, model.Id.FolderName, NameOf(model.Kind), model.Dimensions, null, model.Bytes, false, NameOf(model.State),
                    model.Source?.Licence, null)),
        ];
    }

    private static ModelSummary Of(CatalogModel known, InstalledModel? model, ModelLibrary library) => new(
        known.Id.Text,
        known.Id.FolderName,
        NameOf(model?.Kind ?? known.Kind),
        model?.Dimensions ?? known.Dimensions,
        known.MaxTokens,
        model?.Bytes ?? known.ApproximateBytes,
        model is null,
        model is not null ? NameOf(model.State) : library.IsPartlyDownloaded(known.Id) ? "partlyDownloaded" : "notInstalled",
        known.Licence,
        known.Description);

    private static string? NameOf(ModelKind? kind) => kind?.ToString().ToLowerInvariant();

    private static string NameOf(ModelState state) => state switch
    {
        ModelState.Ready => "ready",
        ModelState.ToBuild => "toBuild",
        _ => "damaged",
    };
}

using System.Text.Json;

namespace FaqBot.Encoding.Library.Hubs;

/// <summary>The Hugging Face hub, or a mirror of it.</summary>
/// <remarks>
/// One request tells commit, licence and files with their checksums; files are then taken of that commit, so that they belong together.
/// Addresses and members as in <see href="https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/hf_api.py"/>
/// (<c>model_info</c> with <c>files_metadata</c>, <c>RepoSibling</c>, <c>BlobLfsInfo</c>).
/// </remarks>
/// <param name="options">Where it is.</param>
public sealed class HuggingFaceHub(HubOptions options) : IModelHub
{
    /// <inheritdoc />
    public HubOptions Options => options;

    /// <inheritdoc />
    public async Task<HubListing> ListAsync(HubConnection connection, ModelReference model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(model);
        Uri address = new(options.Endpoint, $"api/models/{model.Id}/revision/{Uri.EscapeDataString(model.Revision ?? "main")}?blobs=true");
        using JsonDocument document = await connection.GetJsonAsync(address, model, cancellationToken);
        try
        {
            JsonElement root = document.RootElement;
            return new HubListing(
                model,
                root.GetProperty("sha").GetString(),
                Licence(root),
                [.. root.GetProperty("siblings").EnumerateArray().Select(ReadFile)]);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HubException(
                $"{options.Endpoint} lists the files of '{model}' in a form that is not known; check that it is a mirror of the Hugging "
                + $"Face hub.", exception);
        }
    }

    /// <inheritdoc />
    public Uri AddressOf(HubListing listing, HubFile file)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(file);
        string path = string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString));
        return new Uri(options.Endpoint,
            $"{listing.Model.Id}/resolve/{Uri.EscapeDataString(listing.Commit ?? listing.Model.Revision ?? "main")}/{path}");
    }

    private static HubFile ReadFile(JsonElement json)
    {
        string path = json.GetProperty("rfilename").GetString() ?? "";
        return json.TryGetProperty("lfs", out JsonElement lfs) && lfs.ValueKind == JsonValueKind.Object
            ? new HubFile(path, lfs.GetProperty("size").GetInt64(), HubChecksum.Sha256(lfs.GetProperty("sha256").GetString()))
            : new HubFile(
                path,
                json.TryGetProperty("size", out JsonElement size) && size.ValueKind == JsonValueKind.Number ? size.GetInt64() : 0,
                HubChecksum.GitBlob(json.TryGetProperty("blobId", out JsonElement blob) ? blob.GetString() : null));
    }

    private static string? Licence(JsonElement root) =>
        root.TryGetProperty("cardData", out JsonElement card) && card.ValueKind == JsonValueKind.Object
        && card.TryGetProperty("license", out JsonElement licence) && licence.ValueKind == JsonValueKind.String
            ? licence.GetString()
            : null;
}

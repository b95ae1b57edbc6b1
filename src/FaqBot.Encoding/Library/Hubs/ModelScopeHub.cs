using System.Text.Json;

namespace FaqBot.Encoding.Library.Hubs;

/// <summary>ModelScope.</summary>
/// <remarks>
/// Addresses and members as in <see href="https://github.com/modelscope/modelscope/blob/master/modelscope/hub/api.py"/>. It states a
/// SHA-256 for every file; the id of the commit is empty in some answers, the files are then taken of the revision that was asked for.
/// </remarks>
/// <param name="options">Where it is.</param>
public sealed class ModelScopeHub(HubOptions options) : IModelHub
{
    private const string DefaultRevision = "master";

    /// <inheritdoc />
    public HubOptions Options => options;

    /// <inheritdoc />
    public async Task<HubListing> ListAsync(HubConnection connection, ModelReference model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(model);
        string revision = Uri.EscapeDataString(model.Revision ?? DefaultRevision);
        using JsonDocument about = await connection.GetJsonAsync(
            new Uri(options.Endpoint, $"api/v1/models/{model.Id}?Revision={revision}"), model, cancellationToken);
        using JsonDocument list = await connection.GetJsonAsync(
            new Uri(options.Endpoint, $"api/v1/models/{model.Id}/repo/files?Revision={revision}&Recursive=true"), model, cancellationToken);
        try
        {
            JsonElement data = list.RootElement.GetProperty("Data");
            return new HubListing(
                model,
                data.TryGetProperty("LatestCommitter", out JsonElement latest)
                    && latest.ValueKind == JsonValueKind.Object ? Text(latest, "Id") : null,
                about.RootElement.TryGetProperty("Data", out JsonElement described)
                    && described.ValueKind == JsonValueKind.Object ? Text(described, "License") : null,
                [
                    .. data.GetProperty("Files").EnumerateArray().Where(file => Text(file, "Type") != "tree")
                        .Select(file => new HubFile(Text(file, "Path")
                            ?? "", file.GetProperty("Size").GetInt64(), HubChecksum.Sha256(Text(file, "Sha256")))),
                ]);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HubException(
                $"{options.Endpoint} lists the files of '{model}' in a form that is not known; check that it is ModelScope.", exception);
        }
    }

    /// <inheritdoc />
    public Uri AddressOf(HubListing listing, HubFile file)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(file);
        string revision = Uri.EscapeDataString(listing.Commit ?? listing.Model.Revision ?? DefaultRevision);
        return new Uri(
            options.Endpoint, $"api/v1/models/{listing.Model.Id}/repo?Revision={revision}&FilePath={Uri.EscapeDataString(file.Path)}");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;
}

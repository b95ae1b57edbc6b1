using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FaqBot.Channels.DirectLine;

/// <summary>The body of <c>…/upload</c>: an activity and files, of which only the names are kept.</summary>
/// <remarks>
/// It is taken in although nobody reads the files: clients offer to send what was refused again and again. Source:
/// <see href="https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-send-activity"/>.
/// </remarks>
internal static class Upload
{
    /// <summary>Bounds the body: some photos.</summary>
    public static readonly IRequestSizeLimitMetadata BodyLimit = new FilesLimit();

    private const int MostBytes = 32 * 1024 * 1024;
    private const int MostBoundary = 256;
    private const string ActivityPart = "activity";

    /// <summary>Reads the activity and the names of the files.</summary>
    /// <param name="request">The request.</param>
    /// <param name="user">The sender where the body holds no activity; or null.</param>
    /// <param name="mostActivityBytes">Longest activity.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="DirectLineException">It is no such body.</exception>
    public static async ValueTask<(JsonDocument Activity, IReadOnlyList<string> Files)> ReadAsync(
        HttpRequest request, string? user, int mostActivityBytes, CancellationToken cancellationToken)
    {
        JsonDocument? activity = null;
        List<string> files = [];
        try
        {
            MultipartReader reader = new(BoundaryOf(request), request.Body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                ContentDispositionHeaderValue? disposition = section.GetContentDispositionHeader();
                if (activity is null && HeaderUtilities.RemoveQuotes(disposition?.Name ?? default) == ActivityPart)
                {
                    activity = await ReadActivityAsync(section.Body, mostActivityBytes, cancellationToken);
                    continue;
                }

                if (files.Count < ActivityReader.MostFiles)
                {
                    files.Add(HeaderUtilities.RemoveQuotes(disposition?.FileName ?? default).ToString());
                }

                await section.Body.CopyToAsync(Stream.Null, cancellationToken);
            }

            return (activity ?? JsonDocument.Parse(
                new JsonObject { ["type"] = "message", ["from"] = new JsonObject { ["id"] = user } }.ToJsonString()), files);
        }
        catch (Exception exception)
        {
            activity?.Dispose();
            if (exception is InvalidDataException or (IOException and not BadHttpRequestException))
            {
                throw DirectLineException.BadArgument("The body is not valid multipart/form-data.");
            }

            throw;
        }
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
        && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= MostBoundary } boundary
            ? boundary.ToString()
            : throw new DirectLineException(
                StatusCodes.Status415UnsupportedMediaType, DirectLineCode.NotSupported,
                "The body is something else, expected multipart/form-data with an activity and files.");

    private static async ValueTask<JsonDocument> ReadActivityAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[most + 1];
        int count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return count <= most
            ? RequestJson.Parse(bytes.AsMemory(0, count))
            : throw new DirectLineException(
                StatusCodes.Status413PayloadTooLarge, DirectLineCode.MessageTooBig,
                $"The activity has more than {most} bytes; send less.");
    }

    private sealed class FilesLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostBytes;
    }
}

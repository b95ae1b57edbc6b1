using FaqBot.Core.Importing.Files;
using FaqBot.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FaqBot.Api.Authoring;

/// <summary>Files that a request brings, as its body or as parts of it, and what it says beside them.</summary>
/// <param name="Files">The files.</param>
/// <param name="Fields">Parts that are no files, by their names.</param>
internal sealed record SentFiles(IReadOnlyList<ImportFile> Files, IReadOnlyDictionary<string, StringValues> Fields)
{
    private const int MostParts = 200;
    private const int LongestBoundary = 200;
    private const int LongestName = 300;
    private const int LongestField = 64 * 1024;

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request; its limit bounds all that is read.</param>
    /// <param name="name">Name of the file where the whole body is one and does not say.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="InvalidRequestException">There is no file, or the parts are none.</exception>
    /// <exception cref="BadHttpRequestException">The body is too large, or broken.</exception>
    public static async Task<SentFiles> ReadAsync(HttpRequest request, string name, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            byte[] content = await WholeAsync(request.Body, request.ContentLength, int.MaxValue, cancellationToken);
            return content.Length == 0 ? throw Fault("Found no body, expected a file, or parts of multipart/form-data with files.")
                : new SentFiles([new ImportFile(NameOf(request.Headers.ContentDisposition) ?? name, content)],
                    new Dictionary<string, StringValues>());
        }

        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > LongestBoundary)
        {
            throw Fault($"Found no boundary of multipart/form-data, expected one of 1 to {LongestBoundary} characters.");
        }

        return await PartsAsync(new MultipartReader(boundary, request.Body), cancellationToken);
    }

    private static async Task<SentFiles> PartsAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        List<ImportFile> files = [];
        Dictionary<string, StringValues> fields = new(StringComparer.Ordinal);
        try
        {
            for (int parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
            {
                if (parts == MostParts)
                {
                    throw Fault($"Found more than {MostParts} parts, expected at most so many.");
                }

                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? part))
                {
                    throw Fault("Found a part without Content-Disposition, expected form-data with a name.");
                }

                if (part.IsFileDisposition())
                {
                    byte[] content = await WholeAsync(section.Body, null, int.MaxValue, cancellationToken);
                    files.Add(new ImportFile(NameOf(section.ContentDisposition) ?? $"file{files.Count + 1}", content));
                }
                else
                {
                    string field = HeaderUtilities.RemoveQuotes(part.Name).ToString();
                    byte[] text = await WholeAsync(section.Body, null, LongestField, cancellationToken);
                    fields[field] = StringValues.Concat(fields.GetValueOrDefault(field), System.Text.Encoding.UTF8.GetString(text));
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The parts of the body are broken.", StatusCodes.Status400BadRequest, exception);
        }

        return files.Count == 0 ? throw Fault("Found no part that is a file, expected one with a filename.") : new SentFiles(files, fields);
    }

    private static async Task<byte[]> WholeAsync(Stream body, long? length, int most, CancellationToken cancellationToken)
    {
        using MemoryStream content = new((int)Math.Min(length ?? 0, 1 << 20));
        byte[] buffer = new byte[81_920];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length + read > most)
            {
                throw Fault($"Found a field of more than {most} bytes, expected a shorter one.");
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    /// <summary>The last part of a name: it is shown and tells formats apart, and is never opened.</summary>
    private static string? NameOf(string? disposition)
    {
        if (!ContentDispositionHeaderValue.TryParse(disposition, out ContentDispositionHeaderValue? parsed))
        {
            return null;
        }

        StringSegment stated = parsed.FileNameStar.HasValue ? parsed.FileNameStar : HeaderUtilities.RemoveQuotes(parsed.FileName);
        string name = stated.ToString().Split('/', '\\')[^1].Trim();
        return name.Length == 0 ? null : name.Length > LongestName ? name[^LongestName..] : name;
    }

    private static InvalidRequestException Fault(string fault)
    {
        RequestFaults faults = new();
        faults.Add("", fault);
        return faults.ToException();
    }
}

using System.Net;
using System.Net.Http.Headers;

namespace FaqBot.Encoding.Library.Hubs;

/// <summary>Brings one file onto this machine, going on where an earlier attempt, of this process or another, was cut.</summary>
/// <remarks>
/// A part is named by the checksum of the whole, so that it is never continued with another file; the entity tag beside it keeps a
/// server from continuing with another edition of it. Whether the whole is right is told by its checksum, not here.
/// </remarks>
internal sealed class FileDownload
{
    private readonly HubConnection _connection;
    private readonly Uri _address;
    private readonly ModelReference _model;
    private readonly HubFile _file;
    private readonly string _part;
    private long _furthest;

    public FileDownload(HubConnection connection, Uri address, ModelReference model, HubFile file, string part)
    {
        _connection = connection;
        _address = address;
        _model = model;
        _file = file;
        _part = part;
    }

    private string TagPath => _part + ".etag";

    /// <summary>Downloads what is missing.</summary>
    /// <param name="arrived">Told how many bytes are there, and how many of them just came.</param>
    /// <param name="waits">Told about each wait.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived stays.</param>
    public Task RunAsync(Action<long, int> arrived, Action<string> waits, CancellationToken cancellationToken) =>
        _connection.Retrying.RunAsync(
        async () =>
        {
            await AttemptAsync(arrived, cancellationToken);
            return true;
        },
        () => _furthest,
        waits,
        cancellationToken);

    /// <summary>Removes the part, where it was not taken away as right, and its tag.</summary>
    public void Discard()
    {
        File.Delete(_part);
        File.Delete(TagPath);
    }

    private async Task AttemptAsync(Action<long, int> arrived, CancellationToken cancellationToken)
    {
        await using FileStream part =
            new(_part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        if (part.Length > _file.Bytes)
        {
            part.SetLength(0);
        }

        _furthest = Math.Max(_furthest, part.Length);
        if (part.Length == _file.Bytes)
        {
            arrived(part.Length, 0);
            return;
        }

        EntityTagHeaderValue? tag = ReadTag();
        using HttpResponseMessage response =
            await _connection.OpenAsync(_address, _model, request => Ask(request, part.Length, tag), cancellationToken);
        if (StartOf(response, part.Length, tag) is not { } start)
        {
            // What is there does not go on: the next attempt begins anew.
            part.SetLength(0);
            WriteTag(null);
            throw new TransientFailure($"'{_file.Path}' was changed on {_address.Host} since its first part was taken.");
        }

        part.SetLength(start);
        part.Position = part.Length;
        CheckLength(response, part.Length);
        WriteTag(response.Headers.ETag);
        arrived(part.Length, 0);
        try
        {
            await _connection.CopyAsync(response, part, _file.Bytes - part.Length, received =>
                arrived(part.Position, received), cancellationToken);
        }
        finally
        {
            _furthest = Math.Max(_furthest, part.Position);
        }

        if (part.Length < _file.Bytes)
        {
            throw new TransientFailure($"{_address.Host} ended '{_file.Path}' after {part.Length} of {_file.Bytes} bytes.");
        }

        part.Flush(flushToDisk: true);
    }

    private static void Ask(HttpRequestMessage request, long start, EntityTagHeaderValue? tag)
    {
        if (start > 0)
        {
            request.Headers.Range = new RangeHeaderValue(start, null);

            // A weak tag may not stand there (RFC 9110, 13.1.5); it is compared when the answer comes.
            request.Headers.IfRange = tag is { IsWeak: false } ? new RangeConditionHeaderValue(tag) : null;
        }
    }

    /// <summary>Where in the file the body begins; null where it is not of what was begun.</summary>
    private long? StartOf(HttpResponseMessage response, long asked, EntityTagHeaderValue? tag)
    {
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return null;
        }

        // ModelScope sends the asked range with its Content-Range under status 200.
        if (response.Content.Headers.ContentRange is not { From: { } from } range)
        {
            return response.StatusCode == HttpStatusCode.PartialContent ? null : 0;
        }

        bool same = from == asked && (range.Length is null || range.Length == _file.Bytes)
            && (tag is null || response.Headers.ETag is null || tag.Equals(response.Headers.ETag));
        return same ? asked : null;
    }

    private void CheckLength(HttpResponseMessage response, long start)
    {
        if (response.Content.Headers.ContentLength is { } length && start + length != _file.Bytes)
        {
            throw new HubException(
                $"'{_file.Path}' has {start + length} bytes on {response.RequestMessage!.RequestUri!.Host}, expected {_file.Bytes} as "
                + $"{_address.Host} lists; "
                + "it was changed meanwhile or the mirror is wrong: run the command again, or use another hub.");
        }
    }

    private EntityTagHeaderValue? ReadTag() =>
        File.Exists(TagPath) && EntityTagHeaderValue.TryParse(File.ReadAllText(TagPath), out EntityTagHeaderValue? tag) ? tag : null;

    private void WriteTag(EntityTagHeaderValue? tag)
    {
        if (tag is null)
        {
            File.Delete(TagPath);
        }
        else
        {
            File.WriteAllText(TagPath, tag.ToString());
        }
    }
}

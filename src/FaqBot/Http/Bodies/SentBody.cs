using Microsoft.AspNetCore.Connections;

namespace FaqBot.Http.Bodies;

/// <summary>A body whose faults, such as chunks of impossible sizes or bytes that cannot be decompressed, are the sender's and not the
/// service's.</summary>
/// <param name="inner">The body.</param>
internal sealed class SentBody(Stream inner) : Stream
{
    private const string Brotli = "System.IO.Compression.Brotli";

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return inner.Read(buffer, offset, count);
        }
        catch (Exception exception) when (IsOfSender(exception))
        {
            throw Broken(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (IsOfSender(exception))
        {
            throw Broken(exception);
        }
    }

    /// <summary>Connections that are lost are nobody's to answer, and what is a bad request already stays what it is. Of the runtime's
    /// streams Brotli's has an exception of its own for bad bytes.</summary>
    private static bool IsOfSender(Exception exception) =>
        exception is InvalidDataException
        || exception is InvalidOperationException { Source: Brotli }
        || (exception is IOException and not (ConnectionResetException or BadHttpRequestException));

    private static BadHttpRequestException Broken(Exception exception) =>
        new("The body is broken.", StatusCodes.Status400BadRequest, exception);
}

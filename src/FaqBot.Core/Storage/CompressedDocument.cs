using System.IO.Compression;

namespace FaqBot.Core.Storage;

/// <summary>A document as the store keeps it: by Brotli.</summary>
internal static class CompressedDocument
{
    /// <summary>Compresses a document.</summary>
    public static byte[] Write(ReadOnlySpan<byte> document)
    {
        using MemoryStream compressed = new();
        using (BrotliStream stream = new(compressed, CompressionLevel.Fastest))
        {
            stream.Write(document);
        }

        return compressed.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    /// <exception cref="InvalidDataException">It is no such document.</exception>
    public static ReadOnlySpan<byte> Read(byte[] compressed)
    {
        using BrotliStream stream = new(new MemoryStream(compressed), CompressionMode.Decompress);
        using MemoryStream document = new();
        stream.CopyTo(document);
        return document.GetBuffer().AsSpan(0, (int)document.Length);
    }
}

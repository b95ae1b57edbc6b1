using System.IO.Compression;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Storage;

/// <summary>The content of a published version, kept beyond its index: a knowledge file, compressed.</summary>
public static class ContentDocument
{
    /// <summary>Compresses a knowledge base.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <returns>Its file, by Brotli.</returns>
    public static byte[] Write(KnowledgeBase knowledge)
    {
        using MemoryStream compressed = new();
        using (BrotliStream stream = new(compressed, CompressionLevel.Fastest))
        {
            stream.Write(FaqFileWriter.Write(knowledge));
        }

        return compressed.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The knowledge base.</returns>
    /// <exception cref="InvalidKnowledgeException">It breaks rules that came later.</exception>
    /// <exception cref="InvalidDataException">It is no such document.</exception>
    public static KnowledgeBase Read(byte[] document)
    {
        ArgumentNullException.ThrowIfNull(document);
        using BrotliStream stream = new(new MemoryStream(document), CompressionMode.Decompress);
        using MemoryStream file = new();
        stream.CopyTo(file);
        return FaqFile.Parse(file.GetBuffer().AsSpan(0, (int)file.Length), "the stored content");
    }
}

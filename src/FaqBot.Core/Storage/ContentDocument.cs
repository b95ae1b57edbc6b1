using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Storage;

/// <summary>The content of a published version, kept beyond its index: a knowledge file, compressed.</summary>
public static class ContentDocument
{
    /// <summary>Compresses a knowledge base.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <returns>Its file, by Brotli.</returns>
    public static byte[] Write(KnowledgeBase knowledge) => CompressedDocument.Write(FaqFileWriter.Write(knowledge));

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The knowledge base.</returns>
    /// <exception cref="InvalidKnowledgeException">It breaks rules that came later.</exception>
    /// <exception cref="InvalidDataException">It is no such document.</exception>
    public static KnowledgeBase Read(byte[] document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return FaqFile.Parse(CompressedDocument.Read(document), "the stored content");
    }
}

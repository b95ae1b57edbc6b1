namespace FaqBot.Core.Answering;

/// <summary>A question names a knowledge base that is not published.</summary>
public sealed class UnknownKnowledgeBaseException : Exception
{
    /// <summary>Reports the knowledge base that was asked for, and those that there are.</summary>
    /// <param name="id">What was asked for.</param>
    /// <param name="known">What is published.</param>
    public UnknownKnowledgeBaseException(string id, IEnumerable<string> known)
        : base($"Found knowledge base '{id}', expected one of: {string.Join(", ", known.Order(StringComparer.Ordinal))}.")
    {
    }
}

namespace FaqBot.Core.Answering;

/// <summary>A question names a knowledge base whose published version is still being encoded anew for another encoder.</summary>
public sealed class KnowledgeBaseAwaitedException : Exception
{
    /// <summary>When to ask again.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Reports the knowledge base that is not ready yet.</summary>
    /// <param name="id">What was asked for.</param>
    public KnowledgeBaseAwaitedException(string id)
        : base($"Knowledge base '{id}' is being encoded anew for another encoder. Ask again later.")
    {
    }
}

namespace FaqBot.Core.Answering;

/// <summary>A question names a knowledge base whose published version is still being encoded anew for another encoder, or waits to be
/// loaded.</summary>
public sealed class KnowledgeBaseAwaitedException : Exception
{
    /// <summary>When to ask again.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Reports the knowledge base that is not ready yet.</summary>
    /// <param name="id">What was asked for.</param>
    public KnowledgeBaseAwaitedException(string id)
        : this(id, "is being encoded anew for another encoder")
    {
    }

    private KnowledgeBaseAwaitedException(string id, string state)
        : base($"Knowledge base '{id}' {state}. Ask again later.")
    {
    }

    /// <summary>Reports a knowledge base that had left memory, and waits for others that are being loaded.</summary>
    /// <param name="id">What was asked for.</param>
    /// <returns>What to throw.</returns>
    public static KnowledgeBaseAwaitedException BehindOthers(string id) => new(id, "is to be loaded after others that are being loaded");
}

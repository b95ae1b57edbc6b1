namespace FaqBot.Core.Importing;

/// <summary>Ids of knowledge bases that are made of names.</summary>
public static class KnowledgeIds
{
    /// <summary>Makes an id of a name: small letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The id; null when nothing of the name can be one.</returns>
    public static string? Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return EntryNormalizer.IdOf(name);
    }
}

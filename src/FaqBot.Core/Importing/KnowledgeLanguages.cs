using FaqBot.Core.Importing.Formats;

namespace FaqBot.Core.Importing;

/// <summary>Languages as other services name them.</summary>
public static class KnowledgeLanguages
{
    /// <summary>The tag of a language.</summary>
    /// <param name="name">A tag, or a name such as <c>Chinese_Simplified</c>.</param>
    /// <returns>The tag; null for a language that is not told apart here.</returns>
    public static string? TagOf(string? name) => QnaSettings.TagOf(name);
}

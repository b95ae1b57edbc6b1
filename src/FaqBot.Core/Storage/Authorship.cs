namespace FaqBot.Core.Storage;

/// <summary>Who changes something, from where, and why.</summary>
/// <param name="Author">Name of a user or a key; or of the program.</param>
/// <param name="Origin">From where: see <see cref="ChangeOrigin"/>.</param>
/// <param name="Note">Why, in the author's words; or null.</param>
public sealed record Authorship(string Author, string Origin, string? Note = null)
{
    /// <summary>Most UTF-16 units of a note, and of the reason for publishing in spite of a gate.</summary>
    public const int MostNote = 1_000;

    /// <summary>Whether who acts may publish what nobody else has approved, with a reason.</summary>
    public bool MayWaiveApproval { get; init; }

    /// <summary>The program itself, where nobody asked.</summary>
    public const string System = "system";
}

/// <summary>Where changes come from.</summary>
public static class ChangeOrigin
{
    /// <summary>The admin pages.</summary>
    public const string Page = "page";

    /// <summary>The service's own routes.</summary>
    public const string Api = "api";

    /// <summary>A suggestion that somebody accepted.</summary>
    public const string Suggestion = "suggestion";

    /// <summary>The authoring routes that Bot Framework's tools call.</summary>
    public const string BotFramework = "bf";

    /// <summary>A knowledge file that was indexed.</summary>
    public const string File = "file";

    /// <summary>The removal of the whole knowledge base, which stays so until something is changed after it.</summary>
    public const string Removal = "removal";

    /// <summary>Another model that was chosen, or a newer build: the content is the same.</summary>
    public const string Renewal = "renewal";

    /// <summary>A file of another service that was imported.</summary>
    /// <param name="name">Name of the file.</param>
    /// <returns>The origin.</returns>
    public static string Import(string name) => $"import:{name}";
}

using FaqBot.Core.Storage;

namespace FaqBot.Http.Keys;

/// <summary>Says who acts in a request: the one place that does. What a request says of itself is not believed.</summary>
internal static class Actor
{
    // The one key that there is.
    private const string AdminKey = "admin";

    /// <summary>Who acts, from where, and why.</summary>
    /// <param name="context">A request that has passed <see cref="AdminKeyFilter"/>.</param>
    /// <param name="note">Why, in the caller's words; or null.</param>
    public static Authorship Of(HttpContext context, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new Authorship(AdminKey, ChangeOrigin.Api, string.IsNullOrWhiteSpace(note) ? null : note.Trim());
    }
}

using FaqBot.Core.Access;
using FaqBot.Core.Storage;

namespace FaqBot.Http.Keys;

/// <summary>Says who acts in a request: the one place that does.</summary>
internal static class Actor
{
    /// <summary>Who acts, from where, and why.</summary>
    /// <param name="context">A request to a route that says what it needs.</param>
    /// <param name="note">Why, in the caller's words; or null.</param>
    public static Authorship Of(HttpContext context, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        Caller caller = Caller.Of(context);
        return new Authorship(
            caller.Name, caller.IsSession ? ChangeOrigin.Page : ChangeOrigin.Api, string.IsNullOrWhiteSpace(note) ? null : note.Trim())
        {
            MayWaiveApproval = caller.May(Right.Administer, null),
        };
    }
}

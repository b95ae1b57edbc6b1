using FaqBot.Core.Access;
using FaqBot.Core.Storage;

namespace FaqBot.Http.Keys;

/// <summary>Says who acts in a request: the one place that does.</summary>
/// <remarks>
/// A change comes from a page where a session's cookie says who calls, or a browser says by <c>Origin</c>, which it sends with every
/// change, that a page of this service sends it: somebody has typed a key there. It only names the way in the history, and opens nothing.
/// </remarks>
internal static class Actor
{
    /// <summary>Who acts, from where, and why.</summary>
    /// <param name="context">A request to a route that says what it needs.</param>
    /// <param name="note">Why, in the caller's words; or null.</param>
    public static Authorship Of(HttpContext context, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        Caller caller = Caller.Of(context);
        string page = context.Request.Headers.Origin.ToString();
        bool isPage = caller.IsSession
            || (page.Length > 0 && context.RequestServices.GetRequiredService<PublicAddress>().IsOwn(context.Request, page));
        return new Authorship(
            caller.Name, isPage ? ChangeOrigin.Page : ChangeOrigin.Api, string.IsNullOrWhiteSpace(note) ? null : note.Trim())
        {
            MayWaiveApproval = caller.May(Right.Administer, null),
        };
    }
}

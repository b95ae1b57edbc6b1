using FaqBot.Core.Analytics;

namespace FaqBot.Http;

/// <summary>Says who sends a request, for the question log.</summary>
internal static class RequestAsker
{
    /// <summary>The header by which a request asks not to be logged: <c>1</c> or <c>true</c>.</summary>
    public const string NoLogHeader = "X-FaqBot-No-Log";

    /// <summary>The asker of a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="channel">The route that it came by.</param>
    /// <param name="user">The user that it names; or null.</param>
    /// <param name="conversation">The conversation that it names; or null.</param>
    /// <param name="optsOut">Whether it asks otherwise not to be logged.</param>
    /// <returns>The asker: who names neither user nor conversation is known by the address.</returns>
    public static Asker Of(HttpContext http, string channel, string? user = null, string? conversation = null, bool optsOut = false) => new(
        channel,
        user is { Length: > 0 } ? user : conversation is { Length: > 0 } ? conversation : ClientAddress.Of(http),
        conversation is { Length: > 0 } ? conversation : null,
        optsOut || http.Request.Headers[NoLogHeader].ToString().Trim() is "1" or "true")
    {
        IsNamed = user is { Length: > 0 } || conversation is { Length: > 0 },
    };
}

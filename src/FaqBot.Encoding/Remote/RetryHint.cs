using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace FaqBot.Encoding.Remote;

/// <summary>What a reply says about being asked again.</summary>
/// <param name="After">When, if it says so.</param>
/// <param name="IsWorthwhile">Whether asking again can help.</param>
internal readonly record struct RetryHint(TimeSpan? After, bool IsWorthwhile)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Reads status and headers.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="now">The time, for dates.</param>
    /// <remarks>
    /// <c>retry-after-ms</c> and <c>x-should-retry</c> are OpenAI's own and come first in its clients too
    /// (<see href="https://github.com/openai/openai-python/blob/main/src/openai/_base_client.py"/>).
    /// </remarks>
    public static RetryHint Read(HttpResponseMessage reply, DateTimeOffset now) => new(
        Span(reply.Headers, "retry-after-ms", TimeSpan.FromMilliseconds(1)) ?? Span(reply.Headers, "Retry-After", TimeSpan.FromSeconds(1))
            ?? Until(reply.Headers, now),
        Value(reply.Headers, "x-should-retry") switch
        {
            "true" => true,
            "false" => false,
            _ => reply.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425
                or HttpStatusCode.TooManyRequests
                or >= HttpStatusCode.InternalServerError,
        });

    private static TimeSpan? Span(HttpResponseHeaders headers, string name, TimeSpan unit) =>
        double.TryParse(Value(headers, name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && double.IsFinite(count)
            ? unit * Math.Min(count, Longest / unit)
            : null;

    private static TimeSpan? Until(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.RetryAfter?.Date is not { } date ? null : date <= now ? TimeSpan.Zero : date - now < Longest ? date - now : Longest;

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString().Trim() : null;
}

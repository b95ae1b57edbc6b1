using System.Collections.Concurrent;

namespace FaqBot.Hosting;

/// <summary>The requests that are being answered, so that those that the end of the service cuts off can be named.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class RequestsInFlight(ILogger<RequestsInFlight> log)
{
    private readonly ConcurrentDictionary<HttpContext, byte> _requests = new();

    /// <summary>Follows a request to its end.</summary>
    public async Task FollowAsync(HttpContext context, RequestDelegate next)
    {
        _requests.TryAdd(context, 0);
        try
        {
            await next(context);
        }
        finally
        {
            _requests.TryRemove(context, out _);
        }
    }

    /// <summary>Gives up all that are left, and names each. Never its query, which may hold what users wrote.</summary>
    public void Abandon(TimeSpan waited)
    {
        foreach (HttpContext context in _requests.Keys)
        {
            Abandoned(log, context.Request.Method, context.Request.PathBase + context.Request.Path, context.TraceIdentifier,
                waited.TotalSeconds);
            context.Abort();
        }
    }

    [LoggerMessage(1, LogLevel.Warning,
        "{Method} {Path} ({RequestId}) is cut off: the service ends, and it was not answered within {Seconds:0.###} s "
        + "(FaqBot:Shutdown:Drain).")]
    private static partial void Abandoned(ILogger log, string method, string path, string requestId, double seconds);
}

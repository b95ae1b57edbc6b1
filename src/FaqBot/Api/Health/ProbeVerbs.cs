namespace FaqBot.Api.Health;

/// <summary>Answers HEAD and OPTIONS where a watcher asks how the service fares; load balancers ask so.</summary>
/// <remarks>
/// Before routing, for which HEAD is another verb than GET. The server itself leaves the body of a reply to HEAD out.
/// Preflights of browsers (Fetch standard) belong to CORS.
/// </remarks>
internal static class ProbeVerbs
{
    private const string Allowed = "GET, HEAD, OPTIONS";

    private static readonly HashSet<string> Paths =
        new(StringComparer.OrdinalIgnoreCase) { "/healthz", "/readyz", "/health", "/ping", "/metrics" };

    /// <summary>Answers such requests or makes GET of them, and routes what there is.</summary>
    public static void UseProbeVerbs(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        HttpRequest request = context.Request;
        if (Paths.Contains(request.Path.Value ?? ""))
        {
            if (HttpMethods.IsHead(request.Method))
            {
                request.Method = HttpMethods.Get;
            }
            else if (HttpMethods.IsOptions(request.Method) && !request.Headers.ContainsKey("Access-Control-Request-Method"))
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                context.Response.Headers.Allow = Allowed;
                return Task.CompletedTask;
            }
        }

        return next(context);
    }).UseRouting();
}

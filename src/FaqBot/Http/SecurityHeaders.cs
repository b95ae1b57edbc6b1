namespace FaqBot.Http;

/// <summary>Headers that keep browsers from running or guessing what the service did not mean.</summary>
internal static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the last moment: an error takes back all headers that were set before it.
        context.Response.OnStarting(Add, context.Response);
        return next(context);
    });

    private static Task Add(object response)
    {
        IHeaderDictionary headers = ((HttpResponse)response).Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}

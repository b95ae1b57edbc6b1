namespace FaqBot.Http;

/// <summary>Headers that keep browsers from running or guessing what the service did not mean.</summary>
internal static class SecurityHeaders
{
    private const string Scripts = "default-src 'self'; script-src 'self'; ";

    private const string Rest = "img-src 'self' https: data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";

    private const string ContentSecurityPolicy = Scripts + "style-src 'self'; " + Rest;

    private const string PolicyWithInlineStyles = Scripts + "style-src 'self' 'unsafe-inline'; " + Rest;

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the last moment: an error takes back all headers that were set before it.
        context.Response.OnStarting(Add, context);
        return next(context);
    });

    private static Task Add(object context)
    {
        HttpContext http = (HttpContext)context;
        IHeaderDictionary headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            http.GetEndpoint()?.Metadata.GetMetadata<InlineStyles>() is null ? ContentSecurityPolicy : PolicyWithInlineStyles;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}

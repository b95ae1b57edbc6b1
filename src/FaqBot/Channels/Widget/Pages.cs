using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace FaqBot.Channels.Widget;

/// <summary>Serves the pages out of <c>wwwroot</c>, and the widget.</summary>
internal static class Pages
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Only what is the same for everybody is compressed: lengths of compressed secrets give them away.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) => services.AddResponseCompression(compression =>
    {
        compression.EnableForHttps = true;
        compression.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml"];
        compression.Providers.Add<GzipCompressionProvider>();
    }).Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);

    public static void UsePages(this IApplicationBuilder app)
    {
        app.UseResponseCompression();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // The modules' names carry no hash: a browser must ask whether they changed, or it would mix two releases.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }

    /// <summary>Gives a page an address of its own.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="path">The address.</param>
    /// <param name="file">The page, a file of <c>wwwroot</c>.</param>
    /// <returns>The route.</returns>
    public static IEndpointConventionBuilder MapPage(this IEndpointRouteBuilder routes, string path, string file) =>
        routes.MapMethods(path, Methods, (HttpContext context, IWebHostEnvironment environment) =>
            IsBelowItself(context.Request)
                ? RedirectAsync(context, path)
                : ShowAsync(context, environment.WebRootFileProvider.GetFileInfo(file)))
            .ExcludeFromDescription();

    /// <summary>Serves the widget, which the build made one script.</summary>
    public static void MapWidget(this IEndpointRouteBuilder routes)
    {
        using Stream bundle = typeof(Pages).Assembly.GetManifestResourceStream("widget.js")!;
        byte[] script = new byte[bundle.Length];
        bundle.ReadExactly(script);
        EntityTagHeaderValue tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(script).AsSpan(0, 8))}\"");
        routes.MapMethods("/widget.js", Methods, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(script, "text/javascript; charset=utf-8", entityTag: tag);
        }).ExcludeFromDescription();
    }

    /// <summary>With a slash at its end an address is a folder's, where the page would look for its styles.</summary>
    private static bool IsBelowItself(HttpRequest request) => request.Path.Value is { Length: > 1 } path && path[^1] == '/';

    /// <summary>Relative, as only the browser knows what proxies have put in front.</summary>
    private static Task RedirectAsync(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"..{path}{context.Request.QueryString}";
        return Task.CompletedTask;
    }

    private static Task ShowAsync(HttpContext context, IFileInfo page)
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.ContentLength = page.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.SendFileAsync(page, context.RequestAborted);
    }
}

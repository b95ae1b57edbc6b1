using System.IO.Compression;
using FaqBot.Channels.Widget;
using FaqBot.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace FaqBot.Reference;

/// <summary><c>/openapi/v1.json</c> describes the API for programs, <c>/docs</c> shows it to people.</summary>
internal static class ReferenceRoutes
{
    // Packed by its package.
    private const string ScriptResource = "ScalarStaticAssets.scalar.js";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddReference(this IServiceCollection services) => services
        .AddSingleton<IApiDescriptionProvider, DescribedBodies>()
        .AddOpenApi(openApi => openApi
            .AddDocumentTransformer<ServiceDescription>()
            .AddOperationTransformer<OperationDescription>()
            .AddSchemaTransformer<VectorSchema>()
            .AddSchemaTransformer<OptionalMembers>());

    public static void MapReference(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapPage("/docs", "docs.html").WithInlineStyles();
        byte[] packed = ReadScript();
        EntityTagHeaderValue tag = new($"\"{typeof(ScalarOptions).Assembly.GetName().Version}\"");
        app.MapMethods("/docs/scalar.js", Methods, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            bool takesPacked = context.Request.GetTypedHeaders().AcceptEncoding
                .Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);
            if (takesPacked)
            {
                context.Response.Headers.ContentEncoding = "gzip";
            }

            return TypedResults.Bytes(takesPacked ? packed : Unpack(packed), "text/javascript; charset=utf-8", entityTag: tag);
        }).ExcludeFromDescription();
    }

    private static byte[] ReadScript()
    {
        using Stream script = typeof(ScalarOptions).Assembly.GetManifestResourceStream(ScriptResource)!;
        byte[] packed = new byte[script.Length];
        script.ReadExactly(packed);
        return packed;
    }

    private static byte[] Unpack(byte[] packed)
    {
        using GZipStream unpacking = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream script = new();
        unpacking.CopyTo(script);
        return script.ToArray();
    }
}

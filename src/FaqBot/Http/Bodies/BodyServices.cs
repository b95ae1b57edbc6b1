using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Net.Http.Headers;

namespace FaqBot.Http.Bodies;

/// <summary>Reads bodies as HTTP sends them: compressed or not, within their limit, and every fault of theirs as the sender's.</summary>
internal static class BodyServices
{
    private static readonly string[] Compressions = ["gzip", "deflate", "br"];

    public static IServiceCollection AddBodies(this IServiceCollection services) => services.AddRequestDecompression(_ => { });

    /// <summary>Refuses encodings that are not read, and reads the others. Behind routing, which knows the limit of a route's
    /// bodies.</summary>
    public static void UseBodies(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            HttpRequest request = context.Request;
            if (FaultOf(request) is { } fault)
            {
                if (fault.IsCompression)
                {
                    context.Response.Headers.AcceptEncoding = string.Join(", ", Compressions);
                }

                throw fault;
            }

            return next(context);
        });
        app.UseRequestDecompression();
        app.Use(async (context, next) =>
        {
            Stream body = context.Request.Body;
            context.Request.Body = new SentBody(body);
            try
            {
                await next(context);
            }
            finally
            {
                context.Request.Body = body;
            }
        });
    }

    private static UnreadableBodyException? FaultOf(HttpRequest request)
    {
        string compression = request.Headers.ContentEncoding.ToString();
        if (compression.Length > 0 && !Compressions.Contains(compression, StringComparer.OrdinalIgnoreCase)
            && !compression.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return new UnreadableBodyException($"another Content-Encoding, expected {string.Join(", ", Compressions)} or none", true);
        }

        string? charset = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            ? type.Charset.Value?.Trim('"') : null;
        return string.IsNullOrEmpty(charset) || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
                ? null : new UnreadableBodyException("another charset in Content-Type, expected utf-8", false);
    }
}

/// <summary>A body is encoded in a way that the service does not read.</summary>
internal sealed class UnreadableBodyException(string found, bool isCompression) : ServiceFaultException($"Found {found}.")
{
    public override int Status => StatusCodes.Status415UnsupportedMediaType;

    public override string Title => "The request is not valid.";

    public bool IsCompression { get; } = isCompression;
}

using System.Security.Cryptography;
using FaqBot.Hosting;

namespace FaqBot.KnowledgeBases;

/// <summary>Lets a request pass only with the admin key as bearer token.</summary>
internal sealed class AdminKeyFilter(FaqBotOptions options) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (options.Admin.Key is not { } key)
        {
            return TypedResults.Problem("The admin routes are closed: set FaqBot:Admin:Key.", statusCode: StatusCodes.Status403Forbidden);
        }

        string header = context.HttpContext.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && AreEqual(header[Scheme.Length..].Trim(), key))
        {
            return await next(context);
        }

        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem("Send the admin key as 'Authorization: Bearer …'.", statusCode: StatusCodes.Status401Unauthorized);
    }

    /// <summary>Compares hashes, so that neither content nor length shows in the time taken.</summary>
    private static bool AreEqual(string found, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(found)), SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(expected)));
}

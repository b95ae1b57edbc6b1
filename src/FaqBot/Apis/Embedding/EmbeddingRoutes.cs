using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaqBot.Apis.Embedding;

/// <summary>What all routes that encode a caller's texts have in common: key, size of the body, measuring.</summary>
internal static class EmbeddingRoutes
{
    /// <summary>Starts such routes.</summary>
    /// <param name="routes">The service's routes.</param>
    /// <param name="tag">Name of the group in the API's description.</param>
    /// <returns>The group, without a prefix.</returns>
    public static RouteGroupBuilder MapEmbeddingRoutes(this IEndpointRouteBuilder routes, string tag)
    {
        HttpOptions options = routes.ServiceProvider.GetRequiredService<HttpOptions>();
        RouteGroupBuilder group = routes.MapGroup("")
            .WithTags(tag)
            .GuardedBy(Guard.ApiKey)
            .WithMetadata(new BodyLimit(options.MaxEmbeddingBodyBytes));
        group.AddEndpointFilter<RequestMeter>().AddEndpointFilter<ApiKeyFilter>();
        return group;
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

using FaqBot.Core.Access;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaqBot.Api.Authoring;

/// <summary><c>/api/v1/kbs/{kb}/…</c>: editing knowledge bases, trying and publishing them.</summary>
internal static class AuthoringRoutes
{
    public static void MapAuthoring(this IEndpointRouteBuilder routes)
    {
        HttpOptions options = routes.ServiceProvider.GetRequiredService<HttpOptions>();
        RouteGroupBuilder group = routes.MapGroup("/api/v1/kbs")
            .WithTags("Editing")
            .WithExample("kb", "shop")
            .WithMetadata(new BodyLimit(options.MaxEntryBodyBytes))
            .Needs(Right.ReadContent)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapDraft();
        group.MapEntries();
        group.MapHistory();
        group.MapBulk();
        group.MapImport(options);
        group.MapExport();
        group.MapPublishing();
        group.MapVersions();
        group.MapLabelled();
        group.MapEvaluations();
        group.MapExplain();
        routes.MapArchive();
    }

    /// <summary>What a route that changes something may answer beside its result.</summary>
    public static RouteHandlerBuilder ProducesEditProblems(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>The same of one that needs a precondition.</summary>
    public static RouteHandlerBuilder ProducesPreconditionProblems(this RouteHandlerBuilder route) => route
        .ProducesEditProblems()
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .ProducesProblem(StatusCodes.Status428PreconditionRequired);

    internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

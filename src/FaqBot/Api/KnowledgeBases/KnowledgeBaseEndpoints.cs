using FaqBot.Core.Access;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using FaqBot.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.KnowledgeBases;

/// <summary><c>/api/v1/kbs</c>: what is published, and loading it anew.</summary>
internal static class KnowledgeBaseEndpoints
{
    public static void MapKnowledgeBases(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/kbs").WithTags("Knowledge bases").WithExample("kb", "shop")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", List).WithName("ListKnowledgeBases").OpenToAll().WithSummary("List the published knowledge bases.");
        group.MapGet("/{kb}", Show).WithName("ShowKnowledgeBase").OpenToAll().WithSummary("Show one published knowledge base.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{kb}/reload", ReloadAsync).WithName("ReloadKnowledgeBase").Needs(Right.Publish)
            .WithSummary("Load the published version anew.")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static Ok<KnowledgeBaseList> List(
        AnsweringEngine engine, AnsweringOptions options, ChannelOptions channels, TimeProvider time) =>
        TypedResults.Ok(new KnowledgeBaseList(
    [
        .. engine.Require().Catalogs.Heads.Values
            .OrderBy(head => head.Identity.KnowledgeBaseId, StringComparer.Ordinal)
            .Select(head => KnowledgeBaseSummary.Of(head, options)),
    ], VisitorOptions.Of(channels, time.GetUtcNow())));

    private static Ok<KnowledgeBaseSummary> Show(string kb, AnsweringEngine engine, AnsweringOptions options)
    {
        PublishedCatalogs catalogs = engine.Require().Catalogs;
        CatalogHead head = catalogs.HeadOf(kb) ?? throw catalogs.Missing(kb);
        return TypedResults.Ok(KnowledgeBaseSummary.Of(head, options));
    }

    private static async Task<Ok<KnowledgeBaseSummary>> ReloadAsync(
        string kb, AnsweringEngine engine, AnsweringOptions options, CancellationToken cancellationToken)
    {
        PublishedCatalogs catalogs = engine.Require().Catalogs;

        // Reading the store blocks; the request's thread is better used elsewhere.
        FaqCatalog catalog = await Task.Run(() => catalogs.ReloadAsync(kb, cancellationToken), cancellationToken)
            ?? throw catalogs.Missing(kb);
        return TypedResults.Ok(KnowledgeBaseSummary.Of(CatalogHead.Of(catalog), options));
    }
}

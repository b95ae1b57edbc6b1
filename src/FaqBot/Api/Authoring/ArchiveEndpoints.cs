using System.ComponentModel;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>/api/v1/archive</c>: all knowledge bases out and in at once.</summary>
internal static class ArchiveEndpoints
{
    private const string FileName = "knowledge-bases.zip";

    /// <summary>Maps the routes.</summary>
    public static void MapArchive(this IEndpointRouteBuilder routes)
    {
        HttpOptions options = routes.ServiceProvider.GetRequiredService<HttpOptions>();
        RouteGroupBuilder group = routes.MapGroup("/api/v1/archive").WithTags("Editing")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ExportAsync).WithName("ExportAll").Needs(Right.ReadContent).Audited()
            .WithSummary("Get all knowledge bases in one archive: what is published, what is drafted, labelled questions.")
            .WithDescription("For moving and keeping them. History, question log, keys and members stay; backups hold those.")
            .Produces<string>(StatusCodes.Status200OK, "application/zip");
        group.MapPost("", RestoreAsync).WithName("RestoreAll").Needs(Right.Configure)
            .WithSummary("Bring the knowledge bases of such an archive into working copies, each as one change set.")
            .WithDescription("Those that are not there begin. What answers customers stays as it is until each is published. All of it is "
                + $"written, or nothing. {ImportEndpoints.Limits(options)} are taken at most; more is refused (413): the command index "
                + "takes it.")
            .WithMetadata(new AuthoringRoutes.BodyLimit(options.MaxImportBodyBytes))
            .Accepts<string>("application/zip", "application/octet-stream", "*/*")
            .Produces<RestoredArchive>().ProducesEditProblems();
    }

    private static async Task<FileStreamHttpResult> ExportAsync(
        HttpContext http, AnsweringEngine engine, TimeProvider time, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();

        // On the disk: of many knowledge bases it is large.
        FileStream file = Temporary();
        try
        {
            await AuthoringRequest.RunAsync(() => KnowledgeArchive.Write(editing.Store, editing.Copies, file, time, cancellationToken));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        file.Position = 0;
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(file, "application/zip", FileName);
    }

    private static async Task<Ok<RestoredArchive>> RestoreAsync(
        HttpContext http, AnsweringEngine engine, ImportTurns turns, TimeProvider time, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        using LargeWork turn = await turns.TakeAsync(cancellationToken);
        await using FileStream file = Temporary();
        await http.Request.Body.CopyToAsync(file, cancellationToken);
        file.Position = 0;
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request)) with { Origin = ChangeOrigin.Import(FileName) };
        return TypedResults.Ok(await AuthoringRequest.RunAsync(() => Restore(editing, file, by, time, cancellationToken)));
    }

    private static RestoredArchive Restore(
        Editing editing, FileStream file, Authorship by, TimeProvider time, CancellationToken cancellationToken)
    {
        IReadOnlyList<ArchivedKnowledge> archived;
        try
        {
            archived = KnowledgeArchive.Read("the archive", file, cancellationToken, KnowledgeLimits.FileBytes);
        }
        catch (InvalidKnowledgeException exception)
        {
            // Of what was sent, not of what is stored.
            throw new InvalidEditException(
                [.. exception.Faults.Select(fault => fault with { Path = fault.Path ?? $"{exception.File}: line {fault.Line}" })]);
        }

        return new RestoredArchive(
        [
            .. KnowledgeArchive.Restore(editing.Store, editing.Copies, archived, by, time).Zip(archived).Select(pair =>
                new RestoredKnowledge(
                    pair.First.Id, pair.Second.Entries, pair.Second.Labelled,
                    pair.First.Set is { } set ? ChangeSetView.Of(set) : null)),
        ]);
    }

    private static FileStream Temporary() => new(Path.GetTempFileName(), new FileStreamOptions
    {
        Mode = FileMode.Create,
        Access = FileAccess.ReadWrite,
        Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
    });
}

/// <summary>What came of an archive.</summary>
internal sealed record RestoredArchive(IReadOnlyList<RestoredKnowledge> KnowledgeBases);

/// <summary>A knowledge base of an archive.</summary>
internal sealed record RestoredKnowledge(
    string Kb, int Entries, [property: Description("Labelled questions.")] int Labelled,
    [property: Description("The change set; null where nothing differs.")] ChangeSetView? Change);

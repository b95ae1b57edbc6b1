using System.Globalization;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/versions</c>: what was published, and going back to it.</summary>
internal static class VersionEndpoints
{
    public static void MapVersions(this RouteGroupBuilder group)
    {
        group.MapGet("/{kb}/versions", ListAsync).WithName("ListVersions")
            .WithSummary("List what was published, latest first.")
            .WithDescription("Query: before (a number), limit.").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/{kb}/versions/{number:int}", ShowAsync).WithName("ShowVersion").Audited()
            .WithSummary("Get the content of a published version as a knowledge file.");
        group.MapGet("/{kb}/versions/{number:int}/diff", DiffAsync).WithName("DiffVersion")
            .WithSummary("Show what differs between a published version and another, or the working copy.")
            .WithDescription("Query: to (a number; without it the working copy), skip and limit page the entries.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("/{kb}/versions/{number:int}/restore", RestoreAsync).WithName("RestoreVersion").Needs(Right.Publish)
            .WithSummary("Publish the content of a former version under a new number.")
            .WithDescription("The working copy becomes the same, as one change set: undoing that brings back what was edited.")
            .ProducesEditProblems();
    }

    private static async Task<Ok<VersionPage>> ListAsync(string kb, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        (int before, int most) = AuthoringRequest.Page(request);
        IReadOnlyList<PublicationNote> notes = await AuthoringRequest.RunAsync(() =>
        {
            editing.Copies.Get(kb);
            return editing.Publishing.Versions(kb, before, most);
        });
        return TypedResults.Ok(new VersionPage(
            engine.Require().Catalogs.HeadOf(kb)?.Identity.Number,
            [.. notes.Select(VersionView.Of)],
            notes.Count == most && most > 0 ? notes[^1].Number : null));
    }

    private static async Task<IResult> ShowAsync(string kb, int number, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        byte[] file = await AuthoringRequest.RunAsync(() => FaqFileWriter.Write(editing.Publishing.ContentOf(kb, number)));
        return TypedResults.Bytes(file, "application/json; charset=utf-8");
    }

    private static async Task<Ok<DiffView>> DiffAsync(string kb, int number, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        (int skip, int most) = AuthoringRequest.Slice(request);
        string to = request.Query["to"].ToString();
        RequestFaults faults = new();
        if (!int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out int other) && to.Length > 0)
        {
            faults.Add("to", "Found another text, expected the number of a version.");
        }

        faults.ThrowIfAny();
        return TypedResults.Ok(await AuthoringRequest.RunAsync(() => DiffView.Of(
            ContentDiff.Of(
                editing.Publishing.ContentOf(kb, number),
                to.Length == 0 ? editing.Copies.Get(kb).ToKnowledge() : editing.Publishing.ContentOf(kb, other)),
            skip,
            most)));
    }

    private static async Task<Ok<PublishView>> RestoreAsync(
        string kb, int number, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        IndexResult done = await Task.Run(
            () => editing.Publishing.RestoreAsync(kb, number, by, cancellationToken), cancellationToken);
        return TypedResults.Ok(PublishingEndpoints.ViewOf(done, []));
    }
}

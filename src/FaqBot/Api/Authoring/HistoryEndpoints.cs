using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/changes</c>, <c>…/entries/{id}/history</c>: what was changed, by whom, and taking it back.</summary>
internal static class HistoryEndpoints
{
    public static void MapHistory(this RouteGroupBuilder group)
    {
        group.MapGet("/{kb}/changes", ListAsync).WithName("ListChanges")
            .WithSummary("List change sets, latest first.")
            .WithDescription("Query: before (a number), limit, author, origin.").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/{kb}/changes/{number:int}", ShowAsync).WithName("ShowChange")
            .WithSummary("Show a change set with its changes.")
            .WithDescription("Query: skip and limit page the changes.").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("/{kb}/changes/{number:int}/undo", UndoAsync).WithName("UndoChange").Needs(Right.Edit)
            .WithSummary("Take a change set back, as another one.").ProducesEditProblems();
        group.MapGet("/{kb}/entries/{id}/history", HistoryAsync).WithName("ShowEntryHistory")
            .WithSummary("List the changes of an entry, latest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/{kb}/entries/{id}/blame", BlameAsync).WithName("BlameEntry")
            .WithSummary("Tell of each member of an entry who changed it last.");
    }

    private static async Task<Ok<ChangeSetPage>> ListAsync(string kb, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        (int before, int most) = AuthoringRequest.Page(request);
        string author = request.Query["author"].ToString(), origin = request.Query["origin"].ToString();
        IReadOnlyList<(ChangeSet Set, IReadOnlyList<string> Entries)> sets = await AuthoringRequest.RunAsync(() =>
        {
            editing.Copies.Get(kb);
            return editing.Copies.Listed(
                kb, before, most, author.Length == 0 ? null : author, origin.Length == 0 ? null : origin);
        });
        return TypedResults.Ok(new ChangeSetPage(
            [.. sets.Select(one => ChangeSetView.Of(one.Set) with { Entries = one.Entries })],
            sets.Count == most && most > 0 ? sets[^1].Set.Number : null));
    }

    private static async Task<Ok<WholeChangeSet>> ShowAsync(string kb, int number, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        (int skip, int most) = AuthoringRequest.Slice(request);
        (ChangeSet set, IReadOnlyList<Change> changes) =
            await AuthoringRequest.RunAsync(() => editing.Copies.Set(kb, number, skip, most))
            ?? throw new NotThereException($"Found no change set {number} of '{kb}'; GET …/changes lists them.");
        return TypedResults.Ok(new WholeChangeSet(ChangeSetView.Of(set), [.. changes.Select(ChangeView.Of)]));
    }

    private static async Task<Ok<EditResult>> UndoAsync(string kb, int number, HttpContext http, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        (WorkingCopy copy, ChangeSet? set) = await AuthoringRequest.RunAsync(() => editing.Copies.Undo(kb, number, by));
        return TypedResults.Ok(new EditResult(copy.Revision, set is null ? null : ChangeSetView.Of(set)));
    }

    private static async Task<Ok<HistoryPage>> HistoryAsync(string kb, string id, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        (int before, int most) = AuthoringRequest.Page(request);
        IReadOnlyList<(ChangeSet Set, Change Change)> history = await AuthoringRequest.RunAsync(() =>
        {
            IReadOnlyList<(ChangeSet, Change)> found = editing.Copies.History(kb, id, before, most);
            return found.Count > 0 || editing.Copies.Get(kb).Find(id) is not null ? found : throw EntryEndpoints.Missing(kb, id);
        });
        return TypedResults.Ok(new HistoryPage(
            [.. history.Select(item => new HistoryItem(ChangeSetView.Of(item.Set), ChangeView.Of(item.Change)))],
            history.Count == most && most > 0 ? history[^1].Set.Number : null));
    }

    private static async Task<Ok<BlameView>> BlameAsync(string kb, string id, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        IReadOnlyList<(string Member, ChangeSet? Set)> members = await AuthoringRequest.RunAsync(() => editing.Copies.Blame(kb, id));
        return TypedResults.Ok(new BlameView(
            [.. members.Select(one => new BlamedMember(one.Member, one.Set is null ? null : ChangeSetView.Of(one.Set)))]));
    }
}

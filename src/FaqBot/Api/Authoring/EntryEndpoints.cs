using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/entries</c>: reading and editing entries one by one.</summary>
internal static class EntryEndpoints
{
    private const int MostMoved = 1_000;
    private const string Example = "{\"question\": \"…\", \"answer\": \"…\"}";
    private const string MoveExample = "{\"ids\": [\"…\"], \"after\": \"…\"}";

    public static void MapEntries(this RouteGroupBuilder group)
    {
        group.MapGet("/{kb}/entries", ListAsync).WithName("ListEntries")
            .WithSummary("List entries of the working copy in their order, filtered and paged.")
            .WithDescription("Query: text, metadata=name:value (repeatable), source, language, state (active, disabled, notYetValid, "
                + "expired, deleted), lint (id of a rule that finds something in it; repeatable), usage (neverAsked, asked, unhelpful) "
                + "with days (90), limit (100; at most 500), after (id of the last entry of the page before).")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("/{kb}/entries", CreateAsync).WithName("CreateEntry").Needs(Right.Edit)
            .WithSummary("Create an entry; without an id it gets the next number.")
            .WithDescription($"Body: an entry as in the knowledge file, such as {Example}. The query note= says why.")
            .WithExample("""{"question":"可以带宠物进店吗？","alternates":["May I bring my dog?"],"answer":{"zh-Hans":"可以，请牵好绳子。","en":"Yes, on a lead."}}""")
            .Accepts<JsonElement>("application/json").ProducesPreconditionProblems();
        group.MapGet("/{kb}/entries/{id}", ShowAsync).WithName("ShowEntry")
            .WithSummary("Show an entry with its ETag.");
        group.MapPut("/{kb}/entries/{id}", PutAsync).WithName("PutEntry").Needs(Right.Edit)
            .WithSummary("Write an entry over what it was (If-Match: ETag), or create it (If-None-Match: *).")
            .WithExample("""{"question":"可以带宠物进店吗？","alternates":["May I bring my dog?"],"answer":{"zh-Hans":"可以，请牵好绳子。","en":"Yes, on a lead."}}""")
            .Accepts<JsonElement>("application/json").ProducesPreconditionProblems();
        group.MapPatch("/{kb}/entries/{id}", PatchAsync).WithName("PatchEntry").Needs(Right.Edit)
            .WithSummary("Change members of an entry by a merge patch (RFC 7396), with If-Match: ETag.")
            .WithExample("""{"answer":{"en":"Yes, on a short lead."}}""")
            .Accepts<JsonElement>("application/merge-patch+json", "application/json").ProducesPreconditionProblems();
        group.MapDelete("/{kb}/entries/{id}", DeleteAsync).WithName("DeleteEntry").Needs(Right.Edit)
            .WithSummary("Delete an entry, with If-Match: ETag; it can be restored for 30 days. With unlink=true prompts that lead to it "
                + "go with it.")
            .ProducesPreconditionProblems();
        group.MapPost("/{kb}/entries/{id}/restore", RestoreAsync).WithName("RestoreEntry").Needs(Right.Edit)
            .WithSummary("Restore a deleted entry where it was.").ProducesEditProblems();
        group.MapPost("/{kb}/entries/order", MoveAsync).WithName("MoveEntries").Needs(Right.Edit)
            .WithSummary("Put entries behind another, or first.")
            .WithDescription($"Body: {MoveExample}; without after they come first. At most {MostMoved} a call.")
            .WithExample("""{"ids":["order-cancel"],"after":"return-apply"}""")
            .Accepts<MoveRequest>("application/json").ProducesEditProblems();
    }

    private static async Task<Ok<EntryPage>> ListAsync(
        string kb, HttpRequest request, AnsweringEngine engine, QuestionTotals totals, QuestionLog log, TimeProvider time,
            CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        EntryQuery query = await EntryFilter.Of(request).ResolveAsync(kb, editing, totals, log, time, cancellationToken);
        int most = AuthoringRequest.Page(request).Most;
        string after = request.Query["after"].ToString();
        return TypedResults.Ok(await AuthoringRequest.RunAsync(() =>
        {
            WorkingCopy copy = editing.Copies.Get(kb);
            DateTimeOffset now = time.GetUtcNow();
            WorkingEntry[] all = [.. query.Find(copy, now)];
            int skip = after.Length == 0 ? 0 : Array.FindIndex(all, entry => entry.Id == after) + 1;
            WorkingEntry[] page = [.. all.Skip(skip).Take(most)];
            return new EntryPage(
                copy.Revision, all.Length, [.. page.Select(entry => ListedEntry.Of(entry, now))],
                skip + page.Length < all.Length && page.Length > 0 ? page[^1].Id : null);
        }));
    }

    private static async Task<IResult> ShowAsync(string kb, string id, HttpContext http, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        WorkingEntry entry = await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb).Find(id)) ?? throw Missing(kb, id);
        return Precondition.IsKnown(http, entry.Revision)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Text(entry.Content, "application/json; charset=utf-8");
    }

    private static async Task<IResult> CreateAsync(string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        JsonElement body = await BodyAsync(http.Request, cancellationToken);
        string? id = null;
        WorkingCopy copy = await AuthoringRequest.RunAsync(() => editing.Copies.Edit(kb, by, edit =>
        {
            FaqEntry entry = EntryJson.Read(body, body.TryGetProperty("id", out _) ? null : edit.NewId());
            id = entry.Id;
            edit.ExpectNone(id);
            edit.Put(entry);
        }).Copy);
        http.Response.Headers.Location = $"/api/v1/kbs/{Uri.EscapeDataString(kb)}/entries/{Uri.EscapeDataString(id!)}";
        return Shown(http, copy, id!, StatusCodes.Status201Created);
    }

    private static async Task<IResult> PutAsync(
        string kb, string id, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        Precondition condition = Precondition.Of(http.Request, mayBeNew: true);
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        FaqEntry entry = EntryJson.Read(await BodyAsync(http.Request, cancellationToken), id);
        WorkingCopy copy = await AuthoringRequest.RunAsync(() => editing.Copies.Edit(kb, by, edit =>
        {
            Expect(edit, id, condition);
            edit.Put(entry);
        }).Copy);
        return Shown(http, copy, id, condition.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> PatchAsync(
        string kb, string id, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        Precondition condition = Precondition.Of(http.Request);
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        JsonElement patch = await BodyAsync(http.Request, cancellationToken);
        WorkingCopy copy = await AuthoringRequest.RunAsync(() => editing.Copies.Edit(kb, by, edit =>
        {
            Expect(edit, id, condition);
            edit.Put(EntryJson.Read(EntryJson.Merge(edit.Find(id)!.Content, patch), id));
        }).Copy);
        return Shown(http, copy, id, StatusCodes.Status200OK);
    }

    private static async Task<Ok<EditResult>> DeleteAsync(string kb, string id, HttpContext http, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        Precondition condition = Precondition.Of(http.Request);
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        bool unlink = http.Request.Query["unlink"] == "true";
        return await EditAsync(editing, kb, by, edit =>
        {
            Expect(edit, id, condition);
            edit.Remove(id, unlink);
        });
    }

    private static async Task<Ok<EditResult>> RestoreAsync(string kb, string id, HttpContext http, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        return await EditAsync(editing, kb, by, edit =>
        {
            if (!edit.Restore(id))
            {
                throw new NotThereException(
                    $"Found no entry '{id}' that was deleted within {WorkingCopies.DeletedLifetime.TotalDays:0} days; GET "
                    + "…/entries?state=deleted lists them.");
            }
        });
    }

    private static async Task<Ok<EditResult>> MoveAsync(
        string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        (IReadOnlyList<string> ids, string? after) = await JsonBody.ReadFieldsAsync(
            http.Request,
            MoveExample,
            fields =>
            {
                fields.Expect("ids", "after");
                IReadOnlyList<string> ids = fields.Texts("ids", MostMoved, KnowledgeLimits.Id);
                if (ids.Count == 0 || ids.Distinct(StringComparer.Ordinal).Count() < ids.Count)
                {
                    fields.Report("ids", "Found none, or one twice, expected ids of entries.");
                }

                return (ids, fields.Text("after", KnowledgeLimits.Id));
            },
            cancellationToken);
        return await EditAsync(editing, kb, by, edit =>
        {
            string[] missing = [.. ids.Append(after).OfType<string>().Where(id => edit.Find(id) is null)];
            if (missing.Length > 0 || ids.Contains(after))
            {
                throw new NotThereException(missing.Length > 0
                    ? $"Found no entry {string.Join(", ", missing.Take(20).Select(id => $"'{id}'"))}, expected ids of entries."
                    : $"Found '{after}' among those that are to come after it.");
            }

            edit.Move(ids, after);
        });
    }

    /// <summary>Edits, and says what became of it.</summary>
    internal static async Task<Ok<EditResult>> EditAsync(Editing editing, string kb, Authorship by, Action<WorkingCopyEdit> work)
    {
        (WorkingCopy copy, ChangeSet? set) = await AuthoringRequest.RunAsync(() => editing.Copies.Edit(kb, by, work));
        return TypedResults.Ok(new EditResult(copy.Revision, set is null ? null : ChangeSetView.Of(set)));
    }

    internal static async Task<JsonElement> BodyAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await JsonBody.ReadAsync(request, Example, body => body.Clone(), cancellationToken);

    internal static NotThereException Missing(string kb, string id) => new(
        $"Found no entry '{id}' in '{kb}'; GET …/entries lists them, …/entries?state=deleted those that can be restored.");

    private static void Expect(WorkingCopyEdit edit, string id, Precondition condition)
    {
        if (condition.IsNew)
        {
            edit.ExpectNone(id);
        }
        else
        {
            edit.Expect(id, condition.Revisions);
        }
    }

    private static ContentHttpResult Shown(HttpContext http, WorkingCopy copy, string id, int status)
    {
        WorkingEntry entry = copy.Find(id)!;
        http.Response.Headers.ETag = Precondition.Tag(entry.Revision);
        return TypedResults.Text(entry.Content, "application/json; charset=utf-8", statusCode: status);
    }
}

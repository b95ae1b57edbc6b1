using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/bulk</c>: the same done to many entries at once.</summary>
internal static class BulkEndpoints
{
    private const string Example =
        "{\"filter\": {\"metadata\": {\"topic\": \"fees\"}}, \"actions\": [{\"setEnabled\": false}], \"preview\": true}";

    private const string Kinds = "setMetadata, setEnabled, setSource, setValidity, replaceText, moveAlternates, delete, restore";
    private const int MostActions = 20;
    private const int MostShown = 100;

    public static void MapBulk(this RouteGroupBuilder group) =>
        group.MapPost("/{kb}/bulk", EditAsync).WithName("BulkEdit").Needs(Right.Edit)
            .WithSummary("Do the same to all entries of a filter, as one change set, or look what it would do.")
            .WithDescription($"Body: {Example}. However many entries are meant; of edits of more than "
                + $"{BulkEdit.Few} one is at work at a time. Actions: "
                + "{\"setMetadata\": {\"name\": …, \"value\": …}} (null takes it away), {\"setEnabled\": …}, {\"setSource\": …}, "
                + "{\"setValidity\": {\"from\": …, \"until\": …}}, {\"replaceText\": {\"find\": …, \"with\": …}}, {\"moveAlternates\": "
                + "{\"to\": id}}, {\"delete\": {\"unlink\": …}}, {\"restore\": true}. With revision it is done only where nothing was "
                + "changed since. The filter: text, metadata, source, language, state, ids, lint (ids of rules that find something in it), "
                + "usage (neverAsked, asked, unhelpful) with days (90).")
            .WithExample("""{"filter":{"metadata":{"topic":"fees"}},"actions":[{"setEnabled":false}],"preview":true}""")
            .Accepts<BulkRequest>("application/json").ProducesEditProblems();

    private static async Task<Ok<BulkView>> EditAsync(
        string kb, HttpContext http, AnsweringEngine engine, QuestionTotals totals, QuestionLog log, ImportTurns turns, TimeProvider time,
            CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        (EntryFilter filter, BulkAction[] actions, bool isPreview, int? revision, string? note) =
            await JsonBody.ReadAsync(http.Request, Example, Read, cancellationToken);
        BulkEdit bulk = new(await filter.ResolveAsync(kb, editing, totals, log, time, cancellationToken), actions);
        int meant = await AuthoringRequest.RunAsync(() => bulk.CountOf(editing.Copies.Get(kb), time.GetUtcNow()));
        using LargeWork? turn = meant > BulkEdit.Few ? await turns.TakeAsync(cancellationToken) : null;
        int matched = 0;
        void Work(WorkingCopyEdit edit)
        {
            edit.ExpectRevision(revision);
            matched = bulk.Apply(edit, time.GetUtcNow());
        }

        if (isPreview)
        {
            WorkingCopy seen = await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb));
            (IReadOnlyList<Change> changes, IReadOnlyList<Fault> faults) =
                await AuthoringRequest.RunAsync(() => editing.Copies.Preview(kb, Work));
            return faults.Count > 0
                ? throw new InvalidEditException(faults)
                : TypedResults.Ok(new BulkView(
                    matched, changes.Count, true, seen.Revision, null, [.. changes.Take(MostShown).Select(ChangeView.Of)]));
        }

        (WorkingCopy copy, ChangeSet? set) = await AuthoringRequest.RunAsync(() => editing.Copies.Edit(kb, Actor.Of(http, note), Work));
        IReadOnlyList<Change> done = set is null ? []
            : (await AuthoringRequest.RunAsync(() => editing.Copies.Set(kb, set.Number, 0, MostShown)))!.Value.Changes;
        return TypedResults.Ok(new BulkView(
            matched, set?.Count ?? 0, false, copy.Revision, set is null ? null : ChangeSetView.Of(set), [.. done.Select(ChangeView.Of)]));
    }

    private static (EntryFilter Filter, BulkAction[] Actions, bool IsPreview, int? Revision, string? Note) Read(JsonElement body)
    {
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        fields.Expect("filter", "actions", "preview", "revision", "note");
        EntryFilter filter = EntryFilter.Of(fields.Object("filter"), faults);
        fields.Items("actions", "actions", least: 1, most: MostActions, required: true);
        BulkAction[] actions = [.. fields.Objects("actions", MostActions).Select(ReadAction).OfType<BulkAction>()];
        bool isPreview = fields.Flag("preview") ?? false;
        int? revision = fields.Integer("revision", 0, int.MaxValue);
        string? note = fields.Text("note", Authorship.MostNote);
        faults.ThrowIfAny();
        return (filter, actions, isPreview, revision, note);
    }

    private static BulkAction? ReadAction(JsonMembers action)
    {
        string kind = action.All.ToArray() is [var only] ? only.Name : "";
        switch (kind)
        {
            case "setMetadata" when action.Object(kind) is { } pair:
                pair.Expect("name", "value");
                return new BulkAction.SetMetadata(
                    pair.RequiredText("name", KnowledgeLimits.MetadataName), pair.Text("value", KnowledgeLimits.MetadataValue));
            case "setEnabled" when action.Flag(kind) is { } enabled:
                return new BulkAction.SetEnabled(enabled);
            case "setSource":
                return new BulkAction.SetSource(action.Text(kind, KnowledgeLimits.Name));
            case "setValidity" when action.Object(kind) is { } range:
                range.Expect("from", "until");
                return new BulkAction.SetValidity(Instant(range, "from"), Instant(range, "until"));
            case "replaceText" when action.Object(kind) is { } texts:
                texts.Expect("find", "with");
                string find = texts.RequiredText("find", KnowledgeLimits.QuestionRunes, mayBeBlank: true);
                if (find.Length == 0)
                {
                    texts.Report("find", "Found nothing, expected a text to look for.");
                }

                return find.Length == 0 ? null
                    : new BulkAction.ReplaceText(find, texts.Text("with", KnowledgeLimits.QuestionRunes) ?? "");
            case "moveAlternates" when action.Object(kind) is { } target:
                target.Expect("to");
                return new BulkAction.MoveAlternates(target.RequiredText("to", KnowledgeLimits.Id));
            case "delete" when action.Object(kind) is { } how:
                how.Expect("unlink");
                return new BulkAction.Delete(how.Flag("unlink") ?? false);
            case "restore" when action.Flag(kind) == true:
                return new BulkAction.Restore();
            default:
                action.Report(kind, $"Found another member or value, expected an object with one member of {Kinds}.");
                return null;
        }
    }

    private static DateTimeOffset? Instant(JsonMembers range, string name)
    {
        if (range.Element(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out DateTimeOffset instant))
        {
            return instant;
        }

        range.Report(name, "Found another value, expected an instant such as 2026-03-31T18:00:00+08:00, or null.");
        return null;
    }
}

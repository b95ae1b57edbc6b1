using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/publish</c>, <c>…/unpublish</c>, <c>…/policy</c>: what customers are answered by.</summary>
internal static class PublishingEndpoints
{
    private const string Example = "{\"revision\": 17, \"note\": \"…\"}";
    private const string PolicyExample = "{\"approval\": true, \"lint\": true, \"minAccuracy\": 0.9}";

    public static void MapPublishing(this RouteGroupBuilder group)
    {
        group.MapPost("/{kb}/publish", PublishAsync).WithName("Publish").Needs(Right.Publish)
            .WithSummary("Publish the working copy, now or at a time.")
            .WithDescription($"Body: {Example}. The revision is the one that was reviewed: where another change came between, nothing is "
                + "published (409). With at, an instant, it is planned (202). Where lint or goals block it (409), overrideReason publishes "
                + "nevertheless and is kept.")
            .WithExample("""{"revision":17,"note":"Dogs are welcome"}""")
            .Accepts<PublishRequest>("application/json").Produces<PublishView>().Produces<PlanView>(StatusCodes.Status202Accepted)
            .ProducesEditProblems();
        group.MapPost("/{kb}/draft/approve", ApproveAsync).WithName("ApproveDraft").Needs(Right.Publish)
            .WithSummary("Approve the working copy as it is, so that somebody who has changed it may publish it.")
            .WithDescription("Body: {\"revision\": 17, \"note\": \"…\"}. Another change ends the approval.")
            .WithExample("""{"revision":17,"note":"read through"}""")
            .Accepts<ApproveRequest>("application/json").ProducesEditProblems();
        group.MapGet("/{kb}/draft/approvals", ShowApprovalsAsync).WithName("ListApprovals")
            .WithSummary("List who approves the working copy as it is.");
        group.MapDelete("/{kb}/publish", CancelAsync).WithName("CancelPlan").Needs(Right.Publish)
            .WithSummary("Take a planned publication away.");
        group.MapPost("/{kb}/unpublish", UnpublishAsync).WithName("Unpublish").Needs(Right.Publish)
            .WithSummary("Answer no customer any more; the content is kept.").ProducesEditProblems();
        group.MapGet("/{kb}/policy", ShowPolicyAsync).WithName("ShowPolicy")
            .WithSummary("Show what publishing asks for.");
        group.MapPut("/{kb}/policy", PutPolicyAsync).WithName("PutPolicy").Needs(Right.Configure)
            .WithSummary("Say what publishing asks for.")
            .WithDescription($"Body: {PolicyExample}; what is not named is not asked for.")
            .WithExample("""{"approval":false,"lint":true,"minAccuracy":0.9}""")
            .Accepts<PolicyView>("application/json").ProducesEditProblems();
    }

    private static async Task<IResult> PublishAsync(
        string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        (int revision, string? note, DateTimeOffset? at, string? reason) =
            await JsonBody.ReadAsync(http.Request, Example, Read, cancellationToken);
        Authorship by = Actor.Of(http, note);
        if (at is { } due)
        {
            PlannedPublication plan = await AuthoringRequest.RunAsync(() => editing.Publishing.Plan(kb, due, revision, by, reason));
            return TypedResults.Accepted($"/api/v1/kbs/{Uri.EscapeDataString(kb)}/draft", PlanView.Of(plan));
        }

        PublishedResult done = await Task.Run(
            () => editing.Publishing.PublishAsync(kb, revision, by, reason, cancellationToken), cancellationToken);
        AuditDetail detail = AuditDetail.Of(http);
        detail.Before = $"revision {revision}";
        detail.After = $"version {done.Index.Version.Number}";
        detail.Note = done.Overridden.Count == 0 ? null : $"overridden: {string.Join(" ", done.Overridden)} Reason: {reason}";
        return TypedResults.Ok(ViewOf(done.Index, done.Overridden));
    }

    /// <summary>What a publication did.</summary>
    internal static PublishView ViewOf(Core.Indexing.IndexResult done, IReadOnlyList<string> overridden) =>
        new(done.Version.Number, done.Changed, done.Entries, done.Questions, done.Encoded, overridden);

    private static (int Revision, string? Note, DateTimeOffset? At, string? Reason) Read(JsonElement body)
    {
        RequestFaults faults = new();
        FaqBot.Encoding.Json.JsonMembers fields = faults.Members(body);
        fields.Expect("revision", "note", "at", "overrideReason");
        double? revision = fields.Number("revision", 0, int.MaxValue, whole: true, required: true);
        string? note = fields.Text("note", Authorship.MostNote), reason = fields.Text("overrideReason", Authorship.MostNote);
        DateTimeOffset? at = null;
        if (fields.Text("at") is not null)
        {
            if (body.GetProperty("at").TryGetDateTimeOffset(out DateTimeOffset stated))
            {
                at = stated;
            }
            else
            {
                faults.Add("at", "Found another text, expected an instant such as 2026-03-31T18:00:00+08:00.");
            }
        }

        faults.ThrowIfAny();
        return ((int)revision!.Value, note, at, string.IsNullOrWhiteSpace(reason) ? null : reason);
    }

    private static async Task<Ok<ApprovalList>> ApproveAsync(
        string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        (int revision, string? note) = await JsonBody.ReadFieldsAsync(
            http.Request,
            Example,
            fields =>
            {
                fields.Expect("revision", "note");
                return ((int)(fields.Number("revision", 0, int.MaxValue, whole: true, required: true) ?? 0),
                    fields.Text("note", Authorship.MostNote));
            },
            cancellationToken);
        AuditDetail.Of(http).After = $"{revision}";
        return TypedResults.Ok(ApprovalList.Of(
            revision, await AuthoringRequest.RunAsync(() => editing.Approvals.Approve(kb, revision, Actor.Of(http, note)))));
    }

    private static async Task<Ok<ApprovalList>> ShowApprovalsAsync(string kb, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        return TypedResults.Ok(await AuthoringRequest.RunAsync(() =>
        {
            int revision = editing.Copies.Get(kb).Revision;
            return ApprovalList.Of(revision, editing.Approvals.Of(kb, revision));
        }));
    }

    private static async Task<IResult> CancelAsync(string kb, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        return await AuthoringRequest.RunAsync(() => editing.Publishing.CancelPlan(kb))
            ? TypedResults.NoContent()
            : throw new NotThereException($"Found no planned publication of '{kb}'.");
    }

    private static async Task<Ok<UnpublishView>> UnpublishAsync(
        string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        Authorship by = Actor.Of(http, AuthoringRequest.Note(http.Request));
        return TypedResults.Ok(new UnpublishView(await Task.Run(
            () => editing.Publishing.UnpublishAsync(kb, by, cancellationToken), cancellationToken)));
    }

    private static async Task<Ok<PolicyView>> ShowPolicyAsync(string kb, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        WorkingCopy copy = await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb));
        return TypedResults.Ok(PolicyView.Of(PublishingPolicy.Parse(copy.Head.Policy)));
    }

    private static async Task<Ok<PolicyView>> PutPolicyAsync(
        string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        PublishingPolicy policy = await JsonBody.ReadFieldsAsync(
            http.Request,
            PolicyExample,
            fields =>
            {
                fields.Expect("approval", "lint", "minAccuracy", "minPrecision", "maxCalibrationError");
                return new PublishingPolicy
                {
                    NeedsApproval = fields.Flag("approval") ?? false,
                    NeedsNoLintError = fields.Flag("lint") ?? false,
                    Goals = new EvaluationGoals
                    {
                        MinAccuracy = fields.Number("minAccuracy", 0, 1),
                        MinPrecision = fields.Number("minPrecision", 0, 1),
                        MaxCalibrationError = fields.Number("maxCalibrationError", 0, 1),
                    },
                };
            },
            cancellationToken);
        Authorship by = Actor.Of(http);
        await AuthoringRequest.RunAsync(() =>
        {
            editing.Copies.SetPolicy(kb, policy, by);
            return true;
        });
        return TypedResults.Ok(PolicyView.Of(policy));
    }
}

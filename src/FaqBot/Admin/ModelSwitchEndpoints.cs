using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using FaqBot.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Admin;

/// <summary><c>/api/v1/kbs/{kb}/model</c>: the model that a knowledge base answers with, and switching to another.</summary>
internal static class ModelSwitchEndpoints
{
    private const int LongestName = 4_096;

    public static void MapModelSwitch(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/kbs/{kb}/model")
            .Needs(Right.ReadContent).WithTags("Knowledge bases").WithExample("kb", "shop")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", Show).WithName("ShowKnowledgeBaseModel")
            .WithSummary("Show the model of a knowledge base, and how far a switch to another is.");
        group.MapPut("", ChooseAsync).WithName("ChooseKnowledgeBaseModel").Needs(Right.Administer)
            .WithSummary(
                "Switch to another model: the questions are encoded aside, then one version replaces the other.")
            .WithExample("""{"model":"intfloat/multilingual-e5-small"}""")
            .Accepts<ModelChoice>("application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        group.MapDelete("", ChooseDefault).WithName("ChooseDefaultModel").Needs(Right.Administer)
            .WithSummary("Switch back to the service's default encoder.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/job", Cancel).WithName("CancelModelSwitch").Needs(Right.Administer)
            .WithSummary("Cancel a running switch, which changes nothing then.");
    }

    private static Ok<KnowledgeBaseModel> Show(string kb, AnsweringEngine engine) => TypedResults.Ok(engine.Require().Switch.Show(kb));

    private static async Task<Accepted<JobStatus>> ChooseAsync(
        string kb, HttpRequest request, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        ModelSwitch models = engine.Require().Switch;
        ModelChoice choice = await JsonBody.ReadFieldsAsync(
            request,
            "{\"model\": \"organisation/name\"}",
            fields =>
            {
                fields.Expect("model");
                return new ModelChoice(fields.RequiredText("model", LongestName));
            },
            cancellationToken);
        return Accepted(kb, models.Start(kb, choice.Model));
    }

    private static Accepted<JobStatus> ChooseDefault(string kb, AnsweringEngine engine) =>
        Accepted(kb, engine.Require().Switch.Start(kb, null));

    private static Results<Accepted<JobStatus>, ProblemHttpResult> Cancel(string kb, AnsweringEngine engine)
    {
        if (engine.Require().Switch.JobOf(kb) is not { Status.State: JobState.Running } job)
        {
            return TypedResults.Problem(
                $"Found no switch of '{kb}' at work.", statusCode: StatusCodes.Status404NotFound, title: "No such job.");
        }

        job.Cancel();
        return Accepted(kb, job);
    }

    private static Accepted<JobStatus> Accepted(string kb, Job job) =>
        TypedResults.Accepted($"/api/v1/kbs/{Uri.EscapeDataString(kb)}/model", job.Status);
}

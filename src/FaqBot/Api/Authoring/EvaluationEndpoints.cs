using System.Globalization;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/evaluations</c>: how well versions answer the labelled questions, kept to be compared.</summary>
internal static class EvaluationEndpoints
{
    private const string Example = "{\"deployment\": \"test\", \"note\": \"…\"}";

    public static void MapEvaluations(this RouteGroupBuilder group)
    {
        group.MapPost("/{kb}/evaluations", RunAsync).WithName("Evaluate").Needs(Right.Edit)
            .WithSummary("Ask all labelled questions of a version and keep what came of it.")
            .WithDescription($"Body: {Example}; without deployment what customers are answered by.")
            .WithExample("""{"deployment":"test","note":"Before publishing"}""")
            .Accepts<EvaluationRequest>("application/json").ProducesEditProblems();
        group.MapGet("/{kb}/evaluations", ListAsync).WithName("ListEvaluations")
            .WithSummary("List evaluations, latest first.")
            .WithDescription("Query: before (a number), limit.").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/{kb}/evaluations/{number:int}", ShowAsync).WithName("ShowEvaluation")
            .WithSummary("Get the report of an evaluation, as the command eval writes it.");
        group.MapGet("/{kb}/evaluations/compare", CompareAsync).WithName("CompareEvaluations")
            .WithSummary("Compare two evaluations question by question.")
            .WithDescription("Query: first and second, numbers of evaluations.").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Ok<EvaluationView>> RunAsync(
        string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        (Deployment deployment, string? note) = await JsonBody.ReadFieldsAsync(http.Request, Example, Read, cancellationToken);
        await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb));
        SavedEvaluation saved = (await Task.Run(
            () => editing.Evaluations.RunAsync(kb, deployment, Actor.Of(http, note), cancellationToken), cancellationToken)).Saved;
        return TypedResults.Ok(EvaluationView.Of(saved));
    }

    private static (Deployment Deployment, string? Note) Read(JsonMembers fields)
    {
        fields.Expect("deployment", "note");
        string name = fields.Text("deployment") ?? DeploymentName.Of(Deployment.Production);
        if (!DeploymentName.TryParse(name, out Deployment deployment))
        {
            fields.Report("deployment", "Found another word, expected production or test.");
        }

        return (deployment, fields.Text("note", Authorship.MostNote));
    }

    private static async Task<Ok<EvaluationList>> ListAsync(string kb, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        (int before, int most) = AuthoringRequest.Page(request);
        IReadOnlyList<SavedEvaluation> saved = await AuthoringRequest.RunAsync(() =>
        {
            editing.Copies.Get(kb);
            return editing.Evaluations.List(kb, before, most);
        });
        return TypedResults.Ok(new EvaluationList(
            [.. saved.Select(EvaluationView.Of)], saved.Count == most && most > 0 ? saved[^1].Number : null));
    }

    private static async Task<IResult> ShowAsync(string kb, int number, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        string report = await AuthoringRequest.RunAsync(() => editing.Evaluations.Report(kb, number).ToJson());
        return TypedResults.Text(report, "application/json; charset=utf-8");
    }

    private static async Task<Ok<ComparisonView>> CompareAsync(string kb, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        RequestFaults faults = new();
        int first = Number(request, "first", faults), second = Number(request, "second", faults);
        faults.ThrowIfAny();
        return TypedResults.Ok(await AuthoringRequest.RunAsync(() => ComparisonView.Of(
            editing.Evaluations.Compare(kb, first, second), $"evaluation {first}", $"evaluation {second}")));
    }

    private static int Number(HttpRequest request, string name, RequestFaults faults)
    {
        if (!int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            faults.Add(name, "Found something else, expected the number of an evaluation.");
        }

        return number;
    }
}

using FaqBot.Apis.Authoring;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>Jobs of projects, and the replies that name them.</summary>
internal static class ProjectJobs
{
    /// <summary>Maps the routes.</summary>
    /// <param name="group">Where.</param>
    /// <param name="describe">Gives a route its name and summary.</param>
    public static void MapJobs(
        this RouteGroupBuilder group, Func<RouteHandlerBuilder, string, string, RouteHandlerBuilder> describe)
    {
        describe(group.MapGet("/deletion-jobs/{job}", (string job, HttpRequest request, Operations operations, PublicAddress address) =>
            Job(null, "deletion", job, request, operations, address)), "DeletionJob", "Show a removal.")
            .ForEachCaller().Produces<JobView>();
        foreach (string kind in new[] { "qnas", "sources", "import", "export" })
        {
            describe(group.MapGet($"/{{project}}/{kind}/jobs/{{job}}",
                    (string project, string job, HttpRequest request, Operations operations, AuthoredBases bases, PublicAddress address) =>
                        Job(bases.Get(project).Id, kind, job, request, operations, address)),
                $"{char.ToUpperInvariant(kind[0])}{kind[1..]}Job", $"Show a job of {kind}.").Produces<JobView>();
        }

        describe(group.MapGet("/{project}/deployments/{deployment}/jobs/{job}",
                (string project, string deployment, string job, HttpRequest request, Operations operations, AuthoredBases bases,
                    PublicAddress address) => Job(bases.Get(project).Id, $"deployments/{deployment}", job, request, operations, address)),
            "DeploymentJob", "Show a deployment.").WithExample("deployment", "production").Produces<JobView>();
    }

    private static Ok<JobView> Job(
        string? kb, string kind, string job, HttpRequest request, Operations operations, PublicAddress address)
    {
        Operation operation = Found(kb, kind, job, operations);
        if (kb is null && !AuthoringRights.MayRead(request.HttpContext, operation.Kb))
        {
            throw new UnknownJobException();
        }

        if (operation.State == OperationState.Running)
        {
            request.HttpContext.Response.Headers.RetryAfter = "1";
        }

        // Clients fetch it as it stands: without the version the route would refuse them.
        string? result = !operation.HasResult ? null
            : $"{address.Of(request)}{request.Path.ToUriComponent()}/result{Version(request)}";
        return TypedResults.Ok(JobView.Of(operation, result));
    }

    /// <summary>Finds the job of a knowledge base.</summary>
    /// <exception cref="UnknownJobException">There is none.</exception>
    public static Operation Found(string? kb, string kind, string job, Operations operations) =>
        operations.Find(job) is { } operation && operation.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase)
            && (kb is null || operation.Kb == kb)
            ? operation : throw new UnknownJobException();

    /// <summary>Says that a job has begun, and where to ask after it.</summary>
    public static StatusCodeHttpResult Accepted(HttpContext http, Operation operation, PublicAddress address, string jobs)
    {
        http.Response.Headers["Operation-Location"] =
            $"{address.Of(http.Request)}{jobs}/{operation.Id}{Version(http.Request)}";
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static string Version(HttpRequest request) =>
        QueryString.Create("api-version", request.Query["api-version"].ToString()).ToUriComponent();
}

/// <summary>No job has this id, or it was forgotten.</summary>
internal sealed class UnknownJobException() : ServiceFaultException(
    "Found no job of this id, or no result of it: they are kept for a day. Look at what it was to change.")
{
    public override int Status => StatusCodes.Status404NotFound;

    public override string Title => "Unknown job.";

    public override string Code => LanguageErrorWriter.UnknownOperation;
}

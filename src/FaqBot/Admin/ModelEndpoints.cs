using FaqBot.Core.Access;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using FaqBot.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Admin;

/// <summary><c>/api/v1/models</c>: what is known and installed; downloading, importing, building, checking and removing.</summary>
/// <remarks>A request makes the service read no folder of the server but those below the one that its operator named for imports.</remarks>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/models")
            .Needs(Right.Administer).WithTags("Models")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group.MapGet("", List).WithName("ListInstalledModels")
            .WithSummary("List the models of the catalog and the installed ones.");
        group.MapPost("/pull", PullAsync).WithName("PullModel")
            .WithSummary("Download and install a model, as a job.")
            .WithExample("""{"model":"intfloat/multilingual-e5-small"}""").Accepts<PullRequest>("application/json").ProducesBodyProblems();
        group.MapPost("/import", ImportAsync).WithName("ImportModel")
            .WithSummary("Install a copy of a folder of the server, as a job.")
            .WithExample("""{"folder":"my-model","id":"me/my-model"}""").Accepts<ImportRequest>("application/json").ProducesBodyProblems();
        group.MapPost("/build", BuildAsync).WithName("BuildModel")
            .WithSummary("Build an encoder from an installed checkpoint, as a job.")
            .WithExample("""{"checkpoint":"intfloat/multilingual-e5-small","weights":"int8"}""")
            .Accepts<BuildRequest>("application/json").ProducesBodyProblems().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/verify", Verify).WithName("VerifyModel")
            .WithSummary(
                "Read every file of a model and compare, as a job; the id as organisation--name.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/{id}", Remove).WithName("RemoveModel")
            .WithSummary("Remove a model that no knowledge base needs; the id as organisation--name.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/jobs", Jobs).WithName("ListJobs")
            .WithSummary("List running jobs and the last ended ones, the latest first.");
        group.MapGet("/jobs/{job}", ShowJob).WithName("ShowJob").WithSummary("Show how far a job is.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/jobs/{job}", CancelJob).WithName("CancelJob")
            .WithSummary("Cancel a running job.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static Ok<ModelInventory> List(ModelJobs models) =>
        TypedResults.Ok(new ModelInventory(ModelSummary.All(models.Library, models.ReadCatalog())));

    private static async Task<Accepted<JobStatus>> PullAsync(HttpRequest request, ModelJobs models, CancellationToken cancellationToken)
    {
        (ModelReference model, bool fromModelScope, IReadOnlyList<string> files) = await ModelRequestReader.ReadPullAsync(request,
            cancellationToken);
        return Accepted(models.Pull(model, fromModelScope, files));
    }

    private static async Task<Accepted<JobStatus>> ImportAsync(HttpRequest request, ModelJobs models, CancellationToken cancellationToken)
    {
        (string folder, ModelId? id) = await ModelRequestReader.ReadImportAsync(request, cancellationToken);
        return Accepted(models.Import(folder, id));
    }

    private static async Task<Results<Accepted<JobStatus>,
        ProblemHttpResult>> BuildAsync(HttpRequest request, ModelJobs models, CancellationToken cancellationToken)
    {
        (ModelId checkpoint, ModelId? id, Encoding.Building.WeightFormat weights) = await ModelRequestReader.ReadBuildAsync(request,
            cancellationToken);
        return models.Library.Find(checkpoint) is null ? NotInstalled(checkpoint) : Accepted(models.Build(checkpoint, id, weights));
    }

    private static Results<Accepted<JobStatus>, ProblemHttpResult> Verify(string id, ModelJobs models)
    {
        ModelId model = ModelRequestReader.ReadId(id);
        return models.Library.Find(model) is null ? NotInstalled(model) : Accepted(models.Verify(model));
    }

    private static Results<NoContent, ProblemHttpResult> Remove(string id, ModelJobs models, AnsweringEngine engine)
    {
        ModelId model = ModelRequestReader.ReadId(id);
        string[] users = [.. engine.Require().Switch.UsersOf(models.Library.FolderOf(model))];
        if (users.Length > 0)
        {
            throw new ModelLibraryException($"'{model}' cannot be removed", users);
        }

        if (models.Library.Find(model) is null && !models.Library.IsPartlyDownloaded(model))
        {
            return NotInstalled(model);
        }

        models.Library.Remove(model);
        return TypedResults.NoContent();
    }

    private static Ok<JobList> Jobs(ModelJobs models) => TypedResults.Ok(new JobList(models.Jobs.Statuses()));

    private static Results<Ok<JobStatus>, ProblemHttpResult> ShowJob(string job, ModelJobs models) =>
        models.Jobs.StatusOf(job) is { } found ? TypedResults.Ok(found) : NoJob(job);

    private static Results<Accepted<JobStatus>, ProblemHttpResult> CancelJob(string job, ModelJobs models)
    {
        if (models.Jobs.StatusOf(job) is not { } found)
        {
            return NoJob(job);
        }

        if (found.State != JobState.Running)
        {
            return TypedResults.Problem(
                $"Found job {job} ended, expected a running one.", statusCode: StatusCodes.Status409Conflict, title: "The job has ended.");
        }

        models.Jobs.Cancel(job);
        return Accepted(found);
    }

    private static Accepted<JobStatus> Accepted(Job job) => Accepted(job.Status);

    private static Accepted<JobStatus> Accepted(JobStatus job) => TypedResults.Accepted($"/api/v1/models/jobs/{job.Id}", job);

    private static ProblemHttpResult NotInstalled(ModelId id) => TypedResults.Problem(
        $"Found no model '{id}' installed; get it first: POST /api/v1/models/pull.", statusCode: StatusCodes.Status404NotFound,
            title: "Unknown model.");

    private static ProblemHttpResult NoJob(string id) => TypedResults.Problem(
        $"Found no job '{RelativePath.Shown(id)}'; ended ones are forgotten after {JobBoard.MostKept} others and at a restart.",
        statusCode: StatusCodes.Status404NotFound,
        title: "Unknown job.");

    private static RouteHandlerBuilder ProducesBodyProblems(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
}

using System.Text.Json;
using FaqBot.Apis.Authoring;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>The authoring routes of Custom Question Answering, whose clients can be pointed here.</summary>
/// <remarks>
/// Source: <see href="https://learn.microsoft.com/rest/api/questionanswering/question-answering-projects"/>. One version has them below
/// <c>/language</c>, later ones below <c>/language/authoring</c>.
/// </remarks>
internal static class ProjectEndpoints
{
    private const string ProjectExample = "{\"language\": \"en\", \"settings\": {\"defaultAnswer\": \"…\"}}";

    // The last one has the same authoring routes.
    private static readonly string[] Spoken = ["2021-10-01", "2023-04-01", "2025-05-15-preview"];

    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        HttpOptions options = routes.ServiceProvider.GetRequiredService<HttpOptions>();
        Map(routes.MapGroup("/language/authoring/query-knowledgebases/projects"), options, isDescribed: true);
        Map(routes.MapGroup("/language/query-knowledgebases/projects").ExcludeFromDescription(), options, isDescribed: false);
    }

    private static void Map(RouteGroupBuilder group, HttpOptions options, bool isDescribed)
    {
        group.ForAuthors("project").WithTags("Custom Question Answering").AddEndpointFilter(new ApiVersion(Spoken))
            .WithExample("project", "shop")
            .WithMetadata(new BodyLimit(options.MaxImportBodyBytes));
        RouteHandlerBuilder Name(RouteHandlerBuilder route, string name, string summary) =>
            isDescribed ? Describe(route.WithName(name).WithSummary(summary)) : route;
        Name(group.MapGet("", ListAsync), "ListProjects", "List projects.").ForEachCaller().Produces<ProjectPage>();
        Name(group.MapGet("/{project}", ShowAsync), "ShowProject", "Show a project.").Produces<ProjectView>();
        Name(group.MapPatch("/{project}", PutAsync), "PutProject", "Create a project, or change its default answer or language.")
            .Needs(Right.Configure, "project")
            .WithExample("""{"language":"en","description":"FAQ","settings":{"defaultAnswer":"No answer was found."}}""")
            .Accepts<JsonElement>("application/json").Produces<ProjectView>().Produces<ProjectView>(StatusCodes.Status201Created);
        Name(group.MapDelete("/{project}", DeleteAsync), "DeleteProject",
            "Remove a project; undoing the change set within 30 days brings it back.")
            .Needs(Right.Configure, "project").Produces(StatusCodes.Status202Accepted);
        group.MapEntries(Name);
        group.MapTransfer(Name);
        group.MapJobs(Name);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .Produces<LanguageError>(StatusCodes.Status400BadRequest)
        .Produces<LanguageError>(StatusCodes.Status401Unauthorized)
        .Produces<LanguageError>(StatusCodes.Status403Forbidden)
        .Produces<LanguageError>(StatusCodes.Status404NotFound)
        .Produces<LanguageError>(StatusCodes.Status413PayloadTooLarge)
        .Produces<LanguageError>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<ProjectPage>> ListAsync(HttpRequest request, AuthoredBases bases, PublicAddress address)
    {
        PageOrder order = PageOrder.Of(request);
        return TypedResults.Ok(await Task.Run(() =>
        {
            (IReadOnlyList<string> ids, string? next) = order.Of(
                [.. bases.Ids().Where(id => AuthoringRights.MayRead(request.HttpContext, id))], request, address.Of(request));
            return new ProjectPage(
                [.. ids.Select(bases.Editing.Copies.Find).OfType<WorkingCopy>().Select(copy => ViewOf(copy, bases))], next);
        }));
    }

    private static async Task<Ok<ProjectView>> ShowAsync(string project, AuthoredBases bases) =>
        TypedResults.Ok(await Task.Run(() => ViewOf(bases.Get(project), bases)));

    private static ProjectView ViewOf(WorkingCopy copy, AuthoredBases bases)
    {
        KnowledgeTimes times = bases.Editing.Copies.TimesOf(copy.Id);
        Language language = AuthoredBases.LanguageOf(copy.Settings);
        string name = ProjectNames.Of(copy), shown = copy.Settings.Name.For(language);
        return new ProjectView(
            name, name == shown ? "" : shown, copy.Settings.Languages[0], copy.Settings.Languages.Count > 1,
            new ProjectSettings(copy.Settings.DefaultAnswer.For(language)), times.Begun, times.Changed, times.Published);
    }

    private static async Task<IResult> PutAsync(string project, HttpContext http, AuthoredBases bases, CancellationToken cancellationToken)
    {
        RequireName(project);
        (string? language, string? answer) = await JsonBody.ReadForeignAsync(
            http.Request,
            ProjectExample,
            fields => (
                fields.Text("language", KnowledgeLimits.Id),
                fields.Object("settings")?.Text("defaultAnswer", KnowledgeLimits.AnswerLength)),
            cancellationToken);
        Authorship by = AuthoredBases.By(http);
        (ProjectView view, bool isNew) = await Task.Run(
            () =>
            {
                string? id = bases.Find(project);
                if (id is null)
                {
                    id = Begin(project, language, answer, by, bases, cancellationToken);
                    return (ViewOf(bases.Get(id), bases), true);
                }

                bases.Editing.QnaEdits.Apply(id, [], by, isWhole: true, settings => ProjectLanguage.Applied(settings, language, answer));
                return (ViewOf(bases.Get(id), bases), false);
            },
            cancellationToken);
        return TypedResults.Json(view, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static string Begin(
        string project, string? language, string? answer, Authorship by, AuthoredBases bases, CancellationToken cancellationToken)
    {
        string id = ProjectNames.IdFor(project, bases.Has);
        byte[] document = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["metadata"] = new Dictionary<string, object?>
            {
                ["language"] = ProjectLanguage.Known(language),
                ["settings"] = new Dictionary<string, object?> { ["defaultAnswer"] = answer },
            },
            ["assets"] = new Dictionary<string, object?> { ["qnas"] = Array.Empty<object>() },
        });
        bases.Replace(id, document, "create", by, cancellationToken, options => options with { Name = project });
        return id;
    }

    private static async Task<IResult> DeleteAsync(
        string project, HttpContext http, AuthoredBases bases, Operations operations, PublicAddress address)
    {
        string id = await Task.Run(() => bases.Get(project).Id);
        Authorship by = AuthoredBases.By(http);
        Operation operation = await operations.RunAsync(id, "deletion", by.Author, async stopping =>
        {
            await bases.Editing.Removal.RemoveAsync(id, by, stopping);
            return new OperationOutcome();
        });
        string path = http.Request.Path.ToUriComponent();
        return ProjectJobs.Accepted(http, operation, address, $"{path[..path.LastIndexOf('/')]}/deletion-jobs");
    }

    /// <summary>Refuses names that none can be.</summary>
    public static void RequireName(string project)
    {
        if (project.Length > ProjectNames.Longest || project.Any(char.IsControl) || project.Trim().Length == 0)
        {
            RequestFaults faults = new();
            faults.Add("projectName", $"Found another name, expected 1 to {ProjectNames.Longest} characters, none of control.");
            throw faults.ToException();
        }
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

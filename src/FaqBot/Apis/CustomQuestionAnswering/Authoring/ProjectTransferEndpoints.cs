using System.Text.Json;
using FaqBot.Apis.Authoring;
using FaqBot.Apis.EndpointKeys;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing.Exporting;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>Import, export and deployment of projects.</summary>
internal static class ProjectTransferEndpoints
{
    /// <summary>Maps the routes.</summary>
    /// <param name="group">Where.</param>
    /// <param name="describe">Gives a route its name and summary.</param>
    public static void MapTransfer(
        this RouteGroupBuilder group, Func<RouteHandlerBuilder, string, string, RouteHandlerBuilder> describe)
    {
        describe(group.MapPost("/{project}/:import", ImportAsync), "ImportProject",
                "Replace the entries or synonyms of a project by a document in the body, or begin a project with it.")
            .Needs(Right.Edit, "project")
            .WithExample("""{"metadata":{"language":"en"},"assets":{"qnas":[{"id":1,"answer":"Yes.","source":"Editorial","questions":["May I bring my dog?"]}]}}""")
            .Accepts<JsonElement>("application/json", "text/tab-separated-values", "*/*").Produces(StatusCodes.Status202Accepted);
        describe(group.MapPost("/{project}/:export", ExportAsync), "ExportProject",
                "Write a project in the format of the query; the job has the address of the file. No body is needed.")
            .ChangesNothing().Audited()
            .Produces(StatusCodes.Status202Accepted);
        describe(group.MapGet("/{project}/export/jobs/{job}/result", Result), "ExportedProject", "Get the file of an export.")
            .Audited()
            .Produces<string>(StatusCodes.Status200OK, "application/octet-stream");
        describe(group.MapPut("/{project}/deployments/{deployment}", DeployAsync), "DeployProject",
                "Publish the working copy to production.")
            .Needs(Right.Publish, "project")
            .WithExample("deployment", "production").Produces(StatusCodes.Status202Accepted);
        describe(group.MapGet("/{project}/deployments", ListDeploymentsAsync), "ListDeployments", "List what is deployed.")
            .Produces<DeploymentPage>();
    }

    private static async Task<IResult> ImportAsync(
        string project, HttpContext http, AuthoredBases bases, Operations operations, ImportTurns turns, PublicAddress address,
        CancellationToken cancellationToken)
    {
        ProjectEndpoints.RequireName(project);
        using LargeWork turn = await turns.TakeAsync(cancellationToken);
        ProjectImport import = await ProjectImport.ReadAsync(http.Request, cancellationToken);
        Authorship by = AuthoredBases.By(http);
        string id = await Task.Run(() => bases.Find(project), cancellationToken)
            ?? (import.Synonyms is null ? ProjectNames.IdFor(project, bases.Has)
                : throw new UnknownProjectException());
        bool isNew = bases.Find(project) is null;
        if (isNew)
        {
            AuthoringRights.RequireBeginning(http, project);
        }

        Operation operation = await operations.RunAsync(id, "import", by.Author, turn.While(stopping =>
        {
            if (import.Document is { } document)
            {
                bases.Replace(id, document, "import", by, stopping, options => options with { Name = isNew ? project : null });
            }

            if (import.Synonyms is { } groups)
            {
                bases.Editing.QnaEdits.PutSynonyms(id, groups, by);
            }

            return Task.FromResult(new OperationOutcome());
        }));
        string path = http.Request.Path.ToUriComponent();
        return ProjectJobs.Accepted(http, operation, address, $"{path[..path.LastIndexOf('/')]}/import/jobs");
    }

    private static async Task<IResult> ExportAsync(
        string project, HttpContext http, AuthoredBases bases, Operations operations, PublicAddress address)
    {
        IQueryCollection query = http.Request.Query;
        RequestFaults faults = new();
        string format = query["format"].ToString(), kind = query["assetKind"].ToString();
        ExportFormat? chosen = format.ToUpperInvariant() switch
        {
            "" or "JSON" => ExportFormat.CqaJson,
            "TSV" => ExportFormat.CqaTsv,
            "EXCEL" => ExportFormat.CqaXlsx,
            _ => null,
        };
        if (chosen is null)
        {
            faults.Add("format", "Found another word, expected json, tsv or excel.");
        }

        bool hasSynonyms = kind.Equals("synonyms", StringComparison.OrdinalIgnoreCase);
        if (kind.Length > 0 && !hasSynonyms && !kind.Equals("qnas", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add("assetKind", "Found another word, expected qnas or synonyms.");
        }

        if (hasSynonyms && chosen != ExportFormat.CqaJson)
        {
            faults.Add("format", "Found tsv or excel, expected json for synonyms alone.");
        }

        faults.ThrowIfAny();
        string id = await Task.Run(() => bases.Get(project).Id);
        Operation operation = await operations.RunAsync(id, "export", AuthoredBases.By(http).Author, _ => Task.FromResult(
            Exported(bases, id, chosen!.Value, hasSynonyms)));
        string path = http.Request.Path.ToUriComponent();
        return ProjectJobs.Accepted(http, operation, address, $"{path[..path.LastIndexOf('/')]}/export/jobs");
    }

    private static OperationOutcome Exported(AuthoredBases bases, string id, ExportFormat format, bool hasSynonyms)
    {
        KnowledgeBase knowledge = bases.Get(id).ToKnowledge();
        if (hasSynonyms)
        {
            return new OperationOutcome(
                Result: JsonSerializer.SerializeToUtf8Bytes(
                    new SynonymPage([.. knowledge.Synonyms.Select(group => new SynonymGroup(group))], null),
                    ProjectJson.Default.SynonymPage),
                ResultType: "application/json; charset=utf-8");
        }

        ExportedFile file = KnowledgeExport.Write(knowledge, new ExportOptions
        {
            Format = format,
            Numbers = bases.Editing.Copies.NumbersOf(knowledge),
        });
        return new OperationOutcome(Result: file.Content, ResultType: format switch
        {
            ExportFormat.CqaTsv => "text/tab-separated-values; charset=utf-8",
            ExportFormat.CqaXlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/json; charset=utf-8",
        });
    }

    private static FileContentHttpResult Result(string project, string job, AuthoredBases bases, Operations operations)
    {
        Operation operation = ProjectJobs.Found(bases.Get(project).Id, "export", job, operations);
        return operations.ResultOf(operation) is { } file ? TypedResults.Bytes(file, operation.Outcome?.ResultType)
            : throw new UnknownJobException();
    }

    private static async Task<IResult> DeployAsync(
        string project, string deployment, HttpContext http, AuthoredBases bases, Operations operations, PublicAddress address)
    {
        if (!DeploymentName.TryParse(deployment, out Deployment place))
        {
            RequestFaults faults = new();
            faults.Add("deploymentName", "Found another name, expected production or test.");
            throw faults.ToException();
        }

        string id = await Task.Run(() => bases.Get(project).Id);
        Authorship by = AuthoredBases.By(http);
        Operation operation = await operations.RunAsync(id, $"deployments/{deployment}", by.Author, async stopping =>
        {
            if (place == Deployment.Production)
            {
                await bases.PublishAsync(id, by, stopping);
            }
            else
            {
                await bases.Editing.Drafts.MakeAsync(id, stopping);
            }

            return new OperationOutcome();
        });
        return ProjectJobs.Accepted(http, operation, address, $"{http.Request.Path.ToUriComponent()}/jobs");
    }

    private static async Task<Ok<DeploymentPage>> ListDeploymentsAsync(string project, AuthoredBases bases) =>
        TypedResults.Ok(await Task.Run(() =>
        {
            WorkingCopy copy = bases.Get(project);
            KnowledgeTimes times = bases.Editing.Copies.TimesOf(copy.Id);
            List<DeploymentView> deployments = [];
            if (times.Published is { } published)
            {
                deployments.Add(new DeploymentView(DeploymentName.Of(Deployment.Production), published));
            }

            if (copy.Head.DraftRevision is not null)
            {
                deployments.Add(new DeploymentView(DeploymentName.Of(Deployment.Test), times.Changed));
            }

            return new DeploymentPage(deployments, null);
        }));
}

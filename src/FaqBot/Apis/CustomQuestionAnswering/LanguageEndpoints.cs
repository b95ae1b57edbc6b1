using FaqBot.Apis.EndpointKeys;
using FaqBot.Apis.QnaMaker;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Custom Question Answering of the Azure Language service, whose clients can be pointed here.</summary>
/// <remarks>Source: <see href="https://learn.microsoft.com/rest/api/questionanswering/question-answering"/>.</remarks>
internal static class LanguageEndpoints
{
    private const int MostTextBytes = 512 * 1024;

    // The second differs from the first in what is not answered here, such as analysing conversations.
    private static readonly string[] Spoken = ["2021-10-01", "2023-04-01"];

    public static void MapCustomQuestionAnswering(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/language")
            .WithTags("Custom Question Answering")
            .GuardedBy(Guard.EndpointKey)
            .AddEndpointFilter(new ApiVersion(Spoken));

        // The colon is part of the path.
        Describe(group.MapPost("/:query-knowledgebases", QueryProjectAsync).WithName("QueryKnowledgeBases")
            .WithExample("""{"question":"怎么申请退货？","top":3,"confidenceScoreThreshold":0.3}""")
            .WithExample("projectName", "shop").WithExample("deploymentName", "production")
            .WithSummary("Answer a question, as Custom Question Answering does.").Produces<ProjectReply>());
        Describe(group.MapPost("/:query-text", QueryTextAsync).WithName("QueryText")
            .WithExample("""{"question":"多久到账？","records":[{"id":"1","text":"退款三天内到账。"}],"language":"zh"}""")
            .WithSummary("Find the sentences of texts that answer a question.").Produces<TextReply>().WithMetadata(new TextLimit()));
        Describe(group.MapPost("/query-knowledgebases/projects/{project}/feedback", AddFeedbackAsync).WithName("AddFeedback")
            .WithExample("""{"records":[{"userId":"1","userQuestion":"退货","qnaId":1000000001}]}""")
            .WithSummary("Take what users chose.").Produces(StatusCodes.Status204NoContent)
                .WithMetadata(ChosenAnswers.BodyLimit));
        group.MapPost("/authoring/query-knowledgebases/projects/{project}/feedback", AddFeedbackAsync).ExcludeFromDescription()
            .WithMetadata(ChosenAnswers.BodyLimit);
    }

    private static void Describe(RouteHandlerBuilder route) => route
        .Produces<LanguageError>(StatusCodes.Status400BadRequest)
        .Produces<LanguageError>(StatusCodes.Status401Unauthorized)
        .Produces<LanguageError>(StatusCodes.Status404NotFound)
        .Produces<LanguageError>(StatusCodes.Status413PayloadTooLarge)
        .Produces<LanguageError>(StatusCodes.Status429TooManyRequests)
        .Produces<LanguageError>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<ProjectReply>> QueryProjectAsync(
        string? projectName,
        string? deploymentName,
        HttpContext http,
        EndpointGate gate,
        ProjectQueryReader reader,
        ShortAnswers shortAnswers,
        AnsweringEngine engine,
        CancellationToken cancellationToken)
    {
        string id = gate.Enter(http, projectName ?? "");
        Deployment deployment = Deployment.Production;
        if (!string.IsNullOrEmpty(deploymentName) && !DeploymentName.TryParse(deploymentName, out deployment))
        {
            throw new UnknownProjectException("Found another deploymentName, expected production or test.");
        }

        ProjectQuery query = await reader.ReadAsync(http.Request, cancellationToken);
        EntryQuery entries = query.Query with { Asker = RequestAsker.Of(http, Asker.CustomQuestionAnswering, query.Query.User) };
        EntryMatches matches = await entries.FindAsync(engine.Require(), id, deployment, cancellationToken);
        ProjectReply reply = ProjectReply.Of(query.Query, matches);
        return TypedResults.Ok(matches.Entries.Count == 0
            ? reply : await shortAnswers.AddAsync(query, reply, id, deployment, cancellationToken));
    }

    private static async Task<Ok<TextReply>> QueryTextAsync(
        HttpContext http, EndpointGate gate, AnsweringOptions options, ShortAnswers shortAnswers, CancellationToken cancellationToken)
    {
        gate.Enter(http);
        return TypedResults.Ok(
            await shortAnswers.FindAsync(await TextQuery.ReadAsync(http.Request, options, cancellationToken), cancellationToken));
    }

    private static Task<NoContent> AddFeedbackAsync(
        string project, HttpContext http, EndpointGate gate, AnsweringEngine engine, QuestionLog log, TimeProvider time) =>
        ChosenAnswers.AddAsync(http, gate.Enter(http, project), "records", "language", engine, log, time);

    /// <summary>Five texts of 5,120 characters, each written as an escape.</summary>
    private sealed class TextLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostTextBytes;
    }
}

using System.ComponentModel;
using FaqBot.Core.Access;
using FaqBot.Core.Analytics;
using FaqBot.Core.Answering;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using FaqBot.Options;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Admin;

/// <summary><c>/api/v1/service</c> and <c>/api/v1/drafts</c>: what the service is set to, and which knowledge bases can be
/// edited.</summary>
internal static class ServiceEndpoints
{
    public static void MapService(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1")
            .KnowsCaller().WithTags("Operation")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/service", Show).WithName("ShowService")
            .WithSummary("Show what the service is set to, as far as owners of knowledge bases need it; for whoever may read one.");
        group.MapGet("/drafts", ListAsync).WithName("ListDrafts")
            .WithSummary("List the knowledge bases that can be edited, published or not: those that the caller may read.");
    }

    private static Results<Ok<ServiceSettings>, ProblemHttpResult> Show(
        HttpContext http, AnsweringOptions answering, HttpOptions options, QuestionLogOptions log) => Reads(http, kb: null)
            ? TypedResults.Ok(new ServiceSettings(
                ProductVersion.Current, answering.DefaultKnowledgeBase, answering.AnswerThreshold, answering.SuggestThreshold,
                options.CorsOrigins, options.MaxImportBodyBytes,
                new KeptQuestions(
                    log.Enabled, log.TextDays, log.RowDays, log.KeepAnsweredTexts, log.OnlyUnanswered, log.Excluded, log.TimeZone)))
            : Unknown(http);

    private static async Task<Results<Ok<DraftList>, ProblemHttpResult>> ListAsync(HttpContext http, AnsweringEngine engine)
    {
        if (!Reads(http, kb: null))
        {
            return Unknown(http);
        }

        LoadedEngine loaded = engine.Require();
        IReadOnlyList<EditableKnowledge> all = await Task.Run(loaded.Editing.Copies.All);
        return TypedResults.Ok(new DraftList([.. all.Where(one => Reads(http, one.Settings.Id)).Select(one => new DraftSummary(
            one.Settings.Id, one.Settings.Name.Texts, one.Settings.Languages, one.Revision,
            loaded.Catalogs.HeadOf(one.Settings.Id)?.Identity.Number, one.HasUnpublished))]));
    }

    /// <summary>Whether the caller may read a knowledge base; null: any.</summary>
    private static bool Reads(HttpContext http, string? kb)
    {
        Caller caller = Caller.Of(http);
        return kb is null
            ? caller.Grants.Any(grant => caller.May(Right.ReadContent, grant.Scope == Grant.Everything ? null : grant.Scope))
            : caller.May(Right.ReadContent, kb);
    }

    private static ProblemHttpResult Unknown(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem(
            "Send a key as 'Authorization: Bearer …', or sign in.", statusCode: StatusCodes.Status401Unauthorized);
    }
}

/// <summary>What the service is set to.</summary>
internal sealed record ServiceSettings(
    [property: Description("Version of the service.")] string Version,
    [property: Description("Answers questions that name no knowledge base.")] string DefaultKnowledgeBase,
    [property: Description("Least confidence of an answer.")] double AnswerThreshold,
    [property: Description("Least confidence of a suggestion.")] double SuggestThreshold,
    [property: Description("Origins whose pages may show the widget; * is every one.")] IReadOnlyList<string> Origins,
    [property: Description("Most bytes of a file to import.")] int MaxImportBytes,
    KeptQuestions QuestionLog);

/// <summary>What is kept of customers' questions.</summary>
internal sealed record KeptQuestions(
    bool Enabled, int TextDays, int RowDays,
    [property: Description("Whether the texts of answered questions are kept, too.")] bool KeepAnsweredTexts,
    [property: Description("Knowledge bases of which only the texts of questions without an answer are kept.")]
    IReadOnlyList<string> OnlyUnanswered,
    [property: Description("Knowledge bases whose questions are not logged.")] IReadOnlyList<string> Excluded,
    string TimeZone);

/// <summary>Knowledge bases that can be edited.</summary>
internal sealed record DraftList(IReadOnlyList<DraftSummary> Kbs);

/// <summary>A knowledge base that can be edited.</summary>
internal sealed record DraftSummary(
    string Id,
    [property: Description("Name by language; * is for every language.")] IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<string> Languages,
    [property: Description("Number of the last change set.")] int Revision,
    [property: Description("The version that answers customers; null: none does.")] int? Published,
    bool HasUnpublished);

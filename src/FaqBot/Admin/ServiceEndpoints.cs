using System.ComponentModel;
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

/// <summary><c>/api/v1/service</c> and <c>/api/v1/drafts</c>: what the service is set to, and which knowledge bases can be edited.</summary>
internal static class ServiceEndpoints
{
    public static void MapService(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1")
            .AddEndpointFilter<AdminKeyFilter>().GuardedBy(Guard.Admin).WithTags("Operation")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/service", ShowAsync).WithName("ShowService")
            .WithSummary("Show what the service is set to, as far as owners of knowledge bases need it; needs the admin key as bearer token.");
        group.MapGet("/drafts", ListAsync).WithName("ListDrafts")
            .WithSummary("List the knowledge bases that can be edited, published or not; needs the admin key as bearer token.");
    }

    private static Ok<ServiceSettings> ShowAsync(
        AnsweringOptions answering, HttpOptions http, QuestionLogOptions log) => TypedResults.Ok(new ServiceSettings(
            ProductVersion.Current, answering.DefaultKnowledgeBase, answering.AnswerThreshold, answering.SuggestThreshold, http.CorsOrigins,
            new KeptQuestions(log.Enabled, log.TextDays, log.RowDays, log.KeepAnsweredTexts, log.Excluded, log.TimeZone)));

    private static async Task<Ok<DraftList>> ListAsync(AnsweringEngine engine)
    {
        LoadedEngine loaded = engine.Require();
        IReadOnlyList<EditableKnowledge> all = await Task.Run(loaded.Editing.Copies.All);
        return TypedResults.Ok(new DraftList([.. all.Select(one => new DraftSummary(
            one.Settings.Id, one.Settings.Name.Texts, one.Settings.Languages, one.Revision,
            loaded.Catalogs.Find(one.Settings.Id)?.Identity.Number, one.HasUnpublished))]));
    }
}

/// <summary>What the service is set to.</summary>
internal sealed record ServiceSettings(
    [property: Description("Version of the service.")] string Version,
    [property: Description("Answers questions that name no knowledge base.")] string DefaultKnowledgeBase,
    [property: Description("Least confidence of an answer.")] double AnswerThreshold,
    [property: Description("Least confidence of a suggestion.")] double SuggestThreshold,
    [property: Description("Origins whose pages may show the widget; * is every one.")] IReadOnlyList<string> Origins,
    KeptQuestions QuestionLog);

/// <summary>What is kept of customers' questions.</summary>
internal sealed record KeptQuestions(
    bool Enabled, int TextDays, int RowDays,
    [property: Description("Whether the texts of answered questions are kept, too.")] bool KeepAnsweredTexts,
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

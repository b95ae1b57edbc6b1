using System.Text.Json.Serialization;
using FaqBot.Apis.Authoring;
using FaqBot.Core.Knowledge;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>A page of projects.</summary>
internal sealed record ProjectPage(
    IReadOnlyList<ProjectView> Value, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink);

/// <summary>A project as clients read it.</summary>
internal sealed record ProjectView(
    string ProjectName,
    string Description,
    string Language,
    bool MultilingualResource,
    ProjectSettings Settings,
    DateTimeOffset? CreatedDateTime,
    DateTimeOffset? LastModifiedDateTime,
    DateTimeOffset? LastDeployedDateTime);

/// <summary>Settings of a project.</summary>
internal sealed record ProjectSettings(string DefaultAnswer);

/// <summary>A page of entries.</summary>
internal sealed record QnaPage(
    IReadOnlyList<QnaRecord> Value, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink);

/// <summary>An entry as clients read it.</summary>
internal sealed record QnaRecord(
    int Id,
    string Answer,
    string Source,
    IReadOnlyList<string> Questions,
    IReadOnlyDictionary<string, string> Metadata,
    QnaDialog Dialog,
    IReadOnlyList<SuggestedCluster> ActiveLearningSuggestions,
    DateTimeOffset? LastUpdatedDateTime);

/// <summary>A wording that somebody has still to decide on.</summary>
internal sealed record SuggestedCluster(string ClusterHead, IReadOnlyList<SuggestedWording> SuggestedQuestions)
{
    public static SuggestedCluster Of(SuggestedQuestion suggested) =>
        new(suggested.Text, [new SuggestedWording(suggested.Text, suggested.Chosen, suggested.Asked)]);
}

/// <summary>A wording of a cluster.</summary>
internal sealed record SuggestedWording(string Question, int UserSuggestedCount, int AutoSuggestedCount);

/// <summary>What an entry follows, and what follows it.</summary>
internal sealed record QnaDialog(bool IsContextOnly, IReadOnlyList<DialogPrompt> Prompts);

/// <summary>A follow-up question.</summary>
internal sealed record DialogPrompt(int DisplayOrder, int QnaId, string DisplayText);

/// <summary>A page of groups of synonyms.</summary>
internal sealed record SynonymPage(
    IReadOnlyList<SynonymGroup> Value, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink);

/// <summary>A group of synonyms.</summary>
internal sealed record SynonymGroup(IReadOnlyList<string> Alterations);

/// <summary>A page of sources.</summary>
internal sealed record SourcePage(
    IReadOnlyList<SourceView> Value, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink);

/// <summary>A source as clients read it.</summary>
internal sealed record SourceView(
    string DisplayName, string Source, string SourceUri, string SourceKind, string ContentStructureKind,
    DateTimeOffset? LastUpdatedDateTime);

/// <summary>A page of deployments.</summary>
internal sealed record DeploymentPage(
    IReadOnlyList<DeploymentView> Value, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink);

/// <summary>A deployment as clients read it.</summary>
internal sealed record DeploymentView(string DeploymentName, DateTimeOffset? LastDeployedDateTime);

/// <summary>A job as clients read it.</summary>
internal sealed record JobView(
    string JobId,
    string Status,
    DateTimeOffset CreatedDateTime,
    DateTimeOffset LastUpdatedDateTime,
    DateTimeOffset ExpirationDateTime,
    IReadOnlyList<LanguageErrorBody> Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ResultUrl)
{
    public static JobView Of(Operation operation, string? resultUrl) => new(
        operation.Id,
        operation.State switch
        {
            OperationState.Running => "running",
            OperationState.Succeeded => "succeeded",
            OperationState.Partial => "partiallyCompleted",
            _ => "failed",
        },
        operation.CreatedAt,
        operation.ChangedAt,
        operation.CreatedAt + Operations.Lifetime,
        [
            .. operation.Problem is { } problem ? [LanguageErrorWriter.ErrorOf(problem, problem.Status ?? 500).Error]
                : Array.Empty<LanguageErrorBody>(),
            .. (operation.Outcome?.Faults ?? []).Select(fault => new LanguageErrorBody(
                "InvalidArgument", $"{fault.Problem}. {fault.Remedy}.", fault.Path, [],
                new LanguageInnerError("invalid_request", "The change was left out."))),
        ],
        resultUrl);
}

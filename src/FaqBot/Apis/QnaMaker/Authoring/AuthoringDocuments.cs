using System.Text.Json.Serialization;
using FaqBot.Apis.Authoring;
using FaqBot.Core.Knowledge;

namespace FaqBot.Apis.QnaMaker.Authoring;

/// <summary>Reply to <c>GET …/knowledgebases</c>.</summary>
internal sealed record AuthoredList(IReadOnlyList<AuthoredBase> Knowledgebases);

/// <summary>A knowledge base as authoring clients read it.</summary>
internal sealed record AuthoredBase(
    string Id,
    string HostName,
    DateTimeOffset? LastAccessedTimestamp,
    DateTimeOffset? LastChangedTimestamp,
    DateTimeOffset? LastPublishedTimestamp,
    string Name,
    string UserId,
    IReadOnlyList<string> Urls,
    IReadOnlyList<string> Sources);

/// <summary>Reply to <c>GET …/qna</c>.</summary>
internal sealed record AuthoredDocuments(IReadOnlyList<AuthoredEntry> QnaDocuments);

/// <summary>An entry as authoring clients read it.</summary>
internal sealed record AuthoredEntry(
    int Id,
    string Answer,
    string Source,
    IReadOnlyList<string> Questions,
    IReadOnlyList<QnaMetadata> Metadata,
    IReadOnlyList<AlternateCluster> AlternateQuestionClusters,
    QnaContext Context,
    string? LastUpdatedTimestamp);

/// <summary>A wording that somebody has still to decide on.</summary>
internal sealed record AlternateCluster(
    string ClusterHead, int TotalAutoSuggestedCount, int TotalUserSuggestedCount, IReadOnlyList<AlternateQuestion> AlternateQuestionList)
{
    public static AlternateCluster Of(SuggestedQuestion suggested) =>
        new(suggested.Text, suggested.Asked, suggested.Chosen, [new AlternateQuestion(suggested.Text, suggested.Asked, suggested.Chosen)]);
}

/// <summary>A wording of a cluster.</summary>
internal sealed record AlternateQuestion(string Question, int AutoSuggestedCount, int UserSuggestedCount);

/// <summary>Groups of synonyms.</summary>
internal sealed record WordAlterations(
    [property: JsonPropertyName("wordAlterations")] IReadOnlyList<AlterationGroup> Groups);

/// <summary>A group of synonyms.</summary>
internal sealed record AlterationGroup(IReadOnlyList<string> Alterations);

/// <summary>Keys of the runtime; those that are stored as hashes alone are empty.</summary>
internal sealed record EndpointKeyPair(
    string PrimaryEndpointKey, string SecondaryEndpointKey, string InstalledVersion, string LastStableVersion, string Language);

/// <summary>Settings of the runtime.</summary>
internal sealed record EndpointSettings(ActiveLearningSetting ActiveLearning);

/// <summary>Whether suggestions are made, as a word.</summary>
internal sealed record ActiveLearningSetting(string Enable);

/// <summary>An operation as clients read it.</summary>
internal sealed record QnaOperation(
    string OperationState,
    DateTimeOffset CreatedTimestamp,
    DateTimeOffset LastActionTimestamp,
    string? ResourceLocation,
    string UserId,
    string OperationId,
    QnaMakerError? ErrorResponse)
{
    public static QnaOperation Of(Operation operation) => new(
        operation.State switch
        {
            Apis.Authoring.OperationState.Running => "Running",
            Apis.Authoring.OperationState.Failed => "Failed",
            _ => "Succeeded",
        },
        operation.CreatedAt,
        operation.ChangedAt,
        operation.Outcome?.Location,
        operation.Author,
        operation.Id,
        operation.Problem is { } problem ? QnaMakerErrorWriter.ErrorOf(problem, problem.Status ?? 500) : null);
}

using System.ComponentModel;
using FaqBot.Jobs;

namespace FaqBot.Jobs;

/// <summary>Reply to <c>GET /api/v1/kbs/{kb}/model</c>.</summary>
internal sealed record KnowledgeBaseModel(
    string Kb,
    [property: Description(
        "The model that was chosen: name of its folder in the folder of models, or a path. "
        + "Null: the service's default encoder.")] string? Model,
    [property: Description("When it was chosen.")] DateTimeOffset? Since,
    [property: Description(
        "The encoder that answers now: name and start of the fingerprint. Null while no version can be used.")] string? Answering,
    [property: Description("The version that answers now.")] int? Version,
    [property: Description(
        "The version that is published; another one than answers for a moment, or when it cannot be used.")] int PublishedVersion,
    [property: Description("The last switch since the service started.")] JobStatus? Job);

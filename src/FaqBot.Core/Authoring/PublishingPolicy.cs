using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Core.Evaluation;

namespace FaqBot.Core.Authoring;

/// <summary>What must be kept when a knowledge base is published.</summary>
public sealed record PublishingPolicy
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether who publishes must be somebody else than who changed anything since the last publication.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>Whether there must be no error of lint.</summary>
    public bool NeedsNoLintError { get; init; }

    /// <summary>Goals that its labelled questions must reach.</summary>
    public EvaluationGoals Goals { get; init; } = new();

    /// <summary>Whether nothing is asked for.</summary>
    [JsonIgnore]
    public bool IsEmpty => this == new PublishingPolicy();

    /// <summary>Whether labelled questions must reach something.</summary>
    [JsonIgnore]
    public bool HasGoals => Goals != new EvaluationGoals();

    /// <summary>Reads a policy.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave, or null.</param>
    /// <returns>The policy.</returns>
    public static PublishingPolicy Parse(string? json) =>
        (json is null ? null : JsonSerializer.Deserialize<PublishingPolicy>(json, Json)) ?? new PublishingPolicy();

    /// <summary>The policy as text.</summary>
    /// <returns>JSON.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

using System.Text.Json.Serialization;

namespace FaqBot.Core.Similarity;

/// <summary>How alike two sentences are, in words. The bounds are those by which confidence is usually read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SimilarityLevel>))]
public enum SimilarityLevel
{
    /// <summary>Below 0.3: unrelated.</summary>
    [JsonStringEnumMemberName("very_low")]
    VeryLow,

    /// <summary>From 0.3: a common subject at most.</summary>
    [JsonStringEnumMemberName("low")]
    Low,

    /// <summary>From 0.5: rather the same than not.</summary>
    [JsonStringEnumMemberName("medium")]
    Medium,

    /// <summary>From 0.7: the same in other words.</summary>
    [JsonStringEnumMemberName("high")]
    High,

    /// <summary>From 0.9: nearly the same words.</summary>
    [JsonStringEnumMemberName("very_high")]
    VeryHigh,
}

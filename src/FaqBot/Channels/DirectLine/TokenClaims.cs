using System.Text.Json.Serialization;

namespace FaqBot.Channels.DirectLine;

/// <summary>What a token says about its holder.</summary>
/// <param name="Conversation">The only conversation that it opens.</param>
/// <param name="Expires">End of its life, in seconds since 1970.</param>
internal sealed record TokenClaims(
    [property: JsonPropertyName("conv")] string Conversation,
    [property: JsonPropertyName("exp")] long Expires)
{
    /// <summary>The user that all messages come from, whatever they say; clients read it, too. Null: the messages say.</summary>
    [JsonPropertyName("user")]
    public string? User { get; init; }

    /// <summary>The user's name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Origins of the pages that may use it; null: those that the service trusts.</summary>
    [JsonPropertyName("origins")]
    public string[]? Origins { get; init; }

    /// <summary>The knowledge base that answers; null: the configured one.</summary>
    [JsonPropertyName("kb")]
    public string? KnowledgeBase { get; init; }

    /// <summary>Whether the conversation had begun when it was made, so that one that the store has lost may go on.</summary>
    [JsonPropertyName("begun")]
    public bool Begun { get; init; }

    /// <summary>Whether it opens the conversation's stream, and nothing else: such a token stands in an address.</summary>
    [JsonPropertyName("stream")]
    public bool Stream { get; init; }
}

/// <summary>Tokens are small: members that say nothing are left out.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TokenClaims))]
internal sealed partial class TokenJson : JsonSerializerContext;

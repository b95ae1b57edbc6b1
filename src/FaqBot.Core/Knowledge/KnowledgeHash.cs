using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FaqBot.Core.Knowledge;

/// <summary>Identifies the content of a knowledge base.</summary>
public static class KnowledgeHash
{
    // Without them the content of former builds keeps its hash: nothing is published anew for want of a member.
    private static readonly JsonSerializerOptions WithoutEmptyAdditions = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmptyAdditions } },
    };

    /// <summary>Hashes all that an owner can edit, the order of the entries included.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <returns>SHA-256 in hexadecimal; equal for equal content, however the file was laid out.</returns>
    public static string Of(KnowledgeBase knowledge)
    {
        using MemoryStream stream = new();
        JsonSerializer.Serialize(stream, knowledge, WithoutEmptyAdditions);
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    private static void LeaveOutEmptyAdditions(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo member in type.Properties)
        {
            if (member.Name is nameof(FaqEntry.NotThis) or nameof(FaqEntry.Suggested) or nameof(KnowledgeBase.Contrasts)
                or nameof(KnowledgeBase.Starters) or nameof(KnowledgeBase.Categories))
            {
                member.ShouldSerialize = (_, value) => value is not IReadOnlyCollection<object> { Count: 0 };
            }
            else if (member.Name is nameof(KnowledgeBase.Greeting))
            {
                member.ShouldSerialize = (_, value) => value is not null;
            }

            // Names and prompts were plain texts before they could have one for each language.
            if (member.Name is nameof(KnowledgeBase.Name) or nameof(FollowUpPrompt.Text) && member.PropertyType == typeof(LocalizedText))
            {
                member.CustomConverter = new LocalizedTextConverter();
            }
        }
    }
}

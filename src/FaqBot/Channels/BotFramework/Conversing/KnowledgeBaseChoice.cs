using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Conversing;

/// <summary>Chooses the knowledge base that answers a channel, or a tenant on it.</summary>
internal sealed class KnowledgeBaseChoice
{
    private readonly Dictionary<string, string> _mappings;
    private readonly string _default;

    /// <summary>Takes options without faults.</summary>
    public KnowledgeBaseChoice(BotOptions options, AnsweringOptions answering)
    {
        _default = options.KnowledgeBase is { Length: > 0 } named ? named : answering.DefaultKnowledgeBase;
        _mappings = options.KnowledgeBases.Select(mapping => mapping.Split('='))
            .GroupBy(parts => parts[0].Trim(), parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The knowledge base for an activity.</summary>
    public string For(Activity activity) =>
        activity.Conversation.TenantId is { } tenant
            && _mappings.TryGetValue($"{activity.ChannelId}/{tenant}", out string? ofTenant) ? ofTenant
        : _mappings.GetValueOrDefault(activity.ChannelId, _default);
}

using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;

namespace FaqBot.Engine;

/// <summary>The sections that say what is loaded and how it answers.</summary>
internal sealed record EngineOptions(
    AnsweringOptions Answering,
    LoadOptions Load,
    ModelOptions Encoder,
    RerankerOptions Reranker,
    JudgeOptions Judge,
    KnowledgeOptions Knowledge,
    StorageOptions Storage,
    CacheOptions Cache,
    ConversationOptions Conversations,
    EndpointKeyOptions EndpointKeys);

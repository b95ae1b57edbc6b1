using FaqBot.Api.Access;
using FaqBot.Api.Analytics;
using FaqBot.Api.Asking;
using FaqBot.Api.Authoring;
using FaqBot.Api.Browsing;
using FaqBot.Api.Contact;
using FaqBot.Api.Feedbacks;
using FaqBot.Api.Health;
using FaqBot.Api.KnowledgeBases;
using FaqBot.Api.Learning;
using FaqBot.Api.Similarity;
using FaqBot.Api.Suggesting;
using FaqBot.Handover;
using FaqBot.Http;
using FaqBot.Texts;

namespace FaqBot.Api;

/// <summary>The service's own routes.</summary>
internal static class ApiRoutes
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddHealth()
        .AddSingleton<AskRequestReader>()
        .AddSingleton<KnownBodies>()
        .AddSingleton<PreparedReplies>()
        .AddJson(AskJson.Default)
        .AddAccessRoutes()
        .AddJson(AccessJson.Default)
        .AddJson(AnalyticsJson.Default)
        .AddSingleton<SuggestionBoard>()
        .AddJson(LearningJson.Default)
        .ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new SuggestionQueueConverter());
            json.SerializerOptions.Converters.Add(new ProposedChangeKindConverter());
            json.SerializerOptions.Converters.Add(new FeedbackReasonConverter());
        })
        .AddJson(SuggestJson.Default)
        .AddJson(BrowseJson.Default)
        .AddJson(FeedbackJson.Default)
        .AddSingleton(services => ActivatorUtilities.CreateInstance<ContactDelivery>(
            services, services.GetRequiredService<ChannelOptions>().ContactForm))
        .AddJson(ContactJson.Default)
        .AddJson(KnowledgeBaseJson.Default)
        .AddJson(AuthoringJson.Default)
        .AddJson(ExplainJson.Default)
        .AddJson(SimilarityJson.Default)
        .AddJson(HealthJson.Default);

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapAsk();
        routes.MapSuggest();
        routes.MapBrowse();
        routes.MapFeedback();
        routes.MapComplaints();
        routes.MapContact();
        routes.MapKnowledgeBases();
        routes.MapAuthoring();
        routes.MapAccess();
        routes.MapAnalytics();
        routes.MapQuestionLog();
        routes.MapSuggestions();
        routes.MapSimilarity();
        routes.MapHealth();
    }
}

namespace FaqBot.Engine;

/// <summary>What answers questions, and what loads it.</summary>
internal static class EngineServices
{
    /// <summary>Adds the engine, which loads beside the starting web server.</summary>
    /// <param name="services">The service's parts.</param>
    /// <param name="encoder">The default encoder, which loads already.</param>
    public static IServiceCollection AddEngine(this IServiceCollection services, EncoderLoading encoder) => QuestionLogging.AddTo(services)
        .AddSingleton(encoder)
        .AddSingleton<EngineOptions>()
        .AddSingleton<AnsweringEngine>()
        .AddSingleton<StorageHealth>()
        .AddSingleton<StoreKeyRing>()
        .AddSingleton<AccessRing>()
        .AddSingleton<ImportTurns>()
        .AddSingleton<EndingState>()
        .AddStoredProtection()
        .AddSingleton<EngineLoader>()
        .AddHostedService(provider => provider.GetRequiredService<EngineLoader>());
}

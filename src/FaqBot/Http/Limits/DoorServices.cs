using FaqBot.Http.Bodies;

namespace FaqBot.Http.Limits;

/// <summary>What decides who comes in, with what, and how often.</summary>
internal static class DoorServices
{
    public static IServiceCollection AddDoors(this IServiceCollection services, HttpOptions options) => services
        .AddWireJson()
        .AddCrossOrigin(options)
        .AddSingleton(new RetryJitter(new Random()))
        .AddSingleton<LocalCallers>()
        .AddSingleton<PublicAddress>()
        .AddBodies()
        .AddRequestRates();
}

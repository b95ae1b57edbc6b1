using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace FaqBot.Http;

/// <summary>How all JSON leaves, and what the features' types are serialised by.</summary>
internal static class WireJson
{
    /// <summary>Chinese stays readable, what HTML could mistake stays escaped.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>Sets up what all have in common.</summary>
    public static IServiceCollection AddWireJson(this IServiceCollection services) => services
        .AddJson(ProblemJson.Default)
        .ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = Encoder;
            json.SerializerOptions.Converters.Add(new DecisionConverter());
        });

    /// <summary>Adds the types of a feature.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services, IJsonTypeInfoResolver types) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, types));
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using FaqBot.Asking;
using FaqBot.Health;
using FaqBot.KnowledgeBases;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Hosting;

/// <summary>All types that leave as JSON, serialised by generated code.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AskRequest))]
[JsonSerializable(typeof(AskResponse))]
[JsonSerializable(typeof(KnowledgeBaseList))]
[JsonSerializable(typeof(KnowledgeBaseSummary))]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Sets the service's JSON up: Chinese stays readable, what HTML could mistake stays escaped.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter<Matching.Decision>(JsonNamingPolicy.CamelCase));
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}

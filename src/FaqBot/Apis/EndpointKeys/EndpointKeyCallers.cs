using FaqBot.Engine;
using FaqBot.Http.Limits;

namespace FaqBot.Apis.EndpointKeys;

/// <summary>Knows callers by a key of a knowledge base.</summary>
internal sealed class EndpointKeyCallers(AnsweringEngine engine) : ICallerSource
{
    public RequestSource Of(HttpRequest request) =>
        engine.Loaded?.Keys.Find(EndpointGate.Presented(request)) is { } key ? new RequestSource(SourceKind.Key, key) : default;
}

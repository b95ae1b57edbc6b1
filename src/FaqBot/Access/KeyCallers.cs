using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http.Limits;

namespace FaqBot.Access;

/// <summary>Knows callers by a key of the store, for counting their requests.</summary>
internal sealed class KeyCallers(AccessRing ring) : ICallerSource
{
    public RequestSource Of(HttpRequest request) =>
        ring.IsLoaded && KeyAuthentication.Presented(request) is { } presented && KeySecret.IsWellFormed(presented)
            && ring.Find(presented) is { } found
                ? new RequestSource(SourceKind.Key, CallerName.OfKey(found.Key.Name)) : default;
}

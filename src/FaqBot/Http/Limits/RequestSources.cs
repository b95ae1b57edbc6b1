using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using FaqBot.Http.Keys;

namespace FaqBot.Http.Limits;

/// <summary>Finds out who a request counts for: a key that is right, else a token that is, else the address.</summary>
/// <param name="limits">How many callers are told apart.</param>
/// <param name="http">Holds the API key.</param>
/// <param name="admin">Holds the admin key.</param>
/// <param name="features">Those that know callers by keys or tokens of their own.</param>
/// <remarks>What is wrong counts for the address: nobody gets another count by making keys up. Thread-safe.</remarks>
internal sealed class RequestSources(LimitOptions limits, HttpOptions http, AdminOptions admin, IEnumerable<ICallerSource> features)
{
    /// <summary>Finds out who a request counts for.</summary>
    public RequestSource Of(HttpContext context)
    {
        // All are asked, whichever knows the caller.
        RequestSource known = KeyOf(context.Request) is { } key ? new RequestSource(SourceKind.Key, key) : default;
        foreach (ICallerSource feature in features)
        {
            RequestSource found = feature.Of(context.Request);
            known = found.Kind == SourceKind.Key || known.Kind == SourceKind.None ? found : known;
        }

        return known.Kind switch
        {
            SourceKind.Key => known,
            SourceKind.None => new RequestSource(SourceKind.Address, Bounded(ClientAddress.Of(context))),
            _ => known with { Name = Bounded(known.Name) },
        };
    }

    private string? KeyOf(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0)
        {
            return null;
        }

        // All are compared, whichever fits.
        string? found = null;
        foreach ((string name, string? key) in ((string, string?)[])[("api", http.ApiKey), ("admin", admin.Key)])
        {
            found = key is not null && BearerKey.IsIn(request, key) ? name : found;
        }

        return found;
    }

    /// <summary>Callers beyond number share counts with others, so that counting them takes no more memory than was planned for; alike in
    /// every replica.</summary>
    private string Bounded(string name) =>
        (BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))) % (uint)limits.MaxCallers)
            .ToString(CultureInfo.InvariantCulture);
}

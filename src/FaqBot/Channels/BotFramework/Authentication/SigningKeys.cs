using System.Security.Cryptography;
using System.Text.Json;
using FaqBot.Channels.BotFramework.Settings;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace FaqBot.Channels.BotFramework.Authentication;

/// <summary>A public key that signs tokens.</summary>
/// <param name="Key">Modulus and exponent, by the key's name.</param>
/// <param name="Endorsements">Channels whose tokens it may sign.</param>
/// <param name="Issuer">The issuer whose tokens it may sign, perhaps with <c>{tenantid}</c> in it; or null.</param>
internal sealed record SigningKey(RsaSecurityKey Key, IReadOnlySet<string> Endorsements, string? Issuer);

/// <summary>The keys that an OpenID metadata document leads to, fetched anew once a day and, for an unknown key, once an hour at
/// most.</summary>
/// <remarks>
/// Thread-safe: many callers cause one fetch. Documents are fetched and read as <see cref="ConfigurationManager{T}"/> does it. Not its
/// timing:
/// it takes no <see cref="TimeProvider"/>, keeps keys without end while their server is away, and refuses the first token of a new key,
/// since
/// it fetches behind the caller.
/// </remarks>
internal sealed partial class SigningKeys(Uri metadata, HttpClient http, TimeProvider time, ILogger log) : IDisposable
{
    private const int LeastBits = 2048;

    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan UsableFor = TimeSpan.FromDays(5);
    private static readonly TimeSpan UnknownKeyPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(30);

    private readonly Documents _documents = new(http);
    private readonly SemaphoreSlim _fetching = new(1, 1);
    private volatile Fetched? _fetched;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;

    /// <summary>Finds a key.</summary>
    /// <returns>The key, or null.</returns>
    /// <exception cref="SigningKeysUnavailableException">The keys cannot be fetched.</exception>
    public async ValueTask<SigningKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (NeedsFetch(id))
        {
            await _fetching.WaitAsync(cancellationToken);
            try
            {
                if (NeedsFetch(id))
                {
                    await FetchAsync(cancellationToken);
                }
            }
            finally
            {
                _fetching.Release();
            }
        }

        return _fetched is { } fetched && time.GetUtcNow() - fetched.At < UsableFor
            ? fetched.Keys.GetValueOrDefault(id)
            : throw new SigningKeysUnavailableException(metadata);
    }

    public void Dispose() => _fetching.Dispose();

    private bool NeedsFetch(string id)
    {
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan? age = now - _fetched?.At;
        return now - _failedAt >= FailurePause
            && (age is null || age >= FreshFor || (age >= UnknownKeyPause && !_fetched!.Keys.ContainsKey(id)));
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            OpenIdConnectConfiguration configuration =
                await OpenIdConnectConfigurationRetriever.GetAsync(metadata.AbsoluteUri, _documents, cancellationToken);
            JsonWebKeySet keys = configuration.JsonWebKeySet ?? throw new JsonException("the metadata has no jwks_uri");
            _fetched = new Fetched(Read(keys), time.GetUtcNow());
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException
            or ArgumentException or FormatException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _failedAt = time.GetUtcNow();
            CannotFetch(log, metadata, exception.Message);
        }
    }

    // Modulus and exponent alone: a certificate in x5c would take their place, and nobody has checked it.
    private static Dictionary<string, SigningKey> Read(JsonWebKeySet keys)
    {
        Dictionary<string, SigningKey> found = new(StringComparer.Ordinal);
        foreach (JsonWebKey key in keys.Keys)
        {
            if (key is { Kid.Length: > 0, Kty: "RSA", Use: null or "" or "sig", N.Length: > 0, E.Length: > 0 })
            {
                RSAParameters parameters =
                    new() { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) };
                if (parameters.Modulus.Length * 8 >= LeastBits)
                {
                    found[key.Kid] = new SigningKey(
                        new RsaSecurityKey(parameters) { KeyId = key.Kid }, Endorsements(key), Other(key, "issuer") as string);
                }
            }
        }

        return found;
    }

    private static HashSet<string> Endorsements(JsonWebKey key) =>
        Other(key, "endorsements") is JsonElement { ValueKind: JsonValueKind.Array } list
            ? new(list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!),
                StringComparer.Ordinal)
            : [];

    private static object? Other(JsonWebKey key, string member) => key.AdditionalData.TryGetValue(member, out object? value) ? value : null;

    [LoggerMessage(1, LogLevel.Warning, "Cannot fetch the signing keys of {Metadata}: {Reason}")]
    private static partial void CannotFetch(ILogger log, Uri metadata, string reason);

    private sealed record Fetched(Dictionary<string, SigningKey> Keys, DateTimeOffset At);

    /// <summary>Fetches documents by the bot's own connections, which limit time and size.</summary>
    private sealed class Documents(HttpClient http) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) =>
            SafeUrl.IsAllowed(address)
                ? http.GetStringAsync(new Uri(address), cancel) : throw new JsonException("the metadata has no https jwks_uri");
    }
}

/// <summary>Nobody can be authenticated at the moment.</summary>
internal sealed class SigningKeysUnavailableException(Uri metadata)
    : Exception($"The signing keys of {metadata} cannot be fetched; allow the service to reach this address.");

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using FaqBot.Channels.BotFramework.Settings;

namespace FaqBot.Channels.BotFramework.Authentication;

/// <summary>A public key that signs tokens.</summary>
/// <param name="Parameters">Modulus and exponent.</param>
/// <param name="Endorsements">Channels whose tokens it may sign.</param>
/// <param name="Issuer">The issuer whose tokens it may sign, perhaps with <c>{tenantid}</c> in it; or null.</param>
internal sealed record SigningKey(RSAParameters Parameters, IReadOnlySet<string> Endorsements, string? Issuer);

/// <summary>The keys that an OpenID metadata document leads to, fetched anew once a day and, for an unknown key, once an hour at most.</summary>
/// <remarks>Thread-safe: many callers cause one fetch.</remarks>
internal sealed partial class SigningKeys(Uri metadata, HttpClient http, TimeProvider time, ILogger log) : IDisposable
{
    private const int LeastBits = 2048;

    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan UsableFor = TimeSpan.FromDays(5);
    private static readonly TimeSpan UnknownKeyPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(30);

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
            using JsonDocument document = JsonDocument.Parse(await http.GetStringAsync(metadata, cancellationToken));
            string? keys = document.RootElement.TryGetProperty("jwks_uri", out JsonElement link) ? link.GetString() : null;
            if (!SafeUrl.IsAllowed(keys))
            {
                throw new JsonException("the metadata has no https jwks_uri");
            }

            using JsonDocument set = JsonDocument.Parse(await http.GetStringAsync(new Uri(keys!), cancellationToken));
            _fetched = new Fetched(Read(set.RootElement.GetProperty("keys")), time.GetUtcNow());
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _failedAt = time.GetUtcNow();
            CannotFetch(log, metadata, exception.Message);
        }
    }

    private static Dictionary<string, SigningKey> Read(JsonElement keys)
    {
        Dictionary<string, SigningKey> found = new(StringComparer.Ordinal);
        foreach (JsonElement key in keys.EnumerateArray())
        {
            if (Text(key, "kid") is { } id && Text(key, "kty") == "RSA" && (Text(key, "use") is null or "sig") && Text(key, "n") is { } modulus && Text(key, "e") is { } exponent)
            {
                RSAParameters parameters = new() { Modulus = Base64Url.DecodeFromChars(modulus), Exponent = Base64Url.DecodeFromChars(exponent) };
                if (parameters.Modulus.Length * 8 >= LeastBits)
                {
                    found[id] = new SigningKey(parameters, Endorsements(key), Text(key, "issuer"));
                }
            }
        }

        return found;
    }

    private static HashSet<string> Endorsements(JsonElement key) => key.TryGetProperty("endorsements", out JsonElement list) && list.ValueKind == JsonValueKind.Array
        ? new(list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!), StringComparer.Ordinal)
        : [];

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(1, LogLevel.Warning, "Cannot fetch the signing keys of {Metadata}: {Reason}")]
    private static partial void CannotFetch(ILogger log, Uri metadata, string reason);

    private sealed record Fetched(Dictionary<string, SigningKey> Keys, DateTimeOffset At);
}

/// <summary>Nobody can be authenticated at the moment.</summary>
internal sealed class SigningKeysUnavailableException(Uri metadata)
    : Exception($"The signing keys of {metadata} cannot be fetched; allow the service to reach this address.");

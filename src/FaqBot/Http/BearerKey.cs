using System.Security.Cryptography;

namespace FaqBot.Http;

/// <summary>Compares what a request brings as its key with the right one.</summary>
internal static class BearerKey
{
    private const string Scheme = "Bearer ";
    private const string AzureHeader = "api-key";

    /// <summary>The header in which clients of Azure's services send a key.</summary>
    public const string SubscriptionHeader = "Ocp-Apim-Subscription-Key";

    /// <summary>Whether a request brings the key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The expected key.</param>
    public static bool IsIn(HttpRequest request, string key)
    {
        return TextOf(request) is { } text && AreEqual(text, key);
    }

    /// <summary>What a request brings as its key, right or wrong; null where it brings none.</summary>
    /// <param name="request">The request.</param>
    public static string? TextOf(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    /// <summary>Whether a request brings the key as clients of Azure OpenAI do, in a header of its own.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The expected key.</param>
    public static bool IsInAzureHeader(HttpRequest request, string key) => AreEqual(request.Headers[AzureHeader].ToString().Trim(), key);

    /// <summary>Compares hashes, so that neither content nor length shows in the time taken.</summary>
    public static bool AreEqual(string found, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(found)), SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(expected)));
}

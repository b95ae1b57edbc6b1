using FaqBot.Channels.BotFramework.Settings;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>Tokens of the machine's user-assigned managed identity: from the host's own endpoint, or else from the instance metadata service.</summary>
/// <remarks>
/// <see href="https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference"/> and
/// <see href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http"/>.
/// </remarks>
internal sealed class ManagedIdentity(BotOptions options, Func<string, string?> environment, HttpClient http, TimeProvider time) : ITokenSource
{
    private const string InstanceMetadata = "http://169.254.169.254/metadata/identity/oauth2/token";

    public async Task<AccessToken> FetchAsync(string audience, CancellationToken cancellationToken)
    {
        string query = $"resource={Uri.EscapeDataString(audience)}&client_id={Uri.EscapeDataString(options.AppId!)}";
        using HttpRequestMessage request = environment("IDENTITY_ENDPOINT") is { Length: > 0 } endpoint && options.Authority.ManagedIdentityUrl is null
            ? new(HttpMethod.Get, $"{endpoint}?api-version=2019-08-01&{query}") { Headers = { { "X-IDENTITY-HEADER", environment("IDENTITY_HEADER") ?? "" } } }
            : new(HttpMethod.Get, $"{options.Authority.ManagedIdentityUrl ?? InstanceMetadata}?api-version=2018-02-01&{query}") { Headers = { { "Metadata", "true" } } };
        using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
        return AccessToken.Read(
            "the managed identity's endpoint", (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), time.GetUtcNow());
    }
}

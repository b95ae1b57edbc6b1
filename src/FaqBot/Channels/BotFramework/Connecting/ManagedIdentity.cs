using FaqBot.Channels.BotFramework.Settings;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>Tokens of the machine's user-assigned managed identity, by MSAL: from the host's own endpoint, or else from the instance
/// metadata service.</summary>
/// <remarks>
/// <see href="https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference"/> and
/// <see href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http"/>.
/// </remarks>
internal sealed class ManagedIdentity : ITokenSource
{
    private readonly IManagedIdentityApplication _application;

    public ManagedIdentity(BotOptions options, HttpMessageHandler network)
    {
        TokenConnection connection = new(new ConfiguredEndpoint(options.Authority.ManagedIdentityUrl) { InnerHandler = network });
        _application = ManagedIdentityApplicationBuilder.Create(ManagedIdentityId.WithUserAssignedClientId(options.AppId))
            .WithHttpClientFactory(connection, retryOnceOn5xx: false)
            .Build();
    }

    // Past MSAL's cache: AccessTokens keeps tokens.
    public Task<AccessToken> FetchAsync(string audience, CancellationToken cancellationToken) => AccessToken.OfAsync(
        "the managed identity's endpoint",
            _application.AcquireTokenForManagedIdentity(audience).WithForceRefresh(true).ExecuteAsync(cancellationToken));

    /// <summary>Asks the address that the options name, if they do, as the instance metadata service is asked.</summary>
    /// <remarks>MSAL knows the environment's addresses alone.</remarks>
    private sealed class ConfiguredEndpoint(string? address) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (address is null)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            Dictionary<string, StringValues> asked = QueryHelpers.ParseQuery(request.RequestUri!.Query);
            string query =
                $"resource={Uri.EscapeDataString(asked["resource"].ToString())}"
                + $"&client_id={Uri.EscapeDataString(asked["client_id"].ToString())}";

            // A request of its own: what the environment's endpoint wants as proof is not for this one.
            using HttpRequestMessage own =
                new(HttpMethod.Get, $"{address}?api-version=2018-02-01&{query}") { Headers = { { "Metadata", "true" } } };
            return await base.SendAsync(own, cancellationToken);
        }
    }
}

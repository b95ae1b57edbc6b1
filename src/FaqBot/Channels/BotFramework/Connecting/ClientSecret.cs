using FaqBot.Channels.BotFramework.Settings;
using Microsoft.Identity.Client;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>Tokens for the bot's password: OAuth 2.0 client credentials, by MSAL.</summary>
/// <remarks><see href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"/></remarks>
internal sealed class ClientSecret : ITokenSource
{
    private readonly Uri _address;
    private readonly IConfidentialClientApplication _application;

    public ClientSecret(BotOptions options, BotAuthority authority, HttpMessageHandler network)
    {
        string tenant = options.AppType == BotAppType.MultiTenant ? authority.DefaultTenant : options.TenantId!;
        _address = new Uri($"{authority.LoginUrl}/{tenant}/oauth2/v2.0/token");
        TokenConnection connection = new(new OneTokenService(_address) { InnerHandler = network });
        _application = ConfidentialClientApplicationBuilder.Create(options.AppId)
            .WithClientSecret(options.Password)
            .WithAuthority($"https://{_address.Authority}/{tenant}", validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithLegacyCacheCompatibility(false)
            .WithHttpClientFactory(connection, retryOnceOn5xx: false)
            .Build();
    }

    // Past MSAL's cache: AccessTokens keeps tokens.
    public Task<AccessToken> FetchAsync(string audience, CancellationToken cancellationToken) => AccessToken.OfAsync(
        _address.Host, _application.AcquireTokenForClient([audience + "/.default"]).WithForceRefresh(true).ExecuteAsync(cancellationToken));

    /// <summary>Brings MSAL's token requests to the configured address, and lets nothing else out.</summary>
    /// <remarks>
    /// MSAL takes authorities of the form https://host/tenant alone; the options also allow addresses with a path, and http on this
    /// machine. It
    /// may know another name of the host, or want to discover regions: neither is the owner's choice.
    /// </remarks>
    private sealed class OneTokenService(Uri address) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Post
                || !request.RequestUri!.AbsolutePath.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal))
            {
                throw new HttpRequestException(
                    $"A request was to leave for {request.RequestUri!.Authority}, expected requests of tokens alone.");
            }

            request.RequestUri = address;
            return base.SendAsync(request, cancellationToken);
        }
    }
}

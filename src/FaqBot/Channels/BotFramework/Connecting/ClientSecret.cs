using FaqBot.Channels.BotFramework.Settings;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>Tokens for the bot's password: OAuth 2.0 client credentials.</summary>
/// <remarks><see href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"/></remarks>
internal sealed class ClientSecret(BotOptions options, BotAuthority authority, HttpClient http, TimeProvider time) : ITokenSource
{
    private readonly Uri _address = new(
        $"{authority.LoginUrl}/{(options.AppType == BotAppType.MultiTenant ? authority.DefaultTenant : options.TenantId)}/oauth2/v2.0/token");

    public async Task<AccessToken> FetchAsync(string audience, CancellationToken cancellationToken)
    {
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.AppId!,
            ["client_secret"] = options.Password!,
            ["scope"] = audience + "/.default",
        });
        using HttpResponseMessage response = await http.PostAsync(_address, form, cancellationToken);
        return AccessToken.Read(_address.Host, (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), time.GetUtcNow());
    }
}

using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Authentication;

/// <summary>The bot signs no user in.</summary>
internal sealed class NoUserTokens : UserTokenClient
{
    public override Task<TokenResponse> GetUserTokenAsync(
        string userId, string connectionName, string channelId, string magicCode, CancellationToken cancellationToken) =>
            throw Unsupported();

    public override Task<SignInResource> GetSignInResourceAsync(
        string connectionName, Activity activity, string finalRedirect, CancellationToken cancellationToken) => throw Unsupported();

    public override Task SignOutUserAsync(string userId, string connectionName, string channelId, CancellationToken cancellationToken) =>
        throw Unsupported();

    public override Task<TokenStatus[]> GetTokenStatusAsync(
        string userId, string channelId, string includeFilter, CancellationToken cancellationToken) =>
        throw Unsupported();

    public override Task<Dictionary<string, TokenResponse>> GetAadTokensAsync(
        string userId, string connectionName, string[] resourceUrls, string channelId, CancellationToken cancellationToken) =>
            throw Unsupported();

    public override Task<TokenResponse> ExchangeTokenAsync(
        string userId, string connectionName, string channelId, TokenExchangeRequest exchangeRequest,
            CancellationToken cancellationToken) => throw Unsupported();

    private static NotSupportedException Unsupported() => new("The bot signs no user in.");
}

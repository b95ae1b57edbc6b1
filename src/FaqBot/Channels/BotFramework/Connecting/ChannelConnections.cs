using FaqBot.Channels.BotFramework.Settings;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Connector.Authentication;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>Makes clients for the channels' service URLs; all share their connections.</summary>
internal sealed class ChannelConnections(BotAuthority authority, AccessTokens? tokens, HttpMessageHandler network)
{
    /// <summary>Makes clients for one service URL.</summary>
    /// <param name="serviceUrl">The service URL that was validated.</param>
    public ConnectorFactory To(string serviceUrl) => new OneService(this, serviceUrl);

    private ConnectorClient Connect(string serviceUrl, string audience)
    {
        Uri origin = new(serviceUrl);
        HttpClient http = new(new SignedCalls(origin, audience, tokens) { InnerHandler = network }, disposeHandler: false)
        {
            // RetryingCalls limits each attempt.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        ConnectorClient.AddDefaultRequestHeaders(http);
        return new ConnectorClient(origin, null, http, disposeHttpClient: true);
    }

    private sealed class OneService(ChannelConnections connections, string validated) : ConnectorFactory
    {
        public override Task<IConnectorClient> CreateAsync(string serviceUrl, string? audience, CancellationToken cancellationToken) =>
            serviceUrl.Equals(validated, StringComparison.OrdinalIgnoreCase)
                ? Task.FromResult<IConnectorClient>(connections.Connect(validated, audience ?? connections.Scope))
                : throw new UnauthorizedAccessException("the service URL is not the one that was validated");
    }

    private string Scope => authority.Scope;
}

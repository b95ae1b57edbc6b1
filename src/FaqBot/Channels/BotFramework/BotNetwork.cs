using FaqBot.Channels.BotFramework.Authentication;
using FaqBot.Channels.BotFramework.Connecting;
using FaqBot.Channels.BotFramework.Settings;

namespace FaqBot.Channels.BotFramework;

/// <summary>The bot's connections: to the keys' servers, the token service and the channels. None follows redirects, which could lead
/// anywhere.</summary>
internal sealed class BotNetwork : IDisposable
{
    private readonly RetryingCalls _calls;
    private readonly HttpClient _http;
    private readonly SigningKeys _channelKeys;
    private readonly SigningKeys _emulatorKeys;

    public BotNetwork(BotOptions options, BotAuthority authority, TimeProvider time, ILoggerFactory loggers)
    {
        _calls = new RetryingCalls(options.Connector, time)
        {
            InnerHandler = new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5)
            },
        };
        _http = new HttpClient(_calls, disposeHandler: false)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = RetryingCalls.MostReplyBytes
        };
        ILogger log = loggers.CreateLogger<SigningKeys>();
        _channelKeys = new SigningKeys(new Uri(authority.MetadataUrl), _http, time, log);
        _emulatorKeys = new SigningKeys(new Uri(authority.EmulatorMetadataUrl), _http, time, log);
        CallerTokens = new CallerTokens(options, authority, _channelKeys, _emulatorKeys, time);
        ITokenSource? source = !options.IsRegistered ? null
            : options.AppType == BotAppType.UserAssignedMsi ? new ManagedIdentity(options, _calls)
            : new ClientSecret(options, authority, _calls);
        Connections = new ChannelConnections(authority, source is null ? null : new AccessTokens(source, time), _calls);
    }

    public CallerTokens CallerTokens { get; }

    public ChannelConnections Connections { get; }

    public void Dispose()
    {
        _http.Dispose();
        _calls.Dispose();
        _channelKeys.Dispose();
        _emulatorKeys.Dispose();
    }
}

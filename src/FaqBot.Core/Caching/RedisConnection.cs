using System.Net;
using System.Reflection;
using StackExchange.Redis;

namespace FaqBot.Caching;

/// <summary>A connection to Redis that is made beside everything else and can be made anew.</summary>
/// <remarks>Thread-safe. Written for the members that StackExchange.Redis 1.2.6 and later versions share.</remarks>
internal sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly string _configuration;
    private readonly Lock _lock = new();
    private Task<ConnectionMultiplexer> _connecting;
    private bool _disposed;

    public RedisConnection(string configuration)
    {
        _configuration = configuration;
        _connecting = Task.Run(ConnectAsync);
    }

    /// <summary>Whether the first attempt to connect, or the one after <see cref="Renew"/>, is still under way.</summary>
    public bool IsConnecting => !Volatile.Read(ref _connecting).IsCompleted;

    /// <summary>The database, or null while there is no connection.</summary>
    public IDatabase? Database
    {
        get
        {
            Task<ConnectionMultiplexer> connecting = Volatile.Read(ref _connecting);
            return connecting.IsCompletedSuccessfully && connecting.GetAwaiter().GetResult() is { IsConnected: true } connection
                ? connection.GetDatabase()
                : null;
        }
    }

    /// <summary>Gives the connection up and makes a new one, beside everything else: a server that accepts and never answers
    /// would otherwise keep commands pending for many minutes.</summary>
    public void Renew()
    {
        lock (_lock)
        {
            if (!_disposed && _connecting.IsCompleted)
            {
                CloseLater(_connecting);
                _connecting = Task.Run(ConnectAsync);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposed = true;
            CloseLater(_connecting);
        }

        return ValueTask.CompletedTask;
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        // Keys that one of the versions does not know are dropped by it.
        ConfigurationOptions options = ConfigurationOptions.Parse($"{_configuration},protocol=resp2,asyncTimeout=1000", ignoreUnknown: true);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = (int)ConnectTimeout.TotalMilliseconds;
        options.SyncTimeout = (int)ConnectTimeout.TotalMilliseconds;
        options.KeepAlive = 10;
        options.ReconnectRetryPolicy = new LinearRetry((int)ConnectTimeout.TotalMilliseconds);
        options.ClientName ??= "faqbot";
        options.TieBreaker = "";
        options.ConfigurationChannel = "";
        bool first = typeof(ConnectionMultiplexer).Assembly.GetName().Version is { Major: < 2 };
        if (first)
        {
            UseLoopbackAddress(options);
        }

        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
        if (first)
        {
            // Ordered completion would let one slow continuation hold up every other.
            typeof(ConnectionMultiplexer).GetProperty("PreserveAsyncOrder", BindingFlags.Public | BindingFlags.Instance)?.SetValue(connection, false);
        }

        return connection;
    }

    /// <summary>Version 1 speaks IPv4 only, while localhost may stand for ::1.</summary>
    private static void UseLoopbackAddress(ConfigurationOptions options)
    {
        for (int i = 0; i < options.EndPoints.Count; i++)
        {
            if (options.EndPoints[i] is DnsEndPoint { Host: "localhost" } local)
            {
                options.EndPoints[i] = new IPEndPoint(IPAddress.Loopback, local.Port);
            }
        }
    }

    /// <summary>Closing may wait for a server that does not answer: nobody waits for it.</summary>
    private static void CloseLater(Task<ConnectionMultiplexer> connecting) => connecting.ContinueWith(
        connected =>
        {
            if (connected.Exception is null)
            {
                connected.GetAwaiter().GetResult().Dispose();
            }
        },
        CancellationToken.None,
        TaskContinuationOptions.RunContinuationsAsynchronously,
        TaskScheduler.Default);
}

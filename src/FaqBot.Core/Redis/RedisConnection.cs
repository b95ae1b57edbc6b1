using StackExchange.Redis;

namespace FaqBot.Core.Redis;

/// <summary>A connection to Redis that is made beside everything else and can be made anew.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>What is the matter when the server knows neither user nor password.</summary>
    public const string Refusal = "it refuses the user or password; set Cache:Redis:User and Cache:Redis:Password to those that it knows";

    // The client connects again by itself, at intervals of a second; this is for when it has given up or never began.
    private static readonly TimeSpan LongestLoss = TimeSpan.FromSeconds(15);

    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Task<ConnectionMultiplexer?> _connecting;
    private long _lastUse;
    private bool _disposed;
    private volatile bool _isRefused;

    /// <summary>Starts to connect.</summary>
    /// <param name="options">How Redis is reached; the connection string's own settings come before the ones of this class.</param>
    /// <param name="time">Measures for how long there was no connection.</param>
    public RedisConnection(RedisOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _lastUse = time.GetTimestamp();
        _connecting = Task.Run(ConnectAsync);
    }

    /// <summary>Whether the first attempt to connect, or the one after <see cref="Renew"/>, is still under way.</summary>
    public bool IsConnecting => !Volatile.Read(ref _connecting).IsCompleted;

    /// <summary>Whether it was given up for good.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed);

    /// <summary>What is the matter while there is no connection; no secrets.</summary>
    public string Trouble => _isRefused ? Refusal : "there is no connection";

    /// <summary>The database, or null while there is no connection.</summary>
    public IDatabase? Database
    {
        get
        {
            Task<ConnectionMultiplexer?> connecting = Volatile.Read(ref _connecting);
            if (IsDisposed || !connecting.IsCompletedSuccessfully
                || connecting.GetAwaiter().GetResult() is not { IsConnected: true } connection)
            {
                return null;
            }

            Volatile.Write(ref _lastUse, _time.GetTimestamp());
            return connection.GetDatabase();
        }
    }

    /// <summary>Makes a new connection if there has been none for long.</summary>
    public void RenewIfLost()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lastUse)) > LongestLoss)
        {
            Renew();
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
                _lastUse = _time.GetTimestamp();
                _connecting = Task.Run(ConnectAsync);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _disposed = true;
                CloseLater(_connecting);
            }
        }

        return ValueTask.CompletedTask;
    }

    private async Task<ConnectionMultiplexer?> ConnectAsync()
    {
        try
        {
            ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(ReadOptions());
            // A refusal closes the connection, which is reported as failures of other kinds, too: only a connection takes it back.
            connection.ConnectionFailed += (_, failure) => _isRefused |= failure.FailureType == ConnectionFailureType.AuthenticationFailure;
            connection.ConnectionRestored += (_, _) => _isRefused = false;
            _isRefused = !connection.IsConnected && await IsRefusedAsync(connection);
            return connection;
        }
        catch (Exception)
        {
            // No connection is a state, whatever it comes from; another attempt follows.
            return null;
        }
    }

    /// <summary>Whether the failure that was there before anybody listened is one of the password: commands fail at once, and say
    /// so.</summary>
    private static async Task<bool> IsRefusedAsync(ConnectionMultiplexer connection)
    {
        try
        {
            await connection.GetDatabase().PingAsync();
            return false;
        }
        catch (Exception exception)
        {
            for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            {
                if (cause is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
                    || cause.Message.Contains("NOAUTH", StringComparison.Ordinal)
                    || cause.Message.Contains("WRONGPASS", StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private ConfigurationOptions ReadOptions()
    {
        ConfigurationOptions options = _options.ToClient();
        options.AsyncTimeout = 1_000;
        options.AbortOnConnectFail = false;
        // What is asked for while there is no connection fails at once instead of waiting for one.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(1_000);
        options.ClientName ??= "faqbot";
        options.TieBreaker = "";
        options.ConfigurationChannel = "";
        return options;
    }

    /// <summary>Nobody waits for what a closing connection may still wait for.</summary>
    private static void CloseLater(Task<ConnectionMultiplexer?> connecting) => connecting.ContinueWith(
        connected => Close(connected.GetAwaiter().GetResult()),
        CancellationToken.None,
        TaskContinuationOptions.RunContinuationsAsynchronously,
        TaskScheduler.Default);

    private static void Close(ConnectionMultiplexer? connection)
    {
        try
        {
            // Without a farewell to a server that may not answer.
            connection?.Close(allowCommandsToComplete: false);
            connection?.Dispose();
        }
        catch (Exception)
        {
            // It is given up either way.
        }
    }
}

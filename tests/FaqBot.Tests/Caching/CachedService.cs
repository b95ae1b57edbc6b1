using System.Net.Http.Json;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Caching;

/// <summary>A Redis server, a service that uses it, and beside them one without a cache.</summary>
/// <param name="sample">The database to copy.</param>
public sealed class CachedService(SampleDatabase sample) : IAsyncLifetime
{
    public const string Probe = "are you using Redis?";

    private static readonly Uri Readiness = new("readyz", UriKind.Relative);

    private RedisServer? _redis;
    private ServiceProcess? _process;

    public WithoutCache Reference { get; } = new(sample);

    public HttpClient Client => _process!.Client;

    internal RedisServer Redis => _redis!;

    public async ValueTask InitializeAsync()
    {
        await Reference.InitializeAsync();
        _redis = await RedisServer.StartAsync();
        _process = await StartReplicaAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await (_process?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Reference.DisposeAsync();
    }

    /// <summary>Starts another service that shares database and Redis; a question asks one knowledge base, so that its keys can be
    /// counted.</summary>
    /// <param name="timeout">How long it waits for Redis.</param>
    /// <returns>The service.</returns>
    internal Task<ServiceProcess> StartReplicaAsync(string timeout = "00:00:00.025") => ServiceProcess.StartReadyAsync(
        ("Storage:Path", Reference.Database),
        ("Knowledge:IndexAtStart", "false"),
        ("Answering:SmallTalkKnowledgeBase", ""),
        ("Cache:Redis:Configuration", Redis.Configuration),
        ("Cache:Redis:Timeout", timeout),
        ("Cache:Redis:BreakDuration", "00:00:00.200"));

    /// <summary>Empties Redis and waits until the service uses it.</summary>
    /// <returns>When it is so; one key is there then.</returns>
    public async Task ResetAsync()
    {
        Assert.Equal("OK", await Redis.AskAsync("FLUSHALL"));
        await UsesRedisAsync(Client);
    }

    /// <summary>Waits until what a service stores in Redis is found there again.</summary>
    /// <param name="client">A client with the service's address.</param>
    /// <returns>When it is so.</returns>
    public static Task UsesRedisAsync(HttpClient client) => Eventually.TrueAsync(
        "the service finds its rankings in Redis", TimeSpan.FromSeconds(20), async () => (await client.AskAsync(Probe)).Cached);

    /// <summary>A member of a service's own account of its cache.</summary>
    /// <param name="client">A client with the service's address.</param>
    /// <param name="name">The member of <c>cache</c>.</param>
    /// <returns>The value.</returns>
    public static async Task<JsonElement> CacheAsync(HttpClient client, string name)
    {
        using JsonDocument readiness = (await client.GetFromJsonAsync<JsonDocument>(Readiness, TestContext.Current.CancellationToken))!;
        return readiness.RootElement.GetProperty("cache").GetProperty(name).Clone();
    }
}

/// <summary>The service waits for Redis for 25 ms only: nothing else may run beside.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CachingCollection : ICollectionFixture<CachedService>
{
    public const string Name = "caching";
}

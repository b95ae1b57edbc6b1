using System.Net;
using FaqBot.Tests.DirectLine;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Conversations;

/// <summary>A service that remembers by itself, and two replicas that remember in Redis.</summary>
/// <param name="sample">The database to copy.</param>
public sealed class ConversationServices(SampleDatabase sample) : IAsyncLifetime
{
    public const string Site = "https://shop.example";

    private readonly TemporaryFolder[] _folders = [new(), new(), new()];
    private readonly List<ServiceProcess> _services = [];
    private RedisServer? _redis;

    /// <summary>Clients of the services that share a memory.</summary>
    /// <param name="memory"><c>memory</c> or <c>redis</c>.</param>
    /// <returns>Where a conversation begins, and where it goes on.</returns>
    public (HttpClient First, HttpClient Then) Of(string memory) => memory == "memory"
        ? (_services[0].Client, _services[0].Client)
        : (_services[1].Client, _services[2].Client);

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _services.Add(await StartAsync(_folders[0]));
        foreach (TemporaryFolder folder in _folders[1..])
        {
            _services.Add(await StartAsync(
                folder, ("Cache:Redis:Configuration", _redis.Configuration), ("Cache:Redis:Timeout", "00:00:01")));
        }

        (HttpClient first, HttpClient then) = Of("redis");
        await Eventually.TrueAsync("both replicas use Redis", TimeSpan.FromMinutes(2), async () =>
            await IsBegunAsync(first) && await IsBegunAsync(then) && await IsSharedAsync(first, then));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProcess service in _services)
        {
            await service.DisposeAsync();
        }

        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        Array.ForEach(_folders, folder => folder.Dispose());
    }

    private async Task<ServiceProcess> StartAsync(TemporaryFolder folder, params (string Path, string Value)[] options) =>
        await ServiceProcess.StartReadyAsync(
            [("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Http:CorsOrigins:0", Site), .. options]);

    private static async Task<bool> IsBegunAsync(HttpClient service)
    {
        string? token = await service.TokenAsync(secret: null);
        return (await service.DirectLineAsync("POST", "conversations", token)).Status == HttpStatusCode.Created;
    }

    private static async Task<bool> IsSharedAsync(HttpClient first, HttpClient then)
    {
        string conversationId = Guid.NewGuid().ToString("n");
        await first.AskAsync(new { question = FollowUpTests.First, conversationId });
        return (await then.AskAsync(new { question = FollowUpTests.FollowUp, conversationId })).Answer?.EntryId == FollowUpTests.Entry;
    }
}

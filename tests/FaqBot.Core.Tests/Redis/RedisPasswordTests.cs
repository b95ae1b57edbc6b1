using FaqBot.Core.Redis;
using FaqBot.Core.Tests.Caching;

namespace FaqBot.Core.Tests.Redis;

/// <summary>Passwords of any characters, and wrong ones, with a real server.</summary>
[Collection(RedisCollection.Name)]
public sealed class RedisPasswordTests
{
    public static TheoryData<string> Passwords { get; } =
    [
        "comma,comma", "a=b", "two words ", "\"quoted\"", "it's", "back\\slash", "per%cent", "at@host:6379/1?x#y",
        "密码 пароль", ",ssl=true,",
    ];

    [Theory]
    [MemberData(nameof(Passwords))]
    public async Task Password_of_any_characters_opens_by_its_option(string password)
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", password);
        await AssertReachedAsync(new RedisOptions { Configuration = server.Configuration, Password = password });
    }

    [Theory]
    [MemberData(nameof(Passwords))]
    public async Task Password_of_any_characters_opens_by_an_address(string password)
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", password);
        await AssertReachedAsync(
            new RedisOptions { Configuration = $"redis://default:{Uri.EscapeDataString(password)}@127.0.0.1:{server.Port}/2" });
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task Wrong_password_reads_as_such_and_is_nowhere_shown(string? password)
    {
        await using RedisServer server = await RedisServer.StartAsync("--requirepass", "right-s3cret");
        await using OpenRedisStore store = new(server.Configuration, password: password);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await store.FindAsync();
                return store.Lines.Any(line => line.Text.Contains("it refuses the user or password", StringComparison.Ordinal));
            },
            "the log says what is wrong");
        Assert.Contains("it refuses the user or password", store.Cache.Snapshot().Reason, StringComparison.Ordinal);

        // A first attempt may be too late to know the reason.
        Assert.InRange(store.Lines.Count, 1, 2);
        Assert.All(store.Lines, line => Assert.DoesNotContain("wrong", line.Text, StringComparison.Ordinal));

        // It is used once the server knows the password.
        await server.AskAsync("-a", "right-s3cret", "--no-auth-warning", "CONFIG", "SET", "requirepass", password ?? "");
        await store.UntilHitAsync();
        Assert.Null(store.Cache.Snapshot().Reason);
    }

    [Theory]
    [InlineData("redis://")]
    [InlineData("http://127.0.0.1:6379")]
    [InlineData("redis://127.0.0.1/one")]
    public void Address_that_cannot_be_read_is_a_fault(string configuration) => Assert.Contains(
        new RedisOptions { Configuration = configuration }.Faults(),
        fault => fault.StartsWith("Configuration is not", StringComparison.Ordinal));

    [Fact]
    public void Address_over_tls_and_without_a_port_is_read()
    {
        StackExchange.Redis.ConfigurationOptions client = new RedisOptions { Configuration = "rediss://redis.example" }.ToClient();
        Assert.True(client.Ssl);
        Assert.Equal("redis.example:6379", StackExchange.Redis.EndPointCollection.ToString(client.EndPoints[0]));
    }

    [Fact]
    public void Password_without_a_server_is_a_fault() =>
        Assert.StartsWith("User or Password", Assert.Single(new RedisOptions { Password = "x" }.Faults()), StringComparison.Ordinal);

    private static async Task AssertReachedAsync(RedisOptions options)
    {
        Assert.Empty(options.Faults());
        await using RedisConnection connection = new(options, TimeProvider.System);
        await Eventually.IsTrueAsync(async () => connection.Database is { } database && await database.PingAsync() >= TimeSpan.Zero,
            "Redis is reached");
    }
}

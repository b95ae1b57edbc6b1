using System.Net;
using System.Text.RegularExpressions;
using FaqBot.Tests.Running;
using StackExchange.Redis;

namespace FaqBot.Tests.Deployment;

public sealed partial class ComposeFileTests
{
    private const string Service = "faqbot";
    private const string Redis = "redis";
    private const string ConnectionString = "FaqBot__Cache__Redis__Configuration";

    private readonly ComposeFile _file = ComposeFile.Read();

    [Fact]
    public void Service_is_built_from_the_repository_and_published_on_its_port()
    {
        Assert.True(File.Exists(Repository.PathOf(_file.Text(Service, "build")!, "Dockerfile")));
        string port = Assert.Single(_file.List(Service, "ports"));
        Assert.Equal(Dockerfile.Read().Last("EXPOSE"), port.Split(':')[^1]);
    }

    [Fact]
    public void Service_leaves_the_command_to_the_entry_point() => Assert.All(
        new[] { "command", "entrypoint" }, name =>
            Assert.True(_file.Text(Service, name) is null && _file.List(Service, name).Length == 0, name));

    [Fact]
    public void Variables_are_options_of_the_service()
    {
        string[] names = [.. OptionNames.Of(_file.Environment(Service).Keys)];
        Assert.Contains(ConnectionString, names);
        Assert.All(names, name => Assert.True(OptionNames.IsOption(name), name));
    }

    [Fact]
    public void Volumes_are_named_and_hold_the_database()
    {
        string[] mounted = Assert.Single(_file.List(Service, "volumes")).Split(':');
        Assert.Contains(mounted[0], _file.Volumes);
        Assert.StartsWith(mounted[1] + "/", Dockerfile.Read().Environment()["FaqBot__Storage__Path"], StringComparison.Ordinal);
    }

    [Fact]
    public void Containers_are_hardened_and_come_back()
    {
        Assert.Equal([Service, Redis], _file.Services);
        Assert.All(_file.Services, name => Assert.Equal("true", _file.Text(name, "read_only")));
        Assert.All(_file.Services, name => Assert.Equal("unless-stopped", _file.Text(name, "restart")));
        Assert.Contains("/tmp", _file.List(Service, "tmpfs"));
        Assert.Empty(_file.List(Redis, "ports"));
        Assert.False(_file.Text(Redis, "user") is null or "root" or "0");
        Assert.Equal("service_healthy", _file.Text(Service, "depends_on", Redis, "condition"));
    }

    [Fact]
    public void Redis_password_reaches_the_service()
    {
        // Of any characters: it is an option of its own.
        const string Password = "p4ss,word=of the 'test'";
        ConfigurationOptions options = ConfigurationOptions.Parse(_file.Environment(Service)[ConnectionString]);
        Assert.Equal(Password, Substitute(_file.Environment(Service)["FaqBot__Cache__Redis__Password"], Password));
        DnsEndPoint endPoint = Assert.IsType<DnsEndPoint>(Assert.Single(options.EndPoints));
        Assert.Equal((Redis, 6379), (endPoint.Host, endPoint.Port));
        Assert.Equal(Password, Substitute(_file.Environment(Redis)["REDISCLI_AUTH"], Password));
    }

    [Fact]
    public void Variables_without_which_nothing_starts_are_documented()
    {
        string readme = File.ReadAllText(Repository.PathOf("docs", "running.md"));
        string[] required = [.. Required().Matches(File.ReadAllText(Repository.PathOf("docker-compose.yml")))
            .Select(match => match.Groups["name"].Value).Distinct()];
        Assert.NotEmpty(required);
        Assert.All(required, name => Assert.Contains(name + "=", readme, StringComparison.Ordinal));
    }

    /// <summary>The command as the container's shell gets it, with the Redis of this machine.</summary>
    [Fact]
    public async Task Redis_command_asks_for_the_password_and_keeps_nothing_on_disk()
    {
        const string Password = "p4ssword";
        string[] command = _file.List(Redis, "command");
        Assert.Equal(["sh", "-c"], command[..2]);
        using TemporaryFolder folder = new();
        int port = FreePort.Find();
        string script = $"{command[2].Replace("$$", "$", StringComparison.Ordinal)} --port {port} --dir {folder.Path}";
        await using ChildProcess redis = ChildProcess.Start("sh", ["-c", script], [("REDISCLI_AUTH", Password)]);
        string[] probe = _file.List(Redis, "healthcheck", "test")[2..];
        await Eventually.TrueAsync("Redis answers its health check", TimeSpan.FromSeconds(10), async () =>
            await AskRedisAsync(port, Password, probe) == "PONG\n");
        Assert.Equal("NOAUTH Authentication required.\n\n", await AskRedisAsync(port, null, probe));
        Assert.Equal("save\n\n", await AskRedisAsync(port, Password, "CONFIG", "GET", "save"));
        Assert.Equal("appendonly\nno\n", await AskRedisAsync(port, Password, "CONFIG", "GET", "appendonly"));
        Assert.Equal("maxmemory-policy\nallkeys-lru\n", await AskRedisAsync(port, Password, "CONFIG", "GET", "maxmemory-policy"));
    }

    private static async Task<string> AskRedisAsync(int port, string? password, params string[] words)
    {
        await using ChildProcess client = ChildProcess.Start(
            "redis-cli", ["-p", $"{port}", .. words], password is null ? [] : [("REDISCLI_AUTH", password)]);
        await client.EndAsync();
        return client.Output;
    }

    private static string Substitute(string text, string password)
    {
        Assert.Contains("${FAQBOT_REDIS_PASSWORD:?", text, StringComparison.Ordinal);
        return RedisPassword().Replace(text, password);
    }

    [GeneratedRegex(@"\$\{FAQBOT_REDIS_PASSWORD:\?[^}]*\}")]
    private static partial Regex RedisPassword();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+):\?")]
    private static partial Regex Required();
}

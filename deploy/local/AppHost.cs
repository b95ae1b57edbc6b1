// Three replicas of the service beside Redis, for developers: dotnet run --project deploy/local. Needs redis-server, and no containers.
IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);

// Beside what is built: git ignores it.
DirectoryInfo data = Directory.CreateDirectory(Path.Combine(builder.AppHostDirectory, "..", "..", "artifacts", "local"));

const string RedisPort = "6390";
IResourceBuilder<ExecutableResource> redis = builder.AddExecutable(
    "redis", "redis-server", ".", "--port", RedisPort, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");

// Named services rather than replicas of one: behind the proxy of replicas, kept-alive connections would stay at one of them.
foreach (int number in Enumerable.Range(1, 3))
{
    builder.AddProject<Projects.FaqBot>($"faqbot-{number}")
        .WithEnvironment("FaqBot__Cache__Redis__Configuration", $"127.0.0.1:{RedisPort}")
        .WithEnvironment("FaqBot__Storage__Path", Path.Combine(data.FullName, "faq.db"))
        .WithHttpHealthCheck("/readyz")
        .WaitForStart(redis);
}

await builder.Build().RunAsync();

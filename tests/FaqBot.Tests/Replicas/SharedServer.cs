using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>A server of PostgreSQL that the tests of this collection share; each has a database of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync("max_connections=200");

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Makes a database and its tables, as an operator does.</summary>
    /// <returns>What leads to it.</returns>
    internal async Task<string> MigratedAsync()
    {
        string connection = await Server.CreateDatabaseAsync();
        await IndexerProcess.RunAsync("migrate", "--database", $"postgres:{connection}");
        return connection;
    }

    /// <summary>Makes a database with the sample knowledge bases.</summary>
    internal async Task<string> SampleAsync()
    {
        string connection = await MigratedAsync();
        await IndexerProcess.IndexAsync(
            $"postgres:{connection}", Repository.PathOf("data", "faq.json"), Repository.PathOf("data", "chitchat.json"));
        return connection;
    }
}

[CollectionDefinition(Name)]
public sealed class ReplicaCollection : ICollectionFixture<SharedServer>
{
    public const string Name = "Replicas";
}

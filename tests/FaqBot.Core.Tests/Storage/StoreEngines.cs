using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Postgres.Schemas;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

/// <summary>An empty database of one of the engines, for one test.</summary>
public abstract class StoreEngine : IDisposable
{
    /// <summary>Where it is.</summary>
    public abstract StorePlace Place { get; }

    /// <summary>Opens it, the first time or again.</summary>
    public KnowledgeStore Open() => KnowledgeStore.Open(Place);

    public abstract void Dispose();
}

/// <summary>A file of SQLite.</summary>
public sealed class SqliteEngine : StoreEngine
{
    private readonly TemporaryFolder _folder = new();

    public override StorePlace Place => new(_folder.File("faq.db"));

    public override void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}

/// <summary>A database of PostgreSQL with the store's tables in it.</summary>
public sealed class PostgresEngine : StoreEngine
{
    public PostgresEngine(PostgresFixture server)
    {
        ArgumentNullException.ThrowIfNull(server);
        Place = server.CreateDatabase();
    }

    public override StorePlace Place { get; }

    /// <summary>Where the question log is, for <see cref="Sql"/>.</summary>
    public string LogPath
    {
        get
        {
            Npgsql.NpgsqlConnectionStringBuilder parts = new(Place.ConnectionString);
            return $"{parts.Host}:{parts.Port}/{parts.Database}#faqbot_log";
        }
    }

    public override void Dispose() => Npgsql.NpgsqlConnection.ClearAllPools();
}

/// <summary>One server of PostgreSQL for all tests that need one.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private int _databases;

    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await PostgresServer.StartAsync();

        // Copied for each test, so that its tables are made once.
        await Server.CreateDatabaseAsync("model");
        PostgresSchema.Migrate(new StorePlace("") { ConnectionString = Server.ConnectionString("model") });
        Npgsql.NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Makes a database with the store's tables.</summary>
    public StorePlace CreateDatabase()
    {
        string name = $"faq{Interlocked.Increment(ref _databases)}";
        using Npgsql.NpgsqlConnection connection = new(Server.ConnectionString("postgres"));
        connection.Open();
        using Npgsql.NpgsqlCommand command = new($"CREATE DATABASE {name} TEMPLATE model", connection);
        command.ExecuteNonQuery();
        return new StorePlace("") { ConnectionString = Server.ConnectionString(name) };
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}

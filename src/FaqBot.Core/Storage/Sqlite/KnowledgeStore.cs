using System.Text.Json;
using FaqBot.Encoding.Running;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>The published versions of all knowledge bases, in one SQLite file.</summary>
/// <remarks>
/// Thread-safe; every call works on a connection of its own and blocks while SQLite works. Readers and a writer, of this and of
/// other processes, do not wait for each other (write-ahead log).
/// </remarks>
public sealed class KnowledgeStore : IDisposable
{
    private readonly KnowledgeDatabase _database;
    private readonly SqliteConnection _watch;
    private readonly Lock _watchLock = new();

    private KnowledgeStore(KnowledgeDatabase database)
    {
        _database = database;
        _watch = database.Open();
        EndpointKeys = new EndpointKeyTable(database);
        Feedback = new FeedbackTable(database);
    }

    /// <summary>Full path of the file.</summary>
    public string Path => _database.Path;

    /// <summary>Opens a store, creating or migrating it as needed.</summary>
    /// <param name="path">The SQLite file; its folder must exist.</param>
    /// <param name="checkIntegrity">Whether to read the whole file for damage first.</param>
    /// <returns>The store.</returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static KnowledgeStore Open(string path, bool checkIntegrity = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        KnowledgeDatabase database = new(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            using SqliteConnection connection = database.Open();
            using SqliteCommand command = connection.CreateCommand();
            if (checkIntegrity)
            {
                command.CommandText = "PRAGMA integrity_check(1)";
                if (command.ExecuteScalar() is not "ok")
                {
                    throw new StoreException(database.Path, "the integrity check found damage; put it aside and index the knowledge bases again");
                }
            }

            Schema.Check(connection, database.Path);
            command.CommandText = "PRAGMA journal_mode = WAL";
            command.ExecuteNonQuery();
            Schema.Migrate(connection, database.Path);
            return new KnowledgeStore(database);
        }
        catch (SqliteException exception)
        {
            throw database.Unusable(exception);
        }
    }

    /// <summary>A number that changes whenever another connection has committed; costs microseconds.</summary>
    /// <returns>The number; only its changes mean something.</returns>
    public long ChangeCounter()
    {
        lock (_watchLock)
        {
            using SqliteCommand command = _watch.CreateCommand();
            command.CommandText = "PRAGMA data_version";
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>The keys that open knowledge bases.</summary>
    public EndpointKeyTable EndpointKeys { get; }

    /// <summary>What users said about answers.</summary>
    public FeedbackTable Feedback { get; }

    /// <summary>Lists the versions that answer.</summary>
    /// <param name="deployment">Where.</param>
    /// <returns>One for each knowledge base, ordered by id; of the test deployment those that have a draft.</returns>
    public IReadOnlyList<PublishedVersion> Published(Deployment deployment = Deployment.Production) => Read(reader => reader.List(deployment));

    /// <summary>Reads the version of a knowledge base that answers.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Where.</param>
    /// <returns>The version, wholly of one publication; null when nothing is published under this id.</returns>
    /// <exception cref="StoreException">Its vectors are damaged.</exception>
    public StoredVersion? Load(string knowledgeBaseId, Deployment deployment = Deployment.Production) =>
        Read(reader => reader.Load(knowledgeBaseId, deployment));

    /// <summary>The choice of a model for a knowledge base.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>The choice; null when the default encoder applies.</returns>
    public ModelAssignment? AssignmentOf(string knowledgeBaseId) => Read(reader => reader.Assignment(knowledgeBaseId));

    /// <summary>Lists the choices of models.</summary>
    /// <returns>One for each knowledge base that has one, ordered by id.</returns>
    public IReadOnlyList<ModelAssignment> Assignments() => Read(reader => reader.Assignments());

    /// <summary>Lists the confidences that were fitted for knowledge bases.</summary>
    /// <returns>One for each knowledge base that has one, ordered by id.</returns>
    public IReadOnlyList<FittedConfidence> FittedConfidences() => Read(reader => reader.FittedConfidences());

    /// <summary>Keeps the confidence that was fitted for a knowledge base, in place of the one before.</summary>
    /// <param name="confidence">The confidence.</param>
    /// <exception cref="StoreException">The store cannot be written, or knows no such knowledge base.</exception>
    public void Save(FittedConfidence confidence)
    {
        ArgumentNullException.ThrowIfNull(confidence);
        Change(connection =>
        {
            confidence.Write(connection);
            return true;
        });
    }

    /// <summary>Takes the confidence away that was fitted for a knowledge base.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>Whether it had one.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public bool RemoveFittedConfidence(string knowledgeBaseId) => Change(connection => FittedConfidence.Remove(connection, knowledgeBaseId));

    /// <summary>Starts to write a version.</summary>
    /// <param name="model">The encoder of its vectors.</param>
    /// <param name="format">How its vectors are written.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The writer, to be disposed of.</returns>
    public VersionWriter Write(EncoderIdentity model, VectorFormat format, TimeProvider time) => new(_database, model, format, time);

    /// <inheritdoc />
    public void Dispose() => _watch.Dispose();

    private bool Change(Func<SqliteConnection, bool> change)
    {
        try
        {
            using SqliteConnection connection = _database.Open();
            return change(connection);
        }
        catch (SqliteException exception)
        {
            throw _database.Unusable(exception);
        }
    }

    private T Read<T>(Func<VersionReader, T> read)
    {
        try
        {
            using SqliteConnection connection = _database.Open();

            // One read transaction: a publication in between does not show.
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
            return read(new VersionReader(_database.Path, connection));
        }
        catch (SqliteException exception)
        {
            throw _database.Unusable(exception);
        }
        catch (Exception exception) when (exception
            is JsonException or InvalidCastException or InvalidOperationException or ArgumentOutOfRangeException or OverflowException)
        {
            // What a damaged row makes of reading it.
            throw Damaged($"its content is damaged ({exception.Message.TrimEnd('.')})", exception);
        }
    }

    private StoreException Damaged(string found, Exception inner) =>
        new(_database.Path, $"{found}; put it aside and index the knowledge bases again", inner);
}

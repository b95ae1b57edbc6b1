using FaqBot.Encoding;
using FaqBot.Knowledge;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaqBot.Storage;

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

    /// <summary>Lists the versions that answer.</summary>
    /// <returns>One for each knowledge base, ordered by id.</returns>
    public IReadOnlyList<PublishedVersion> Published() => Read(context =>
        context.Deployments
            .Where(deployment => deployment.Name == DeploymentRow.Production)
            .OrderBy(deployment => deployment.KnowledgeBaseId)
            .Include(deployment => deployment.Version!.Model)
            .AsEnumerable()
            .Select(deployment => deployment.Version!)
            .Select(version => new PublishedVersion(
                Identity(version), version.Name, StoredJson.ReadList(version.Languages), version.EntryCount, version.QuestionCount))
            .ToArray());

    /// <summary>Reads the version of a knowledge base that answers.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>The version, wholly of one publication; null when nothing is published under this id.</returns>
    /// <exception cref="StoreException">Its vectors are damaged.</exception>
    public StoredVersion? Load(string knowledgeBaseId) => Read(context =>
    {
        // One read transaction: a publication in between does not show.
        using var transaction = context.Database.GetDbConnection() is SqliteConnection connection
            ? connection.BeginTransaction(deferred: true)
            : throw new InvalidOperationException("The context has no SQLite connection.");
        context.Database.UseTransaction(transaction);
        VersionRow? version = context.Deployments
            .Where(deployment => deployment.KnowledgeBaseId == knowledgeBaseId && deployment.Name == DeploymentRow.Production)
            .Include(deployment => deployment.Version!.Model)
            .FirstOrDefault()?.Version;
        if (version is null)
        {
            return null;
        }

        EntryRow[] rows = [.. context.Entries.Where(entry => entry.VersionId == version.Id).OrderBy(entry => entry.Ordinal)];
        (StoredQuestion[] questions, float[] vectors) = new QuestionReader(_database.Path, connection, transaction).Read(version);
        ILookup<int, string> texts = questions.ToLookup(question => question.Entry, question => question.Text);
        KnowledgeBase knowledge = new()
        {
            Id = version.KnowledgeBaseId,
            Name = version.Name,
            Languages = StoredJson.ReadList(version.Languages),
            DefaultAnswer = StoredJson.ReadText(version.DefaultAnswer),
            Entries = [.. rows.Select(row => ToEntry(row, [.. texts[row.Ordinal]]))],
        };
        return new StoredVersion(Identity(version), knowledge, questions, vectors);
    });

    /// <summary>Starts to write a version.</summary>
    /// <param name="model">The encoder of its vectors.</param>
    /// <param name="format">How its vectors are written.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The writer, to be disposed of.</returns>
    public VersionWriter Write(EncoderIdentity model, VectorFormat format, TimeProvider time) => new(_database, model, format, time);

    /// <inheritdoc />
    public void Dispose() => _watch.Dispose();

    private T Read<T>(Func<KnowledgeContext, T> read)
    {
        try
        {
            using SqliteConnection connection = _database.Open();
            using KnowledgeContext context = KnowledgeDatabase.Context(connection);
            return read(context);
        }
        catch (SqliteException exception)
        {
            throw _database.Unusable(exception);
        }
    }

    internal static VersionIdentity Identity(VersionRow version) => new(
        version.KnowledgeBaseId,
        version.Number,
        new EncoderIdentity(version.Model!.Name, version.Model.Fingerprint, version.Model.Dimensions),
        version.Model.Normalizer,
        version.Format,
        version.ContentHash,
        DateTimeOffset.FromUnixTimeMilliseconds(version.BuiltAt));

    private static FaqEntry ToEntry(EntryRow row, string[] questions) => new()
    {
        Id = row.EntryId,
        Question = questions[0],
        Alternates = questions[1..],
        Answer = StoredJson.ReadText(row.Answer),
        Metadata = StoredJson.ReadPairs(row.Metadata),
        Source = row.Source,
        Prompts = StoredJson.ReadPrompts(row.Prompts),
        ContextOnly = row.ContextOnly,
        Enabled = row.Enabled,
        ValidFrom = row.ValidFrom is { } from ? DateTimeOffset.FromUnixTimeMilliseconds(from) : null,
        ValidUntil = row.ValidUntil is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
    };
}

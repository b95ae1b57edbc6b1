using FaqBot.Encoding.Running;
using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The published versions of all knowledge bases, in one SQLite file.</summary>
/// <remarks>
/// <para>
/// Thread-safe; every call works on a connection of its own and blocks while SQLite works. Readers and a writer, of this and of
/// other processes, do not wait for each other (write-ahead log).
/// </para>
/// <para>
/// Four ways lead to the file, all of them below this folder. <see cref="Schema"/>: numbered steps of SQL alone decide the tables.
/// <see cref="KnowledgeContext"/>: EF Core maps the small tables and writes them all (knowledge bases, models, versions, deployments,
/// vocabularies, choices, fitted confidences, keys, feedback), and reads what the start does without. <see cref="PlainReader"/>: whatever
/// a start reads, and every version with its vectors. <see cref="VersionRows"/> and <see cref="VectorTable"/>: the rows of a version that
/// come by the ten thousand, through prepared commands within the writer's transaction. <see cref="AuthoringRows"/>: what owners edit, in
/// SQL too, within the transaction of an edit or of the writer.
/// </para>
/// </remarks>
public sealed partial class KnowledgeStore : IDisposable
{
    private readonly KnowledgeDatabase _database;

    private KnowledgeStore(KnowledgeDatabase database)
    {
        _database = database;
        EndpointKeys = new EndpointKeyTable(database);
        Feedback = new FeedbackTable(database);
        Keys = new StoreKeyTable(database);
        Access = new AccessStore(database);
        Operations = new OperationTable(database);
    }

    /// <summary>Where it is, in words that may be shown: full path of the file, or host, port and database.</summary>
    public string Path => _database.Path;

    /// <summary>The database that it is in.</summary>
    internal KnowledgeDatabase Database => _database;

    /// <summary>Opens a store, creating or migrating it as needed.</summary>
    /// <param name="path">The SQLite file; its folder must exist.</param>
    /// <param name="checkIntegrity">Whether to read the whole file for damage first.</param>
    /// <returns>The store.</returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static KnowledgeStore Open(string path, bool checkIntegrity = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Of(SqliteDatabase.Open(path, checkIntegrity));
    }

    /// <summary>Opens a store, of whatever engine it is.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="checkIntegrity">Whether to read a whole file for damage first.</param>
    /// <returns>The store.</returns>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static KnowledgeStore Open(StorePlace place, bool checkIntegrity = false)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.ConnectionString is null ? Open(place.Path, checkIntegrity) : Of(OtherEngine.Open<KnowledgeDatabase>(place));
    }

    /// <summary>A store in a database, which is disposed of with it.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    internal static KnowledgeStore Of(KnowledgeDatabase database)
    {
        KnowledgeStore store = new(database);
        try
        {
            // At once: whoever copies the file for a replica copies the keys, too.
            store.Keys.Ensure(TimeProvider.System.GetUtcNow());
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What changes whenever another connection has committed, or another file was put in place of this one, which is open from then on;
    /// costs microseconds.
    /// </summary>
    /// <returns>How often the file was opened, and a number of which only the changes mean something.</returns>
    /// <exception cref="StoreException">The file cannot be read, is gone or was cut off.</exception>
    public (int Opening, long DataVersion) ChangeCounter() => _database.Change();

    /// <summary>Moves what the log holds into the file, if nobody is in the way: a copy of the file alone is then whole.</summary>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void EmptyLog() => _database.EmptyLog();

    /// <summary>Writes a page and thereby proves that the file can be written.</summary>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void ProveWritable() => _database.ProveWritable();

    /// <summary>Waits until no other process, and nobody else in this one, indexes into the file: texts are encoded once.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The turn, which ends with its disposal, or with the process.</returns>
    /// <exception cref="StoreException">The disk is full.</exception>
    public Task<IDisposable> TakeIndexingTurnAsync(TimeProvider time, CancellationToken cancellationToken) =>
        _database.TakeIndexingTurnAsync(time, cancellationToken);

    /// <summary>Waits until there is a hint that something was changed; it may be lost, and never comes where there are none.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForHintAsync(CancellationToken cancellationToken) => _database.WaitForHintAsync(cancellationToken);

    /// <summary>The jobs of all processes; null where the store is a file, whose process has its own.</summary>
    public SharedJobs? Jobs => _database.Jobs;

    /// <summary>The schema that this build makes and knows.</summary>
    public static int SchemaNumber => Schema.Current;

    /// <summary>Announces a process that answers from the store.</summary>
    /// <param name="self">The process.</param>
    /// <param name="lifetime">For how long others count after they announced themselves last.</param>
    /// <returns>All that answer, this one included; this one alone where the store knows of no others.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public IReadOnlyList<Replica> Announce(Replica self, TimeSpan lifetime) => _database.Announce(self, lifetime);

    /// <summary>Takes back that a process answers.</summary>
    /// <param name="id">The process.</param>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public void Leave(string id) => _database.Leave(id);

    /// <summary>The keys that open knowledge bases.</summary>
    public EndpointKeyTable EndpointKeys { get; }

    /// <summary>What users said about answers.</summary>
    public FeedbackTable Feedback { get; }

    /// <summary>The keys that sign tokens and shared values, and those of data protection.</summary>
    public StoreKeyTable Keys { get; }

    /// <summary>Who may do what, and who did.</summary>
    public AccessStore Access { get; }

    /// <summary>What clients of other services asked for last.</summary>
    public OperationTable Operations { get; }

    /// <summary>Lists what answers, damaged or not.</summary>
    /// <param name="deployment">Where.</param>
    /// <returns>One for each knowledge base, ordered by id; of the test deployment those that have a draft.</returns>
    /// <exception cref="StoreException">The list itself cannot be read.</exception>
    public IReadOnlyList<ListedVersion> Listing(Deployment deployment = Deployment.Production) =>
        _database.Read(reader => reader.Listing(deployment));

    /// <summary>Lists the versions that answer and can be read.</summary>
    /// <param name="deployment">Where.</param>
    /// <returns>One for each knowledge base, ordered by id; of the test deployment those that have a draft.</returns>
    /// <exception cref="StoreException">The list itself cannot be read.</exception>
    public IReadOnlyList<PublishedVersion> Published(Deployment deployment = Deployment.Production) =>
        [.. Listing(deployment).Select(listed => listed.Version).OfType<PublishedVersion>()];

    /// <summary>Reads the version of a knowledge base that answers.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Where.</param>
    /// <returns>The version, wholly of one publication; null when nothing is published under this id.</returns>
    /// <exception cref="StoreException">It is damaged, or the file cannot be read.</exception>
    public StoredVersion? Load(string knowledgeBaseId, Deployment deployment = Deployment.Production) =>
        _database.Read(reader => reader.Load(knowledgeBaseId, deployment));

    /// <summary>The choice of a model for a knowledge base.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>The choice; null when the default encoder applies.</returns>
    public ModelAssignment? AssignmentOf(string knowledgeBaseId) => _database.Read(reader => reader.Assignment(knowledgeBaseId));

    /// <summary>Lists the choices of models.</summary>
    /// <returns>One for each knowledge base that has one, ordered by id.</returns>
    public IReadOnlyList<ModelAssignment> Assignments() => _database.Read(reader => reader.Assignments());

    /// <summary>Lists the confidences that were fitted for knowledge bases.</summary>
    /// <returns>One for each knowledge base that has one, ordered by id.</returns>
    public IReadOnlyList<FittedConfidence> FittedConfidences() => _database.Read(reader => reader.FittedConfidences());

    /// <summary>Keeps the confidence that was fitted for a knowledge base, in place of the one before.</summary>
    /// <param name="confidence">The confidence.</param>
    /// <exception cref="StoreException">The store cannot be written, or knows no such knowledge base.</exception>
    public void Save(FittedConfidence confidence)
    {
        ArgumentNullException.ThrowIfNull(confidence);
        _database.Change(context =>
        {
            context.Replace(confidence);
            return true;
        });
    }

    /// <summary>Takes the confidence away that was fitted for a knowledge base.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>Whether it had one.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public bool RemoveFittedConfidence(string knowledgeBaseId) =>
        _database.Change(context =>
            context.FittedConfidences.Where(fitted => fitted.KnowledgeBaseId == knowledgeBaseId).ExecuteDelete() > 0);

    /// <summary>Lists the questions that customers may ask of other knowledge bases.</summary>
    /// <param name="knowledgeBaseId">The knowledge base that is left out.</param>
    /// <returns>The questions as their owners wrote them.</returns>
    public IReadOnlyList<string> QuestionsOfOthers(string knowledgeBaseId) =>
        _database.Read(reader => reader.QuestionsOfOthers(knowledgeBaseId));

    /// <summary>Starts to write a version.</summary>
    /// <param name="model">The encoder of its vectors.</param>
    /// <param name="format">How its vectors are written.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The writer, to be disposed of.</returns>
    public VersionWriter Write(EncoderIdentity model, VectorFormat format, TimeProvider time) => new(_database, model, format, time);

    /// <inheritdoc />
    public void Dispose() => _database.Dispose();
}

using System.Data.Common;
using FaqBot.Core.Access;

namespace FaqBot.Core.Storage.Relational;

/// <summary>A database of knowledge: opens connections to it, all set up alike, and turns what its engine throws into one
/// exception.</summary>
/// <remarks>Thread-safe.</remarks>
internal abstract class KnowledgeDatabase : IDisposable
{
    /// <summary>How long a request waits for another program's lock: its caller is better told than kept.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long who publishes waits: a version is large, and another may be in the middle of its own.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(10);

    private const int MostAttempts = 3;

    /// <summary>Where it is, in words that may be shown.</summary>
    public abstract string Path { get; }

    /// <summary>Opens a connection.</summary>
    /// <param name="patience">How long to wait for another program's lock.</param>
    /// <exception cref="StoreException">The database cannot be reached.</exception>
    public abstract StoreConnection Open(TimeSpan patience);

    /// <summary>A number that changes whenever another connection has changed something, or another database is in place.</summary>
    public abstract (int Opening, long DataVersion) Change();

    /// <summary>Proves that it can be written to.</summary>
    /// <exception cref="StoreException">It cannot.</exception>
    public virtual void ProveWritable() => Change(
        connection => connection.Execute("UPDATE schema_versions SET schema = schema"), Purpose.Add);

    /// <summary>Gives back what writing has left beside the database, if nobody is in the way.</summary>
    public virtual void EmptyLog()
    {
    }

    /// <summary>Waits until nobody else indexes: texts are encoded once.</summary>
    public abstract Task<IDisposable> TakeIndexingTurnAsync(TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Waits until there is a hint that something was changed; never ends where there are none.</summary>
    public virtual Task WaitForHintAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>The jobs of all processes that answer from it; null where none of other machines do.</summary>
    public virtual SharedJobs? Jobs => null;

    /// <summary>Announces a process that answers from the database, and lists all that do.</summary>
    public virtual IReadOnlyList<Replica> Announce(Replica self, TimeSpan lifetime) => [self];

    /// <summary>Takes back that a process answers.</summary>
    public virtual void Leave(string id)
    {
    }

    /// <summary>Keeps who neither owns the database nor belongs to its group from reading it.</summary>
    public virtual void KeepToOwner()
    {
    }

    /// <summary>Refuses to go on writing through a connection whose database is no longer the one in place.</summary>
    /// <exception cref="StoreException">It is gone, or another one is in its place.</exception>
    public virtual void RefuseMoved(StoreConnection connection)
    {
    }

    /// <summary>Reads by the plain reader, in one read transaction: a publication in between does not show.</summary>
    /// <exception cref="StoreException">The database cannot be read, or holds what no build wrote.</exception>
    public T Read<T>(Func<PlainReader, T> read) => Readable(() => Use(Patience, connection =>
        connection.Within(Purpose.Read, _ => read(new PlainReader(Path, connection, Near)))));

    /// <summary>Reads small tables that the start does without, in one read transaction.</summary>
    /// <exception cref="StoreException">The database cannot be read, or holds what no build wrote.</exception>
    public T Query<T>(Func<KnowledgeContext, T> query) => Readable(() =>
        Use(Patience, connection => connection.Within(Purpose.Read, transaction =>
        {
            using KnowledgeContext context = connection.Context(transaction);
            return query(context);
        })));

    /// <summary>Works with the small tables, in one write transaction; again, if another database took the place of the first.</summary>
    /// <exception cref="StoreException">The database cannot be written; nothing was changed.</exception>
    public T Change<T>(Func<KnowledgeContext, T> change, TimeSpan? patience = null, Purpose purpose = Purpose.Change) => WriteWithin(
        (connection, transaction) =>
        {
            using KnowledgeContext context = connection.Context(transaction);
            return change(context);
        },
        patience,
        purpose);

    /// <summary>Works with statements, in one write transaction; again, if another database took the place of the first.</summary>
    /// <exception cref="StoreException">The database cannot be written; nothing was changed.</exception>
    public T Change<T>(Func<StoreConnection, T> change, Purpose purpose, TimeSpan? patience = null) =>
        WriteWithin((connection, _) => change(connection), patience, purpose);

    /// <summary>Writes by statements alone, in one write transaction.</summary>
    /// <exception cref="StoreException">The database cannot be written; nothing was changed.</exception>
    public T Write<T>(Func<StoreConnection, T> work, TimeSpan? patience = null) => Change(work, Purpose.Change, patience);

    /// <summary>Keeps what a transaction changed; where it is part of an audited action, its mark is kept with it.</summary>
    public static void Commit(StoreConnection connection, StoreTransaction transaction, Purpose purpose)
    {
        AuditedAction? action = purpose == Purpose.Change ? AuditedAction.Present : null;
        if (action is not null)
        {
            AuditTable.Mark(connection, action);
        }

        transaction.Commit();
        action?.NoteMarked();
    }

    /// <summary>Reads by statements alone, in one read transaction.</summary>
    /// <exception cref="StoreException">The database cannot be read, or holds what no build wrote.</exception>
    public T Select<T>(Func<StoreConnection, T> read) =>
        Readable(() => Use(Patience, connection => connection.Within(Purpose.Read, _ => read(connection))));

    /// <summary>Turns what the engine and the mapper throw into the one exception of the store.</summary>
    /// <exception cref="StoreException">The engine failed.</exception>
    public abstract T Guarded<T>(Func<T> work);

    /// <summary>The same for what reads by itself: whatever a damaged row makes of it is a fault of the database.</summary>
    /// <exception cref="StoreException">The database cannot be read, or holds what no build wrote.</exception>
    public T Readable<T>(Func<T> read)
    {
        try
        {
            return Guarded(read);
        }
        catch (Exception exception) when (exception is not (StoreException or ObjectDisposedException)
            && !StoreFaults.IsOfMachine(exception))
        {
            // Whatever a damaged row makes of reading it.
            throw StoreFaults.Damaged(Path, "its content", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Vectors that are near at hand; null: all are read from the database.</summary>
    protected virtual VectorFile? Near => null;

    /// <summary>Waits for others of this process, where those that wait within transactions would keep connections from readers.</summary>
    /// <exception cref="StoreException">It took too long.</exception>
    protected virtual IDisposable? WaitForOthers(TimeSpan patience) => null;

    /// <summary>Whether another database is in the place of the one that a connection is of.</summary>
    protected virtual bool HasMoved(StoreConnection connection) => false;

    /// <summary>Whether what failed may well succeed the next time: others were in the way.</summary>
    protected virtual bool IsToBeTriedAgain(DbException exception) => false;

    /// <summary>What to say when another database is in place again and again.</summary>
    protected virtual StoreException Replaced() => StoreFaults.Replaced(Path);

    /// <summary>Closes what is open.</summary>
    protected abstract void Dispose(bool isDisposing);

    private T WriteWithin<T>(Func<StoreConnection, StoreTransaction, T> change, TimeSpan? patience, Purpose purpose) => Guarded(() =>
    {
        using IDisposable? turn = purpose == Purpose.Change ? WaitForOthers(patience ?? Patience) : null;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                (T result, bool isMoved) = Use(patience ?? Patience, connection => (connection.Within(purpose, transaction =>
                {
                    T changed = change(connection, transaction);
                    Commit(connection, transaction, purpose);
                    return changed;
                }), HasMoved(connection)));
                if (!isMoved)
                {
                    return result;
                }
            }
            catch (Exception exception) when (attempt < MostAttempts && StoreFaults.Find(exception) is { } failure
                && IsToBeTriedAgain(failure))
            {
                continue;
            }

            if (attempt == MostAttempts)
            {
                throw Replaced();
            }
        }
    });

    private T Use<T>(TimeSpan patience, Func<StoreConnection, T> work)
    {
        using StoreConnection connection = Open(patience);
        return work(connection);
    }
}

using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;

namespace FaqBot.Core.Analytics.Sqlite;

/// <summary>The database of the question log: opens connections to it and turns what its engine throws into one exception.</summary>
/// <remarks>Thread-safe.</remarks>
internal abstract class QuestionDatabase
{
    /// <summary>What those take turns for that write it: their rows meet, and would wait for each other crosswise.</summary>
    public const string Turn = "question log";

    /// <summary>Where it is, in words that may be shown.</summary>
    public abstract string Path { get; }

    /// <summary>Opens a connection; what fails is the engine's own exception.</summary>
    public abstract StoreConnection Open();

    /// <summary>Gives freed room back to the file system, a little at a time.</summary>
    public virtual void GiveBack()
    {
    }

    /// <summary>Reads, in one read transaction.</summary>
    /// <exception cref="StoreException">The log cannot be read.</exception>
    public T Read<T>(Func<StoreConnection, T> read) => Guarded(() =>
    {
        using StoreConnection connection = Open();
        return connection.Within(Purpose.Read, _ => read(connection));
    });

    /// <summary>Writes, in one transaction.</summary>
    /// <exception cref="StoreException">The log cannot be written; nothing was changed.</exception>
    public T Change<T>(Func<StoreConnection, T> change) => Guarded(() =>
    {
        using StoreConnection connection = Open();
        return connection.Within(Purpose.Add, transaction =>
        {
            connection.TakeTurn(Turn);
            T result = change(connection);
            transaction.Commit();
            return result;
        });
    });

    /// <summary>Turns what the engine throws into what tells an operator what to do.</summary>
    /// <exception cref="StoreException">The engine failed.</exception>
    public abstract T Guarded<T>(Func<T> work);
}

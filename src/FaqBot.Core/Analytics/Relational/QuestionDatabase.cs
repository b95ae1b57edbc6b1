using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Analytics.Relational;

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

    /// <summary>Makes room for the questions of days, within the transaction of who writes them, where days lie apart.</summary>
    public virtual void KeepDays(StoreConnection connection, IEnumerable<DateOnly> days)
    {
    }

    /// <summary>Deletes questions of days that are over, within a transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="firstDay">The first day whose questions stay.</param>
    /// <returns>How many went; 0: none is too old any more.</returns>
    /// <remarks>In slices, from the first rows, which are the oldest ones: a clock that was set back delays a deletion, and never deletes
    /// too early.</remarks>
    public virtual int DeleteQuestions(StoreConnection connection, DateOnly firstDay) => connection.Execute(
        "DELETE FROM questions WHERE id IN (SELECT id FROM questions ORDER BY id LIMIT 5000) AND day < $day", ("$day", firstDay.DayNumber));

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

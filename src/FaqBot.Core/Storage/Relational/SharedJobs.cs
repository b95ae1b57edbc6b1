namespace FaqBot.Core.Storage.Relational;

/// <summary>The jobs of all processes that answer from the store: one at a time works on a subject, whichever process it is of.</summary>
/// <remarks>Thread-safe. A process that has not written for a while has ended, and with it its jobs.</remarks>
public abstract class SharedJobs
{
    /// <summary>Writes that a job starts.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="subject">What it works on.</param>
    /// <param name="status">How far it is.</param>
    /// <param name="kept">How many ended ones are kept.</param>
    /// <returns>Null; or the id of the job that works on the subject already.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public abstract string? Start(string id, string subject, string status, int kept);

    /// <summary>Writes how far a job is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="status">How far it is.</param>
    /// <param name="isRunning">Whether it goes on.</param>
    /// <returns>Whether somebody wants it to end.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public abstract bool Write(string id, string status, bool isRunning);

    /// <summary>Asks the process of a job to end it.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public abstract void Cancel(string id);

    /// <summary>Lists jobs, the latest first.</summary>
    /// <returns>All that are kept.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public abstract IReadOnlyList<SharedJob> All();
}

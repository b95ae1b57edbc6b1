namespace FaqBot.Core.Storage.Relational;

/// <summary>One at a time indexes into a database, whatever process it is in; who ends, even by kill −9, has left.</summary>
/// <remarks>A lock on an empty file beside the database, which stays: removing it would let two hold two files of one name.</remarks>
internal static class IndexingTurn
{
    private const string Extension = "-indexing";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for a turn.</summary>
    /// <param name="path">The database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What ends the turn.</returns>
    /// <exception cref="StoreException">The file of the lock cannot be made.</exception>
    public static async Task<IDisposable> TakeAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        string file = path + Extension;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new StoreException(
                    path,
                    exception is IOException ? StoreFault.Full : StoreFault.ReadOnly,
                    $"no file can be made beside it ({Path.GetExtension(file)}); make room on the disk, and the folder writable for this "
                    + "process",
                    exception);
            }
        }
    }
}

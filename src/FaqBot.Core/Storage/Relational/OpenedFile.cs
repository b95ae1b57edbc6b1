using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The file that is open now: whether it is still the one at its path, whether it changed, how long it must be.</summary>
/// <remarks>
/// <para>
/// Not thread-safe. A file that another one was moved over lives on without a name, and whoever has it open would go on writing to it.
/// Its write-ahead log stays at the path, where the next file would take it for its own: that log, known by its random header, and the
/// index of it are removed before anything else is opened.
/// </para>
/// <para>Source: <see href="https://www.sqlite.org/howtocorrupt.html"/>, sections 1.4 and 4.</para>
/// </remarks>
internal sealed class OpenedFile : IDisposable
{
    private const string Log = "-wal", IndexOfLog = "-shm";
    private const int HeaderBytes = 32;
    private const int HasMovedOperation = 20;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly FileStream? _log;

    /// <summary>Keeps a connection that has read already, so that the log exists.</summary>
    public OpenedFile(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
        _log = OpenLog(path);
        LeastBytes = Expected();
    }

    /// <summary>Size that the file has at least, in bytes; 0 while all of it lies in the log.</summary>
    public long LeastBytes { get; private set; }

    /// <summary>Whether the file at the path is another one, or none; costs a microsecond.</summary>
    public bool IsMoved => HasMoved(_connection);

    /// <summary>Whether the file of a connection is no longer the one at the path that it was opened by.</summary>
    public static bool HasMoved(SqliteConnection connection) =>
        connection.Handle is { IsInvalid: false } handle
        && FileControl(handle.DangerousGetHandle(), 0, HasMovedOperation, out int moved) == 0 && moved != 0;

    /// <summary>A number that changes whenever another connection has committed.</summary>
    /// <exception cref="StoreException">The file was cut off.</exception>
    public long DataVersion()
    {
        long version = Scalar("PRAGMA data_version");
        long expected = Expected(), found = new FileInfo(_path) is { Exists: true } file ? file.Length : 0;
        if (found < expected || (found == 0 && LeastBytes > 0))
        {
            throw StoreFaults.CutOff(_path, found, Math.Max(expected, LeastBytes));
        }

        LeastBytes = expected;
        return version;
    }

    /// <summary>Moves what the log holds into the file, unless somebody is reading or writing right now.</summary>
    public void EmptyLog()
    {
        if (_log is { Length: > 0 })
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Closes a file that is no longer at its path, and removes what it left there.</summary>
    public void Leave()
    {
        bool isOwnLog = IsOwnLog();
        Dispose();
        if (isOwnLog)
        {
            File.Delete(_path + Log);
        }

        File.Delete(_path + IndexOfLog);
    }

    public void Dispose()
    {
        _log?.Dispose();
        Transactions.Quietly(_connection.Dispose);
    }

    private static FileStream? OpenLog(string path)
    {
        try
        {
            return new FileStream(path + Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[] HeaderOf(FileStream log)
    {
        byte[] header = new byte[HeaderBytes];
        log.Position = 0;
        return header[..log.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false)];
    }

    private bool IsOwnLog()
    {
        using FileStream? now = OpenLog(_path);
        return _log is not null && now is not null && HeaderOf(_log) is { Length: HeaderBytes } own
            && own.AsSpan().SequenceEqual(HeaderOf(now));
    }

    /// <summary>The size of all pages, once none is in the log alone.</summary>
    private long Expected() => _log is { Length: > 0 } ? LeastBytes : Scalar("PRAGMA page_count") * Scalar("PRAGMA page_size");

    private long Scalar(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Null for the name stands for the main database. No managed wrapper has it.</summary>
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int FileControl(nint database, nint name, int operation, out int result);
}

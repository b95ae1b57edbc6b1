using System.Buffers.Binary;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Relational;

/// <summary>What failures of SQLite mean to an operator: one sentence for each kind.</summary>
/// <remarks>None that is about a sound file tells to put it aside: keys and feedback are in no other.</remarks>
internal static class StoreFaults
{
    /// <summary>What to do with a file that is beyond repair.</summary>
    public const string Rebuild = "restore a backup, or, without one, put it aside and index the knowledge bases again";

    private const int Error = 1, Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14,
        Schema = 17, Constraint = 19, NoDatabase = 26;

    // The index of the log is made as large as it must be before it is used.
    private const int NoRoomForIndex = InputOutput | (19 << 8);

    private const long LeastRoom = 64 * 1024;

    /// <summary>Finds the failure of the engine in what was caught; the mapper wraps it.</summary>
    public static DbException? Find(Exception? exception) => exception switch
    {
        null => null,
        DbException found => found,
        DbUpdateException or InvalidOperationException => Find(exception.InnerException),
        _ => null,
    };

    /// <summary>Says what a failure means.</summary>
    /// <param name="path">The file.</param>
    /// <param name="exception">The failure.</param>
    /// <param name="leastBytes">The size that the file had; 0: not known.</param>
    public static StoreException Of(string path, SqliteException exception, long leastBytes)
    {
        string said = exception.Message.TrimEnd('.');
        (StoreFault kind, string fault) = exception.SqliteErrorCode switch
        {
            Full => Room(),
            InputOutput when exception.SqliteExtendedErrorCode == NoRoomForIndex || IsFull(path) => Room(),
            CannotOpen when IsFull(path) && File.Exists(path) => Room(),
            Busy or Locked => (
                StoreFault.Locked, "another program holds its write lock; wait for it or end that program, then try again"),
            ReadOnly or CannotOpen when exception.SqliteErrorCode == ReadOnly || CanRead(path) =>
                (StoreFault.ReadOnly, "it is read-only; make the file and its folder writable for this process"),
            CannotOpen => (
                StoreFault.CannotOpen, "the file cannot be opened; check that its folder exists and that this process may write there"),
            InputOutput or Corrupt or NoDatabase
                when Length(path) is var found && Math.Max(leastBytes, StatedBytes(path)) is var expected && found < expected =>
                    Short(found, expected),
            InputOutput => (
                StoreFault.DiskFailing, $"the disk fails ({said}); look after the disk first, what was read before goes on answering"),
            Corrupt or NoDatabase => (StoreFault.Damaged, $"it is damaged or no SQLite database ({said}); {Rebuild}"),
            Error or Schema => (StoreFault.Damaged, $"its tables are not those of FaqBot ({said}); {Rebuild}"),
            Constraint => (
                StoreFault.Refused,
                $"it refuses what was to be written ({said}); a knowledge base must be published here first: index it"),
            _ => (StoreFault.Unexpected, $"SQLite failed ({said}); the file was not changed, try again"),
        };
        return new StoreException(path, kind, fault, exception);
    }

    /// <summary>The file is shorter than it was.</summary>
    public static StoreException CutOff(string path, long found, long expected)
    {
        (StoreFault kind, string fault) = Short(found, expected);
        return new StoreException(path, kind, fault);
    }

    /// <summary>Refuses to call a disk writable that has room for a page or two.</summary>
    /// <exception cref="StoreException">The disk is full.</exception>
    public static void RefuseFull(string path)
    {
        if (IsFull(path))
        {
            (StoreFault kind, string fault) = Room();
            throw new StoreException(path, kind, fault);
        }
    }

    /// <summary>The file is gone.</summary>
    public static StoreException Missing(string path) => new(
        path, StoreFault.Missing, "the file is gone; put it back or restore a backup, what was read before goes on answering");

    /// <summary>Another file is in its place.</summary>
    public static StoreException Replaced(string path) => new(
        path, StoreFault.Replaced, "another file took its place while it was written to, which that file knows nothing of; try again");

    /// <summary>A row holds what no build wrote.</summary>
    public static StoreException Damaged(string path, string what, Exception? exception = null) => new(
        path,
        StoreFault.Damaged,
        $"{what} is damaged{(exception is null ? "" : $" ({exception.Message.TrimEnd('.')})")}; index the knowledge base again, "
        + "or restore a backup",
        exception);

    /// <summary>Whether what was caught is a matter of this machine, not of what a row holds.</summary>
    public static bool IsOfMachine(Exception exception) => exception is OutOfMemoryException or OperationCanceledException
        || Find(exception) is not null;

    private static (StoreFault Kind, string Fault) Room() => (
        StoreFault.Full, "the disk is full; free some space, then try again: the file is sound and was not changed");

    private static (StoreFault Kind, string Fault) Short(long found, long expected) => (
        StoreFault.CutOff, $"it was cut off: found {found} bytes, expected at least {expected}; {Rebuild}");

    // A database that can be read is opened but for the files beside it, which a folder without the right to write cannot hold.
    private static bool CanRead(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The size that the file's own header states, in bytes; 0 where it has none.</summary>
    /// <remarks>https://www.sqlite.org/fileformat.html §1.3: page size at 16, 1 for 65,536; number of pages at 28.</remarks>
    private static long StatedBytes(string path)
    {
        Span<byte> header = stackalloc byte[32];
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
                || !header.StartsWith("SQLite format 3\0"u8))
            {
                return 0;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }

        int size = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        return (size == 1 ? 65_536L : size) * BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static bool IsFull(string path)
    {
        try
        {
            return Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder)
                && new DriveInfo(folder).AvailableFreeSpace < LeastRoom;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}

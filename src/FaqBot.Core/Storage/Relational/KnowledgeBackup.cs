using FaqBot.Core.Access;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Copies a database as a whole, while it is in use, and puts a copy back.</summary>
/// <remarks>
/// A copy is written beside its target by SQLite's online backup, read as a start reads it, and takes its name only then: whatever stops
/// it, the target is what it was.
/// </remarks>
public static class KnowledgeBackup
{
    private const string Part = ".part", Log = "-wal", IndexOfLog = "-shm";

    private static readonly Deployment[] Deployments = [Deployment.Production, Deployment.Test];

    /// <summary>Writes a copy of a database, which may be in use.</summary>
    /// <param name="database">The database.</param>
    /// <param name="target">The copy.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <returns>What the copy holds.</returns>
    /// <exception cref="StoreException">The database is damaged, the target cannot be written or exists; nothing was changed.</exception>
    public static IReadOnlyList<PublishedVersion> Write(string database, string target, bool overwrite)
    {
        (database, target) = (Path.GetFullPath(database), Path.GetFullPath(target));
        RefuseSame(database, target);
        RefuseTaken(target, overwrite);
        return Beside(target, part =>
        {
            IReadOnlyList<PublishedVersion> copied = Copy(database, part);
            RefuseTaken(target, overwrite);
            File.Move(part, target, overwrite);
            return copied;
        });
    }

    /// <summary>Puts a copy in place of a database; a running service notices and answers from it. Who may do what, and who did, stays as
    /// it is in that database: what was revoked since the copy was made is not revived by it.</summary>
    /// <param name="backup">The copy.</param>
    /// <param name="database">The database.</param>
    /// <param name="overwrite">Whether a database that is there is replaced.</param>
    /// <param name="now">The present, of which the former database gets its name.</param>
    /// <param name="keysOfCopy">Whether keys, members, accounts, sessions and the audit log become those of the copy, too.</param>
    /// <returns>What the database holds now, the file of the former one, null when there was none, and who may do what.</returns>
    /// <exception cref="StoreException">
    /// The copy is damaged, the database cannot be written, or exists, or is written to right now; nothing was changed.
    /// </exception>
    public static (IReadOnlyList<PublishedVersion> Restored, string? Former, RestoredAccess Access) Restore(
        string backup, string database, bool overwrite, DateTimeOffset now, bool keysOfCopy = false)
    {
        (backup, database) = (Path.GetFullPath(backup), Path.GetFullPath(database));
        RefuseSame(backup, database);
        RefuseTaken(database, overwrite);
        return Beside(database, part =>
        {
            IReadOnlyList<PublishedVersion> restored = Copy(backup, part);
            AuditEntry row = new(
                now, CallerName.CommandLine, null, "RestoreBackup", null, Path.GetFileName(backup), null, null, AuditOutcome.Done, null,
                null);
            RestoredAccess access = CarryOver(part, File.Exists(database) ? database : null, keysOfCopy, row);
            if (!File.Exists(database))
            {
                // Logs of a database that is gone would be taken for the new one's.
                MoveLogs(database, former: null);
                File.Move(part, database);
                return (restored, (string?)null, access);
            }

            string former = $"{database}.before-{now.UtcDateTime:yyyyMMdd-HHmmss}";
            RefuseTaken(former, overwrite: false);
            bool isLeftClean = EmptyLog(database);
            File.Replace(part, database, former);
            if (!isLeftClean)
            {
                MoveLogs(database, former);
            }

            return (restored, former, access);
        });
    }

    private static RestoredAccess CarryOver(string part, string? database, bool keysOfCopy, AuditEntry row)
    {
        using SqliteConnection copy = Connect(part, SqliteOpenMode.ReadWrite);
        RestoredAccess OfCopy(string? unreadable) =>
            RestoredAccess.CarryOver(copy, null, keepsCopys: true, row) with { Unreadable = unreadable };
        if (database is null)
        {
            return OfCopy(null);
        }

        // Its tables must be those of the copy, which is up to date.
        string beside = part + ".former";
        try
        {
            using SqliteConnection former = Connect(beside, SqliteOpenMode.ReadWriteCreate);
            using (SqliteConnection present = Connect(database, SqliteOpenMode.ReadOnly))
            {
                Schema.Check(present, database);
                present.BackupDatabase(former);
            }

            Execute(former, "PRAGMA journal_mode = DELETE");
            if (Execute(former, "PRAGMA integrity_check(1)") is not "ok")
            {
                throw new StoreException(database, StoreFault.Damaged, "the integrity check found damage");
            }

            Schema.Migrate(former, database);
            return Schema.Version(former) == Schema.Current ? RestoredAccess.CarryOver(copy, former, keysOfCopy, row)
                : throw new StoreException(
                    database, StoreFault.Newer,
                    "it was written by a newer FaqBot, whose keys this one does not know wholly; restore with that one, or with "
                    + "--keys-of-copy");
        }
        catch (StoreException fault) when (fault.Kind != StoreFault.Locked && (keysOfCopy || fault.Kind != StoreFault.Newer))
        {
            // A database that is damaged is what restoring is for.
            return OfCopy(fault.Message);
        }
        catch (SqliteException exception)
        {
            StoreException fault = StoreFaults.Of(database, exception, leastBytes: 0);
            return fault.Kind == StoreFault.Locked ? throw fault : OfCopy(fault.Message);
        }
        finally
        {
            File.Delete(beside);
            File.Delete(beside + "-journal");
        }
    }

    private static void RefuseSame(string one, string other)
    {
        if (one == other)
        {
            throw new StoreException(other, StoreFault.Refused, "found the same file twice, expected two; name another one");
        }
    }

    private static void RefuseTaken(string path, bool overwrite)
    {
        if (!overwrite && Path.Exists(path))
        {
            throw new StoreException(
                path, StoreFault.Refused, "it exists already, and nothing was changed; name another file, or replace it with --overwrite");
        }
    }

    /// <summary>Works on a file beside another one, of which nothing is left when it fails.</summary>
    private static T Beside<T>(string target, Func<string, T> work)
    {
        string part = $"{target}.{Guid.NewGuid().ToString("N")[..8]}{Part}";
        try
        {
            return work(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                target, StoreFault.CannotOpen, $"the file system refuses ({exception.Message.TrimEnd('.')})", exception);
        }
        finally
        {
            if (Directory.Exists(Path.GetDirectoryName(part)))
            {
                File.Delete(part);
                File.Delete(part + "-journal");
            }
        }
    }

    private static List<PublishedVersion> Copy(string from, string to)
    {
        if (!File.Exists(from))
        {
            throw new StoreException(from, StoreFault.Missing, "there is no such file; name one that there is");
        }

        using SqliteConnection copy = Connect(to, SqliteOpenMode.ReadWriteCreate);
        Guarded(from, () =>
        {
            using SqliteConnection source = Connect(from, SqliteOpenMode.ReadOnly);
            Schema.Check(source, from);
            if (Schema.Version(source) == 0)
            {
                throw new StoreException(from, StoreFault.Refused, "it is empty; name a database that something was indexed into");
            }

            Guarded(to, () => source.BackupDatabase(copy));
        });
        return Verified(copy, from, to);
    }

    /// <summary>Reads a copy as a start reads it; by then it is a file by itself, without a log.</summary>
    private static List<PublishedVersion> Verified(SqliteConnection copy, string from, string to)
    {
        List<PublishedVersion> all = [];
        Guarded(to, () => Execute(copy, "PRAGMA journal_mode = DELETE"));
        Guarded(from, () =>
        {
            if (Execute(copy, "PRAGMA integrity_check(1)") is not "ok")
            {
                throw new StoreException(from, StoreFault.Damaged, $"the integrity check found damage; {StoreFaults.Rebuild}");
            }

            Schema.Migrate(copy, from);
            PlainReader reader = new(from, new SqliteStoreConnection(copy));
            foreach (Deployment deployment in Deployments)
            {
                foreach (ListedVersion listed in reader.Listing(deployment))
                {
                    all.Add(listed.Version ?? throw listed.Fault!);
                    _ = reader.Load(listed.KnowledgeBaseId, deployment);
                }
            }

            _ = reader.EndpointKeys();
        });
        return all;
    }

    /// <summary>Moves what the log of a database holds into it; true when it is empty, or another process looks after it.</summary>
    private static bool EmptyLog(string database)
    {
        try
        {
            using SqliteConnection connection = Connect(database, SqliteOpenMode.ReadWrite);
            Execute(connection, "BEGIN IMMEDIATE");
            Execute(connection, "ROLLBACK");
            Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            return true;
        }
        catch (SqliteException exception)
        {
            StoreException fault = StoreFaults.Of(database, exception, leastBytes: 0);
            return fault.Kind == StoreFault.Locked ? throw fault : false;
        }
    }

    private static void MoveLogs(string database, string? former)
    {
        if (former is not null && File.Exists(database + Log))
        {
            File.Move(database + Log, former + Log);
        }

        File.Delete(database + Log);
        File.Delete(database + IndexOfLog);
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(SqliteDatabase.ConnectionString(path, mode, isPooled: false))
        {
            DefaultTimeout = (int)KnowledgeDatabase.LongPatience.TotalSeconds,
        };
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw StoreFaults.Of(path, exception, leastBytes: 0);
        }
    }

    private static object? Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Guarded(string path, Action work)
    {
        try
        {
            work();
        }
        catch (SqliteException exception)
        {
            throw StoreFaults.Of(path, exception, leastBytes: 0);
        }
    }
}

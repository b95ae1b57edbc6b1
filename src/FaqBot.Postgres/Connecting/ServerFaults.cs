using System.Data.Common;
using FaqBot.Core.Storage;
using Npgsql;

namespace FaqBot.Postgres.Connecting;

/// <summary>What failures of PostgreSQL mean to an operator: one sentence for each kind.</summary>
internal static class ServerFaults
{
    /// <summary>Whether it may well succeed the next time: others were in the way.</summary>
    public static bool IsOfOthers(DbException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Whether the connection has ended, and another one may do.</summary>
    public static bool IsLost(NpgsqlException exception) => exception is PostgresException { SqlState: ['5', '7', 'P', ..] }
        || exception.InnerException is IOException;

    /// <summary>Says what a failure means.</summary>
    /// <param name="name">The database.</param>
    /// <param name="exception">The failure.</param>
    public static StoreException Of(string name, DbException exception)
    {
        string said = exception is PostgresException answered ? answered.MessageText.TrimEnd('.') : exception.Message.TrimEnd('.');
        (StoreFault kind, string fault) = (exception.SqlState ?? "") switch
        {
            PostgresErrorCodes.DiskFull => (
                StoreFault.Full, "the server's disk is full; free some space there, then try again: nothing was changed"),
            PostgresErrorCodes.LockNotAvailable => (
                StoreFault.Locked, "another process is writing; wait for it or end it, then try again"),
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => (
                StoreFault.Locked, "others wrote at the same time again and again; try again"),
            PostgresErrorCodes.ReadOnlySqlTransaction => (
                StoreFault.ReadOnly, "the server takes no writes (a standby, or default_transaction_read_only); name the primary one"),
            PostgresErrorCodes.InsufficientPrivilege => (
                StoreFault.ReadOnly, $"the server refuses it to this role ({said}); grant what docs/postgresql.md names"),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                or PostgresErrorCodes.InvalidCatalogName => (
                    StoreFault.CannotOpen, $"the server lets nobody in ({said}); check FaqBot:Storage:ConnectionString"),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName => (
                StoreFault.Damaged, $"its tables are not those of FaqBot ({said}); restore a backup, or use another database"),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => (
                StoreFault.Damaged, $"the server found damage ({said}); restore a backup"),
            ['2', '3', ..] => (
                StoreFault.Refused,
                $"it refuses what was to be written ({said}); a knowledge base must be published here first: index it"),
            "" or ['0', '8', ..] or ['5', '7', ..] or PostgresErrorCodes.TooManyConnections => (
                StoreFault.Unreachable,
                $"the server cannot be reached ({said}); look whether it runs and takes connections, what was read before goes on "
                + "answering"),
            _ => (StoreFault.Unexpected, $"PostgreSQL failed ({said}); nothing was changed, try again"),
        };
        return new StoreException(name, kind, fault, exception);
    }

    /// <summary>Runs something, and says what it means when the server fails.</summary>
    /// <exception cref="StoreException">The server failed.</exception>
    public static T Guarded<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (Core.Storage.Relational.StoreFaults.Find(exception) is NpgsqlException failure)
        {
            throw Of(name, failure);
        }
    }
}

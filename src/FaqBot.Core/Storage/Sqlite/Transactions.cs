using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>Work within a transaction that ends well, or as if it had never begun.</summary>
internal static class Transactions
{
    /// <summary>A context within a transaction, both of which stay their caller's.</summary>
    public static KnowledgeContext Context(SqliteConnection connection, SqliteTransaction transaction)
    {
        KnowledgeContext context = new(new DbContextOptionsBuilder<KnowledgeContext>().UseSqlite(connection).Options);
        context.Database.UseTransaction(transaction);
        return context;
    }

    /// <summary>Works within a transaction, which the work commits; otherwise nothing was changed.</summary>
    /// <remarks>
    /// On a full disk SQLite rolls back by itself: a second rollback fails, and must not hide why the first was needed.
    /// </remarks>
    public static T Within<T>(SqliteConnection connection, bool isReading, Func<SqliteTransaction, T> work)
    {
        SqliteTransaction transaction = connection.BeginTransaction(deferred: isReading);
        try
        {
            return work(transaction);
        }
        finally
        {
            Quietly(transaction.Dispose);
        }
    }

    /// <summary>Ends something that a failure has ended already, perhaps.</summary>
    public static void Quietly(Action end)
    {
        try
        {
            end();
        }
        catch (Exception exception) when (exception is SqliteException or InvalidOperationException)
        {
            // What failed before is what its caller must hear of.
        }
    }
}

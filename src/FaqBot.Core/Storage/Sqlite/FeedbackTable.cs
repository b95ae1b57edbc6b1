using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>What users said about answers, for the owner to look through.</summary>
/// <remarks>
/// Thread-safe; every call works on a connection of its own. Bounded: the oldest rows of a knowledge base make room for new ones, and one
/// user
/// can neither fill the table nor repeat a thing to give it weight.
/// </remarks>
public sealed class FeedbackTable
{
    /// <summary>Most rows of a knowledge base; the oldest go.</summary>
    public const int MaxRows = 100_000;

    /// <summary>Most rows of one user in <see cref="UserPeriod"/>, of one knowledge base.</summary>
    public const int MaxRowsOfUser = 1_000;

    /// <summary>The time that <see cref="MaxRowsOfUser"/> counts in.</summary>
    public static readonly TimeSpan UserPeriod = TimeSpan.FromDays(1);

    /// <summary>The order of arrival, which only the table knows.</summary>
    internal const string Id = "Id";

    private readonly KnowledgeDatabase _database;

    internal FeedbackTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Adds rows, in one transaction.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>How many were kept: not those that the same user has said already, nor those beyond the user's limit.</returns>
    /// <exception cref="StoreException">The file cannot be written, or the knowledge base was never published.</exception>
    public int Add(IReadOnlyCollection<Feedback> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        string[] bases = [.. rows.Select(row => row.KnowledgeBaseId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return _database.Change(
            context =>
        {
            // What a user has said already is looked up and added by one at a time.
            foreach (string knowledgeBase in bases)
            {
                context.Connection.TakeTurn($"feedback of {knowledgeBase}");
            }

            int kept = rows.Count(row => Insert(context, row));
            foreach (string knowledgeBase in bases)
            {
                Prune(context, knowledgeBase);
            }

            return kept;
        },
            purpose: Purpose.Add);
    }

    /// <summary>Lists rows, latest first.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="most">Most rows to give.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<Feedback> Latest(string knowledgeBaseId, int most) => _database.Query(context => context.Feedback.AsNoTracking()
        .Where(row => row.KnowledgeBaseId == knowledgeBaseId).OrderByDescending(row => EF.Property<long>(row, Id)).Take(most).ToArray());

    private static bool Insert(KnowledgeContext context, Feedback row)
    {
        DateTimeOffset since = row.At - UserPeriod;
        IQueryable<Feedback> ofUser = context.Feedback.Where(
            other => other.KnowledgeBaseId == row.KnowledgeBaseId && other.UserKey == row.UserKey && other.At > since);
        if (ofUser.Any(other => other.Question == row.Question && other.EntryId == row.EntryId && other.Kind == row.Kind)
            || ofUser.Count() >= MaxRowsOfUser)
        {
            return false;
        }

        context.Feedback.Add(row);
        context.SaveChanges();
        context.ChangeTracker.Clear();
        return true;
    }

    private static void Prune(KnowledgeContext context, string knowledgeBaseId)
    {
        IQueryable<Feedback> own = context.Feedback.Where(row => row.KnowledgeBaseId == knowledgeBaseId);
        long latestOfOld = own.Select(row => EF.Property<long>(row, Id)).OrderByDescending(id => id).Skip(MaxRows).FirstOrDefault();
        if (latestOfOld > 0)
        {
            own.Where(row => EF.Property<long>(row, Id) <= latestOfOld).ExecuteDelete();
        }
    }
}

using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Relational;

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
    /// <returns>How many were kept: not those that the same user has said already, nor those beyond the user's limit. Another opinion of
    /// the same answer takes the place of the one before.</returns>
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

    /// <summary>Deletes what a user said.</summary>
    /// <param name="keysOf">All keys that may stand for the user in a knowledge base.</param>
    /// <param name="knowledgeBaseId">The only knowledge base; null: all.</param>
    /// <returns>How many rows went.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public int Forget(Func<string, IReadOnlyCollection<string>> keysOf, string? knowledgeBaseId)
    {
        ArgumentNullException.ThrowIfNull(keysOf);
        string[] bases = _database.Query(
            context => context.Feedback.AsNoTracking().Select(row => row.KnowledgeBaseId).Distinct().ToArray());
        (string Id, string[] Keys)[] meant =
        [
            .. bases.Where(id => knowledgeBaseId is null || id == knowledgeBaseId).Select(id => (id, keysOf(id).ToArray())),
        ];
        return _database.Change(context => meant.Sum(one => context.Feedback
            .Where(row => row.KnowledgeBaseId == one.Id && one.Keys.Contains(row.UserKey)).ExecuteDelete()));
    }

    /// <summary>Deletes what was said before an instant.</summary>
    /// <param name="before">The instant.</param>
    /// <returns>How many rows went.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public int Purge(DateTimeOffset before) => _database.Change(context => context.Feedback.Where(row => row.At < before).ExecuteDelete());

    /// <summary>Lists rows about an answer that did not help, latest first.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="entryId">Of this entry only; null: of all.</param>
    /// <param name="most">Most rows to give.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<Feedback> Complaints(string knowledgeBaseId, string? entryId, int most) => _database.Query(context =>
        context.Feedback.AsNoTracking()
            .Where(row => row.KnowledgeBaseId == knowledgeBaseId && row.Kind == FeedbackKind.NotHelpful
                && (entryId == null || row.EntryId == entryId))
            .OrderByDescending(row => EF.Property<long>(row, Id)).Take(most).ToArray());

    private static bool Insert(KnowledgeContext context, Feedback row)
    {
        DateTimeOffset since = row.At - UserPeriod;
        IQueryable<Feedback> ofUser = context.Feedback.Where(
            other => other.KnowledgeBaseId == row.KnowledgeBaseId && other.UserKey == row.UserKey && other.At > since);
        IQueryable<Feedback> ofAnswer = ofUser.Where(other => other.Question == row.Question && other.EntryId == row.EntryId);
        if (ofAnswer.Any(other => other.Kind == row.Kind && other.Reason == row.Reason && other.Comment == row.Comment)
            || ofUser.Count() >= MaxRowsOfUser)
        {
            return false;
        }

        if (row.IsOpinion)
        {
            ofAnswer.Where(other => other.Kind != FeedbackKind.Chosen).ExecuteDelete();
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

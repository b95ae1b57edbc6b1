using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Storage.Relational;

/// <content>What owners edit and publish.</content>
public sealed partial class KnowledgeStore
{
    /// <summary>Whether somebody has edited a knowledge base here: files are no longer where its content comes from by itself.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>Whether it has a working copy.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public bool HasWorkingCopy(string knowledgeBaseId) => Read(rows => rows.Copies.Head(knowledgeBaseId) is not null);

    /// <summary>The content of a version as its owner wrote it, with what answers nobody and a version leaves out.</summary>
    /// <param name="version">The version.</param>
    /// <returns>Its content; where only the version is kept, what it holds.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public KnowledgeBase ContentOf(StoredVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Read(rows => rows.Publications.Content(version.Identity.KnowledgeBaseId, version.Identity.ContentHash)) is { } document
            ? ContentDocument.Read(document) : version.Knowledge;
    }

    /// <summary>Works with what owners edit, in one write transaction; waits for a version that is being written.</summary>
    /// <exception cref="StoreException">The file cannot be written; nothing was changed.</exception>
    internal T Change<T>(Func<AuthoringRows, T> change) => _database.Change(
        connection => change(new AuthoringRows(connection)), Purpose.Change, KnowledgeDatabase.LongPatience);

    /// <summary>Reads what owners edit, in one read transaction.</summary>
    /// <exception cref="StoreException">The file cannot be read, or holds what no build wrote.</exception>
    internal T Read<T>(Func<AuthoringRows, T> read) => _database.Read(reader => read(reader.Authoring));

    /// <summary>Notes that what was to be indexed answers already.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="deployment">Where.</param>
    /// <param name="from">What it comes from; null: from a file.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="WorkingCopyMovedException">The working copy is another one by now.</exception>
    internal void NoteUnchanged(KnowledgeBase knowledge, Deployment deployment, PublishedFrom? from, DateTimeOffset now)
    {
        if (!HasWorkingCopy(knowledge.Id))
        {
            return;
        }

        PublishedFrom origin = from ?? new PublishedFrom(new Authorship(Authorship.System, ChangeOrigin.File));
        _database.Change(context =>
        {
            AuthoringRows rows = RowsOf(context);
            rows.Note(knowledge.Id, deployment, origin, rows.BringUp(knowledge, deployment, origin, now));
            if (deployment == Deployment.Production)
            {
                context.EndDraft(knowledge.Id);
            }

            return true;
        });
    }

    private static AuthoringRows RowsOf(KnowledgeContext context) => new(context.Connection);
}

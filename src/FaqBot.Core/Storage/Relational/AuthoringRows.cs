using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Storage.Relational;

/// <summary>All that is kept of what owners edit and publish, within one transaction of its caller.</summary>
/// <remarks>Not thread-safe; errors of SQLite are its caller's to translate.</remarks>
internal sealed class AuthoringRows(StoreConnection connection)
{
    /// <summary>Working copies and change sets.</summary>
    public WorkingCopyRows Copies { get; } = new(connection);

    /// <summary>What was published, and what is to be.</summary>
    public PublicationRows Publications { get; } = new(connection);

    /// <summary>Labelled questions and what they gave.</summary>
    public EvaluationRows Evaluations { get; } = new(connection);

    /// <summary>What the columns of imported tables meant.</summary>
    public ColumnMappingRows Mappings { get; } = new(connection);

    /// <summary>Numbers of entries.</summary>
    public EntryNumberRows Numbers { get; } = new(connection);

    /// <summary>Whether a knowledge base is known, published or not.</summary>
    public bool Knows(string kb) => connection.Number("SELECT COUNT(*) FROM knowledge_bases WHERE id = $kb", ("$kb", kb)) > 0;

    /// <summary>Brings a working copy to what is about to answer, or checks that it still is that.</summary>
    /// <param name="knowledge">What is about to answer.</param>
    /// <param name="deployment">Where.</param>
    /// <param name="from">What it comes from.</param>
    /// <param name="now">The present.</param>
    /// <returns>The revision of the working copy that holds it; null when there is none.</returns>
    /// <exception cref="WorkingCopyMovedException">It is another one.</exception>
    public int? BringUp(KnowledgeBase knowledge, Deployment deployment, PublishedFrom from, DateTimeOffset now)
    {
        if (from.Revision is not { } expected)
        {
            return from.By.Origin == ChangeOrigin.Renewal
                ? Copies.Head(knowledge.Id)?.PublishedRevision
                : Copies.Replace(knowledge, from.By, now);
        }

        // What customers are answered by needs no draft any more.
        WorkingCopyHead? head = Copies.Head(knowledge.Id);
        return head?.Revision == expected && (deployment == Deployment.Production || head.HasUnpublished)
            ? expected
            : throw new WorkingCopyMovedException(knowledge.Id, expected, head?.Revision ?? 0);
    }

    /// <summary>Notes that a version was published, and keeps its content where customers are answered by it.</summary>
    /// <param name="version">The version.</param>
    /// <param name="deployment">Where it answers.</param>
    /// <param name="from">What it comes from, with the revision of the working copy that holds it.</param>
    /// <param name="document">Its content, compressed.</param>
    public void Note(VersionRow version, Deployment deployment, PublishedFrom from, byte[] document)
    {
        Note(version.KnowledgeBaseId, deployment, from, from.Revision);
        if (deployment == Deployment.Production)
        {
            Publications.Add(
                new PublicationNote(
                    version.KnowledgeBaseId, version.Number, version.ContentHash, version.EntryCount, version.QuestionCount,
                    DateTimeOffset.FromUnixTimeMilliseconds(version.BuiltAt), from),
                document);
        }
    }

    /// <summary>Notes what answers now.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="deployment">Where.</param>
    /// <param name="from">What it comes from.</param>
    /// <param name="revision">The revision of the working copy that holds it; null when there is none.</param>
    public void Note(string kb, Deployment deployment, PublishedFrom from, int? revision)
    {
        if (from.By.Origin == ChangeOrigin.Renewal)
        {
            return;
        }

        if (deployment == Deployment.Production)
        {
            Copies.NotePublished(kb, revision);
            Publications.CancelPlan(kb);
        }
        else if (revision is { } drafted)
        {
            Copies.NoteDraft(kb, drafted);
        }
    }
}

using System.Data.Common;

namespace FaqBot.Core.Storage.Relational;

/// <summary>What was published, with its content, and what is to be; within their caller's transaction.</summary>
/// <remarks>Not thread-safe; errors of SQLite are its caller's to translate.</remarks>
internal sealed class PublicationRows(StoreConnection connection)
{
    /// <summary>Most publications of a knowledge base whose content is kept; the oldest go.</summary>
    public const int MostKept = 1_000;

    private const string Columns = "knowledge_base_id, number, content_hash, entry_count, question_count, at, author, origin, note, "
        + "revision, restores, override_reason";

    private const string PlanColumns = "knowledge_base_id, at, revision, author, note, override_reason, planned_at, fault";

    /// <summary>Adds a publication with its content; the content of equal ones is kept once.</summary>
    public void Add(PublicationNote publication, byte[] document)
    {
        connection.Execute(
            "INSERT INTO contents (knowledge_base_id, content_hash, document) VALUES ($kb, $hash, $document) ON CONFLICT DO NOTHING",
            ("$kb", publication.KnowledgeBaseId), ("$hash", publication.ContentHash), ("$document", document));
        connection.Execute(
            $"""
            INSERT INTO publications ({Columns})
            VALUES ($kb, $number, $hash, $entries, $questions, $at, $author, $origin, $note, $revision, $restores, $reason)
            """,
            ("$kb", publication.KnowledgeBaseId), ("$number", publication.Number), ("$hash", publication.ContentHash),
            ("$entries", publication.Entries), ("$questions", publication.Questions), ("$at", publication.At.ToUnixTimeMilliseconds()),
            ("$author", publication.From.By.Author), ("$origin", publication.From.By.Origin), ("$note", publication.From.By.Note),
            ("$revision", publication.From.Revision), ("$restores", publication.From.Restores),
            ("$reason", publication.From.OverrideReason));
        int pruned = connection.Execute(
            """
            DELETE FROM publications WHERE knowledge_base_id = $kb AND number <= (
                SELECT number FROM publications WHERE knowledge_base_id = $kb ORDER BY number DESC LIMIT 1 OFFSET $most)
            """, ("$kb", publication.KnowledgeBaseId), ("$most", MostKept));
        if (pruned > 0)
        {
            connection.Execute(
                """
                DELETE FROM contents WHERE knowledge_base_id = $kb
                    AND content_hash NOT IN (SELECT content_hash FROM publications WHERE knowledge_base_id = $kb)
                """, ("$kb", publication.KnowledgeBaseId));
        }
    }

    /// <summary>Lists publications, latest first.</summary>
    public List<PublicationNote> List(string kb, int before, int most) => connection.Query(
        $"SELECT {Columns} FROM publications WHERE knowledge_base_id = $kb AND number < $before ORDER BY number DESC LIMIT $most",
        Read, ("$kb", kb), ("$before", before), ("$most", most));

    /// <summary>Reads a publication, or null.</summary>
    public PublicationNote? Find(string kb, int number) => connection.Query(
        $"SELECT {Columns} FROM publications WHERE knowledge_base_id = $kb AND number = $number", Read,
        ("$kb", kb), ("$number", number)).FirstOrDefault();

    /// <summary>Reads a content, compressed; or null.</summary>
    public byte[]? Content(string kb, string hash) => connection.Query(
        "SELECT document FROM contents WHERE knowledge_base_id = $kb AND content_hash = $hash",
        reader => reader.GetFieldValue<byte[]>(0), ("$kb", kb), ("$hash", hash)).FirstOrDefault();

    /// <summary>Number of the version that answers in a deployment, or null.</summary>
    public int? NumberOf(string kb, Deployment deployment) => connection.Query(
        """
        SELECT v.number FROM deployments d JOIN versions v ON v.id = d.version_id WHERE d.knowledge_base_id = $kb AND d.name = $name
        """, reader => reader.Integer(0), ("$kb", kb), ("$name", DeploymentName.Of(deployment))).FirstOrDefault();

    /// <summary>Takes a version away from a deployment.</summary>
    /// <returns>Whether one was there.</returns>
    public bool Withdraw(string kb, Deployment deployment) => connection.Execute(
        "DELETE FROM deployments WHERE knowledge_base_id = $kb AND name = $name",
        ("$kb", kb), ("$name", DeploymentName.Of(deployment))) > 0;

    /// <summary>Plans a publication, in place of the former plan.</summary>
    public void Plan(PlannedPublication plan)
    {
        CancelPlan(plan.KnowledgeBaseId);
        connection.Execute(
            $"""
            INSERT INTO planned_publications ({PlanColumns})
            VALUES ($kb, $at, $revision, $author, $note, $reason, $planned, $fault)
            """,
            ("$kb", plan.KnowledgeBaseId), ("$at", plan.At.ToUnixTimeMilliseconds()), ("$revision", plan.Revision),
            ("$author", plan.Author), ("$note", plan.Note), ("$reason", plan.OverrideReason),
            ("$planned", plan.PlannedAt.ToUnixTimeMilliseconds()), ("$fault", plan.Fault));
    }

    /// <summary>Takes a plan away.</summary>
    /// <returns>Whether there was one.</returns>
    public bool CancelPlan(string kb) =>
        connection.Execute("DELETE FROM planned_publications WHERE knowledge_base_id = $kb", ("$kb", kb)) > 0;

    /// <summary>Reads the plan of a knowledge base, or null.</summary>
    public PlannedPublication? PlanOf(string kb) => connection.Query(
        $"SELECT {PlanColumns} FROM planned_publications WHERE knowledge_base_id = $kb", ReadPlan, ("$kb", kb)).FirstOrDefault();

    /// <summary>Lists the plans that are to be carried out.</summary>
    public List<PlannedPublication> Due(DateTimeOffset now) => connection.Query(
        $"SELECT {PlanColumns} FROM planned_publications WHERE at <= $now AND fault IS NULL ORDER BY at", ReadPlan,
        ("$now", now.ToUnixTimeMilliseconds()));

    /// <summary>Who has changed a working copy since a revision.</summary>
    public List<string> AuthorsSince(string kb, int revision) => connection.Query(
        "SELECT DISTINCT author FROM change_sets WHERE knowledge_base_id = $kb AND number > $revision ORDER BY author",
        reader => reader.GetString(0), ("$kb", kb), ("$revision", revision));

    /// <summary>Notes that somebody approves a revision; approvals of former ones go.</summary>
    public void Approve(Approval approval)
    {
        connection.Execute(
            "DELETE FROM approvals WHERE knowledge_base_id = $kb AND revision < $revision",
            ("$kb", approval.KnowledgeBaseId), ("$revision", approval.Revision));
        connection.Execute(
            """
            INSERT INTO approvals (knowledge_base_id, revision, author, at, note)
            VALUES ($kb, $revision, $author, $at, $note)
            ON CONFLICT (knowledge_base_id, revision, author) DO UPDATE SET at = excluded.at, note = excluded.note
            """,
            ("$kb", approval.KnowledgeBaseId), ("$revision", approval.Revision), ("$author", approval.Author),
            ("$at", approval.At.ToUnixTimeMilliseconds()), ("$note", approval.Note));
    }

    /// <summary>Lists who approves a revision.</summary>
    public List<Approval> Approvals(string kb, int revision) => connection.Query(
        "SELECT author, at, note FROM approvals WHERE knowledge_base_id = $kb AND revision = $revision ORDER BY at",
        reader => new Approval(kb, revision, reader.GetString(0), reader.Instant(1), reader.Text(2)),
        ("$kb", kb), ("$revision", revision));

    private static PublicationNote Read(DbDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4), reader.Instant(5),
        new PublishedFrom(
            new Authorship(reader.GetString(6), reader.GetString(7), reader.Text(8)), reader.Integer(9), reader.Integer(10),
            reader.Text(11)));

    private static PlannedPublication ReadPlan(DbDataReader reader) => new(
        reader.GetString(0), reader.Instant(1), reader.GetInt32(2), reader.GetString(3), reader.Text(4), reader.Text(5),
        reader.Instant(6), reader.Text(7));
}

using System.Data.Common;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Labelled questions of knowledge bases, and evaluations that were kept; within their caller's transaction.</summary>
/// <remarks>Not thread-safe; errors of SQLite are its caller's to translate.</remarks>
internal sealed class EvaluationRows(StoreConnection connection)
{
    /// <summary>Most evaluations that are kept of a knowledge base; the oldest go.</summary>
    public const int MostKept = 200;

    private const string LabelColumns =
        "knowledge_base_id, match_key, question, language, entry_id, offered, kind, author, at";

    private const string SavedColumns = "knowledge_base_id, number, author, at, note, deployment, version, question_count, accuracy, "
        + "precision, calibration_error";

    /// <summary>How many labelled questions a knowledge base has.</summary>
    public int CountLabels(string kb) =>
        (int)connection.Number("SELECT COUNT(*) FROM labelled_questions WHERE knowledge_base_id = $kb", ("$kb", kb));

    /// <summary>Lists labelled questions, ordered by their keys.</summary>
    public List<StoredLabel> Labels(string kb, string after = "", int most = int.MaxValue) => connection.Query(
        $"""
        SELECT {LabelColumns} FROM labelled_questions WHERE knowledge_base_id = $kb AND match_key > $after
        ORDER BY match_key LIMIT $most
        """,
        reader => new StoredLabel(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.Text(4),
            StoredJson.ReadList(reader.GetString(5)), reader.Text(6), reader.GetString(7), reader.Instant(8)),
        ("$kb", kb), ("$after", after), ("$most", most));

    /// <summary>Writes a labelled question over what it was.</summary>
    public void Put(StoredLabel label) => connection.Execute(
        $"""
        INSERT INTO labelled_questions ({LabelColumns})
        VALUES ($kb, $key, $question, $language, $entry, $offered, $kind, $author, $at)
        ON CONFLICT (knowledge_base_id, match_key) DO UPDATE SET question = excluded.question, language = excluded.language, entry_id = excluded.entry_id,
            offered = excluded.offered, kind = excluded.kind, author = excluded.author, at = excluded.at
        """,
        ("$kb", label.KnowledgeBaseId), ("$key", label.MatchKey), ("$question", label.Question), ("$language", label.Language),
        ("$entry", label.EntryId), ("$offered", StoredJson.Write(label.Offered)), ("$kind", label.Kind), ("$author", label.Author),
        ("$at", label.At.ToUnixTimeMilliseconds()));

    /// <summary>Removes a labelled question.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string kb, string key) => connection.Execute(
        "DELETE FROM labelled_questions WHERE knowledge_base_id = $kb AND match_key = $key", ("$kb", kb), ("$key", key)) > 0;

    /// <summary>Removes all labelled questions of a knowledge base.</summary>
    public void Clear(string kb) =>
        connection.Execute("DELETE FROM labelled_questions WHERE knowledge_base_id = $kb", ("$kb", kb));

    /// <summary>Keeps an evaluation.</summary>
    /// <param name="saved">The evaluation; its number is given here.</param>
    /// <param name="report">Its report, compressed.</param>
    /// <returns>The evaluation with its number.</returns>
    public SavedEvaluation Add(SavedEvaluation saved, byte[] report)
    {
        int number = 1 + (int)connection.Number(
            "SELECT MAX(number) FROM evaluations WHERE knowledge_base_id = $kb", ("$kb", saved.KnowledgeBaseId));
        connection.Execute(
            $"""
            INSERT INTO evaluations ({SavedColumns}, report)
            VALUES ($kb, $number, $author, $at, $note, $deployment, $version, $questions, $accuracy, $precision, $error, $report)
            """,
            ("$kb", saved.KnowledgeBaseId), ("$number", number), ("$author", saved.Author),
            ("$at", saved.At.ToUnixTimeMilliseconds()), ("$note", saved.Note), ("$deployment", DeploymentName.Of(saved.Deployment)),
            ("$version", saved.Version), ("$questions", saved.Questions), ("$accuracy", saved.Accuracy),
            ("$precision", saved.Precision), ("$error", saved.CalibrationError), ("$report", report));
        connection.Execute(
            "DELETE FROM evaluations WHERE knowledge_base_id = $kb AND number <= $oldest",
            ("$kb", saved.KnowledgeBaseId), ("$oldest", number - MostKept));
        return saved with { Number = number };
    }

    /// <summary>Lists evaluations, latest first.</summary>
    public List<SavedEvaluation> List(string kb, int before, int most) => connection.Query(
        $"SELECT {SavedColumns} FROM evaluations WHERE knowledge_base_id = $kb AND number < $before ORDER BY number DESC LIMIT $most",
        reader => new SavedEvaluation(
            reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.Instant(3), reader.Text(4),
            DeploymentName.TryParse(reader.GetString(5), out Deployment deployment) ? deployment : Deployment.Production,
            reader.GetInt32(6), reader.GetInt32(7), Share(reader, 8), Share(reader, 9), Share(reader, 10)),
        ("$kb", kb), ("$before", before), ("$most", most));

    /// <summary>Reads the report of an evaluation, compressed; or null.</summary>
    public byte[]? Report(string kb, int number) => connection.Query(
        "SELECT report FROM evaluations WHERE knowledge_base_id = $kb AND number = $number",
        reader => reader.GetFieldValue<byte[]>(0), ("$kb", kb), ("$number", number)).FirstOrDefault();

    private static double? Share(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
}

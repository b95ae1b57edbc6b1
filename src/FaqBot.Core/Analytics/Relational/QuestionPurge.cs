using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Analytics.Relational;

/// <summary>Deletes what is too old, and what a person wants to be deleted, in slices that hold the writer up for a moment only.</summary>
internal sealed class QuestionPurge(QuestionDatabase database)
{
    /// <summary>Most rows of a slice.</summary>
    public const int SliceRows = 5_000;

    /// <summary>Deletes one slice of what is too old.</summary>
    /// <param name="firstTextDay">The first day whose texts stay.</param>
    /// <param name="firstRowDay">The first day whose rows stay.</param>
    /// <returns>How many rows went; 0: nothing is too old any more.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public int Slice(DateOnly firstTextDay, DateOnly firstRowDay)
    {
        int deleted = database.Change(connection => SliceTexts(connection, firstTextDay) is > 0 and var texts
            ? texts : SliceRowsOf(connection, firstRowDay));
        if (deleted > 0)
        {
            database.GiveBack();
        }

        return deleted;
    }

    /// <summary>Deletes all that is kept of a user or of a conversation.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="name">Its name, as it was given with the questions.</param>
    /// <param name="knowledgeBaseId">The only knowledge base to look in; null: all.</param>
    /// <returns>How many questions went.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public int Forget(string kind, string name, string? knowledgeBaseId)
    {
        long[] keys = database.Read(connection =>
        {
            List<byte[]> secrets = LogSecrets.All(connection);
            List<string> bases = connection.Query(
                "SELECT text FROM names WHERE id IN (SELECT DISTINCT kb FROM publications)", row => row.GetString(0));
            return (from kb in bases
                    where knowledgeBaseId is null || kb == knowledgeBaseId
                    from secret in secrets
                    select LogKeys.OfPerson(secret, kb, kind, name)).ToArray();
        });
        int forgotten = 0;
        foreach (long key in keys)
        {
            int deleted;
            while ((deleted = database.Change(connection => ForgetSlice(connection, kind, key))) > 0)
            {
                forgotten += deleted;
            }

            database.Change(connection => ForgetRest(connection, kind, key));
        }

        database.GiveBack();
        return forgotten;
    }

    private static int SliceTexts(StoreConnection connection, DateOnly firstDay)
    {
        List<long> wordings = connection.Query(
            "SELECT id FROM wordings WHERE text IS NOT NULL AND last_day < $day LIMIT $most", row => row.GetInt64(0),
            ("$day", firstDay.DayNumber), ("$most", SliceRows));
        ForgetTexts(connection, wordings);
        return wordings.Count;
    }

    /// <summary>Leaves of wordings nothing but their keys.</summary>
    private static void ForgetTexts(StoreConnection connection, IEnumerable<long> wordings)
    {
        using Prepared text = new(connection, "UPDATE wordings SET text = NULL WHERE id = $1");
        using Prepared vector = new(connection, "DELETE FROM wording_vectors WHERE wording = $1");
        using Prepared results = new(connection, "DELETE FROM wording_results WHERE wording = $1");
        using Prepared users = new(connection, "DELETE FROM wording_users WHERE wording = $1");
        foreach (long wording in wordings)
        {
            foreach (Prepared statement in (Prepared[])[text, vector, results, users])
            {
                statement.Run(wording);
            }
        }
    }

    private int SliceRowsOf(StoreConnection connection, DateOnly firstDay)
    {
        (string, object?) day = ("$day", firstDay.DayNumber);
        int deleted = database.DeleteQuestions(connection, firstDay);
        deleted += connection.Execute(
            "DELETE FROM day_users WHERE (kb, day, \"user\") IN "
            + "(SELECT kb, day, \"user\" FROM day_users WHERE day < $day LIMIT 5000)", day);
        deleted += connection.Execute(
            "DELETE FROM conversations WHERE (kb, day, conversation) IN "
            + "(SELECT kb, day, conversation FROM conversations WHERE day < $day LIMIT 5000)", day);
        deleted += connection.Execute(
            "DELETE FROM feedback WHERE (kb, \"user\", wording, entry, kind) IN "
            + "(SELECT kb, \"user\", wording, entry, kind FROM feedback WHERE day < $day LIMIT 5000)", day);
        deleted += connection.Execute(
            "DELETE FROM reasks WHERE (kb, \"user\", wording, entry) IN "
            + "(SELECT kb, \"user\", wording, entry FROM reasks WHERE day < $day LIMIT 5000)", day);
        deleted += connection.Execute(
            "DELETE FROM wordings WHERE id IN (SELECT id FROM wordings WHERE text IS NULL AND last_day < $day LIMIT 5000)", day);
        deleted += connection.Execute("DELETE FROM log_secrets WHERE month > 0 AND month < $month", ("$month", LogKeys.MonthOf(firstDay)));
        return deleted;
    }

    private static int ForgetSlice(StoreConnection connection, string kind, long key)
    {
        var rows = connection.Query(
            "SELECT id, wording, decision, entry, runner_up, confidence, \"user\" FROM questions "
            + $"WHERE \"{kind}\" = $key AND \"{kind}\" <> 0 LIMIT $most",
            row => (Id: row.GetInt64(0), Wording: row.GetInt64(1), Decision: row.GetInt32(2), Entry: row.GetInt64(3),
                RunnerUp: row.GetInt64(4), Confidence: row.GetDouble(5), User: row.GetInt64(6)),
            ("$key", key), ("$most", SliceRows));
        using Prepared question = new(connection, "DELETE FROM questions WHERE id = $1");
        using Prepared result = new(
            connection,
            """
            UPDATE wording_results SET asked = asked - 1, confidence = confidence - $5
            WHERE wording = $1 AND decision = $2 AND entry = $3 AND runner_up = $4
            """);
        using Prepared user = new(
            connection,
            """
            DELETE FROM wording_users WHERE wording = $1 AND "user" = $2
                AND NOT EXISTS (SELECT 1 FROM questions WHERE "user" = $2 AND wording = $1)
            """);
        using Prepared reask = new(
            connection,
            """
            DELETE FROM reasks WHERE "user" = $1 AND wording = $2
                AND NOT EXISTS (SELECT 1 FROM questions WHERE "user" = $1 AND wording = $2)
            """);
        foreach (var row in rows)
        {
            question.Run(row.Id);
            reask.Run(row.User, row.Wording);
            result.Run(row.Wording, row.Decision, row.Entry, row.RunnerUp, row.Confidence);
            user.Run(row.Wording, row.User);
        }

        long[] wordings = [.. rows.Select(row => row.Wording).Distinct()];
        using Prepared empty = new(connection, "DELETE FROM wording_results WHERE wording = $1 AND asked <= 0");
        using Prepared asked = new(connection, "SELECT COUNT(*) FROM wording_results WHERE wording = $1");
        foreach (long wording in wordings)
        {
            empty.Run(wording);
        }

        // What nobody else has asked goes with its words.
        ForgetTexts(connection, wordings.Where(wording => asked.Value(wording) is 0L));
        return rows.Count;
    }

    private static bool ForgetRest(StoreConnection connection, string kind, long key)
    {
        if (kind == "conversation")
        {
            connection.Execute("DELETE FROM conversations WHERE conversation = $key", ("$key", key));
        }
        else
        {
            List<long> said = connection.Query("SELECT wording FROM feedback WHERE \"user\" = $key", row => row.GetInt64(0), ("$key", key));
            connection.Execute("DELETE FROM feedback WHERE \"user\" = $key", ("$key", key));
            connection.Execute("DELETE FROM day_users WHERE \"user\" = $key", ("$key", key));
            connection.Execute("DELETE FROM reasks WHERE \"user\" = $key", ("$key", key));
            ForgetTexts(connection, said.Where(wording => connection.Number(
                "SELECT (SELECT COUNT(*) FROM wording_results WHERE wording = $w) + (SELECT COUNT(*) FROM feedback WHERE wording = $w)",
                ("$w", wording)) == 0));
        }

        return true;
    }
}

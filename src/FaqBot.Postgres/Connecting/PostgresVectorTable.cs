using System.Data.Common;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Postgres.Connecting;

/// <summary>The stored vectors in PostgreSQL: a statement is a way to the server and back, so thousands of texts share one.</summary>
internal sealed class PostgresVectorTable(
    KnowledgeDatabase database, StoreConnection connection, long modelId, int dimensions, VectorFormat format)
    : VectorTable(database, connection, dimensions, format)
{
    private const int Slice = 2_000;

    /// <inheritdoc />
    public override void Insert(
        string table, string called, IReadOnlyList<string> columns, IEnumerable<(string Text, object?[] Values)> rows, int textColumn)
    {
        (string Text, object?[] Values)[] all = [.. rows];
        Dictionary<string, long> ids = new(StringComparer.Ordinal);
        foreach (string[] texts in all.Select(row => row.Text).Distinct(StringComparer.Ordinal).Chunk(Slice))
        {
            using DbCommand command =
                Command("SELECT text, id FROM vectors WHERE model_id = $model AND format = $format AND text = ANY($texts)");
            Connection.Add(command, "$texts", texts.Select(PostgresConnection.Storable).ToArray());
            using DbDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                ids[reader.GetString(0)] = reader.GetInt64(1);
            }
        }

        Connection.Insert(table, [.. columns, "vector_id"], all.Select(row => (object?[])
        [
            .. row.Values,
            ids.TryGetValue(PostgresConnection.Storable(row.Text), out long id) ? id : throw HasNone(called, row.Values[textColumn]),
        ]));
    }

    /// <inheritdoc />
    protected override IEnumerable<(int Index, byte[]? Value)> Values(IReadOnlyList<string> texts)
    {
        for (int first = 0; first < texts.Count; first += Slice)
        {
            string[] slice = [.. texts.Skip(first).Take(Slice).Select(PostgresConnection.Storable)];
            Dictionary<string, byte[]> found = new(StringComparer.Ordinal);
            using (DbCommand command =
                Command("SELECT text, value FROM vectors WHERE model_id = $model AND format = $format AND text = ANY($texts)"))
            {
                Connection.Add(command, "$texts", slice);
                using DbDataReader reader = command.ExecuteReader();
                while (reader.Read())
                {
                    found[reader.GetString(0)] = reader.GetFieldValue<byte[]>(1);
                }
            }

            for (int i = 0; i < slice.Length; i++)
            {
                yield return (first + i, found.GetValueOrDefault(slice[i]));
            }
        }
    }

    /// <inheritdoc />
    protected override void Add(IReadOnlyList<string> texts, byte[][] blobs, long now)
    {
        // In one order, whoever adds them: two that wait for each other would wait for ever.
        int[] order = [.. Enumerable.Range(0, texts.Count).OrderBy(i => texts[i], StringComparer.Ordinal)];
        foreach (int[] slice in order.Chunk(Slice))
        {
            string[] own = [.. slice.Select(i => texts[i])];
            using (DbCommand insert = Command(
                """
                INSERT INTO vectors (model_id, format, text, value, created_at)
                SELECT $model, $format, added.text, added.value, $now FROM unnest($texts, $values) AS added (text, value)
                ON CONFLICT (model_id, format, text) DO NOTHING
                """))
            {
                Connection.Add(insert, "$now", now);
                Bind(insert, own, [.. slice.Select(i => blobs[i])]);
                if (insert.ExecuteNonQuery() == own.Length)
                {
                    continue;
                }
            }

            Mend(Missing(own).ToHashSet(StringComparer.Ordinal) is var damaged
                ? [.. slice.Where(i => damaged.Contains(texts[i]))] : [], texts, blobs, now);
        }
    }

    private void Mend(int[] damaged, IReadOnlyList<string> texts, byte[][] blobs, long now)
    {
        if (damaged.Length == 0)
        {
            return;
        }

        using DbCommand update = Command(
            """
            UPDATE vectors SET value = mended.value, created_at = GREATEST(vectors.created_at + 1, $now) FROM unnest($texts, $values) AS mended (text, value)
            WHERE vectors.model_id = $model AND vectors.format = $format AND vectors.text = mended.text
            """);
        Connection.Add(update, "$now", now);
        Bind(update, [.. damaged.Select(i => texts[i])], [.. damaged.Select(i => blobs[i])]);
        update.ExecuteNonQuery();
    }

    private void Bind(DbCommand command, string[] texts, byte[][] blobs)
    {
        Connection.Add(command, "$texts", texts.Select(PostgresConnection.Storable).ToArray());
        Connection.Add(command, "$values", blobs);
    }

    private DbCommand Command(string sql) => Connection.Prepare(sql, ("$model", modelId), ("$format", (long)Format));
}

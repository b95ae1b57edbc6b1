using System.Data.Common;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The stored vectors in a file of SQLite: a statement costs microseconds there, so each text has its own.</summary>
internal sealed class SqliteVectorTable(
    KnowledgeDatabase database, StoreConnection connection, long modelId, int dimensions, VectorFormat format)
    : VectorTable(database, connection, dimensions, format)
{
    private const string Find = "SELECT value FROM vectors WHERE model_id = $model AND format = $format AND text = $text";

    /// <inheritdoc />
    public override void Insert(
        string table, string called, IReadOnlyList<string> columns, IEnumerable<(string Text, object?[] Values)> rows, int textColumn)
    {
        using DbCommand command = Command(
            $"INSERT INTO {table} ({string.Join(", ", columns)}, vector_id) "
            + $"SELECT {string.Join(", ", columns.Select((_, index) => $"${index + 1}"))}, id FROM vectors "
            + "WHERE model_id = $model AND format = $format AND text = $encoded");
        DbParameter encoded = Connection.Add(command, "$encoded");
        DbParameter[] values = [.. columns.Select((_, index) => Connection.Add(command, $"${index + 1}"))];
        foreach ((string text, object?[] row) in rows)
        {
            encoded.Value = text;
            for (int i = 0; i < values.Length; i++)
            {
                values[i].Value = row[i];
            }

            if (command.ExecuteNonQuery() != 1)
            {
                throw HasNone(called, row[textColumn]);
            }
        }
    }

    /// <inheritdoc />
    protected override IEnumerable<(int Index, byte[]? Value)> Values(IReadOnlyList<string> texts)
    {
        using DbCommand command = Command(Find);
        DbParameter text = Connection.Add(command, "$text");
        for (int i = 0; i < texts.Count; i++)
        {
            text.Value = texts[i];
            yield return (i, command.ExecuteScalar() as byte[]);
        }
    }

    /// <inheritdoc />
    protected override void Add(IReadOnlyList<string> texts, byte[][] blobs, long now)
    {
        using DbCommand insert = Command(
            """
            INSERT INTO vectors (model_id, format, text, value, created_at) VALUES ($model, $format, $text, $value, $now)
            ON CONFLICT (model_id, format, text) DO NOTHING
            """);
        DbParameter text = Connection.Add(insert, "$text"), value = Connection.Add(insert, "$value");
        Connection.Add(insert, "$now", now);
        for (int i = 0; i < blobs.Length; i++)
        {
            text.Value = texts[i];
            value.Value = blobs[i];
            if (insert.ExecuteNonQuery() == 0 && Missing([texts[i]]).Count > 0)
            {
                Mend(texts[i], blobs[i]);
            }
        }
    }

    private void Mend(string text, byte[] blob)
    {
        using DbCommand update =
            Command("UPDATE vectors SET value = $value WHERE model_id = $model AND format = $format AND text = $text");
        Connection.Add(update, "$text", text);
        Connection.Add(update, "$value", blob);
        update.ExecuteNonQuery();
    }

    private DbCommand Command(string sql) => Connection.Prepare(sql, ("$model", modelId), ("$format", (int)Format));
}

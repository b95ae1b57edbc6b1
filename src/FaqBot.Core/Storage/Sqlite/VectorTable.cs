using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>The stored vectors of one model, normalisation and format.</summary>
/// <remarks>Not thread-safe. Errors of SQLite are its caller's to translate.</remarks>
internal sealed class VectorTable(
    KnowledgeDatabase database, SqliteConnection connection, long modelId, int dimensions, VectorFormat format)
{
    /// <summary>Tells which texts have no vector, or a damaged one.</summary>
    /// <param name="texts">Normalised texts, each once.</param>
    /// <returns>Those without a vector, in the same order.</returns>
    public IReadOnlyList<string> Missing(IEnumerable<string> texts)
    {
        using SqliteCommand command =
            Command("SELECT value FROM vectors WHERE model_id = $model AND format = $format AND text = $text", "$text");
        List<string> missing = [];
        float[] vector = new float[dimensions];
        foreach (string text in texts)
        {
            command.Parameters["$text"].Value = text;
            if (command.ExecuteScalar() is not byte[] blob || !VectorBlob.TryRead(blob, format, vector))
            {
                missing.Add(text);
            }
        }

        return missing;
    }

    /// <summary>Writes vectors as they are stored.</summary>
    /// <param name="vectors">Unit vectors, row-major [texts × dimensions].</param>
    /// <returns>The bytes of each.</returns>
    public byte[][] ToBlobs(ReadOnlySpan<float> vectors)
    {
        byte[][] blobs = new byte[vectors.Length / dimensions][];
        for (int i = 0; i < blobs.Length; i++)
        {
            blobs[i] = new byte[VectorBlob.Size(format, dimensions)];
            VectorBlob.Write(vectors.Slice(i * dimensions, dimensions), format, blobs[i]);
        }

        return blobs;
    }

    /// <summary>Saves vectors, in one transaction. A text that already has one keeps it, unless it is damaged.</summary>
    /// <param name="texts">Normalised texts.</param>
    /// <param name="blobs">Their vectors.</param>
    /// <param name="now">The present, in milliseconds since 1970.</param>
    public void Save(IReadOnlyList<string> texts, byte[][] blobs, long now)
    {
        database.RefuseMoved(connection);
        Transactions.Within(connection, isReading: false, transaction =>
        {
            Insert(texts, blobs, now);
            transaction.Commit();
            return blobs.Length;
        });
        database.RefuseMoved(connection);
    }

    /// <summary>Reads vectors.</summary>
    /// <param name="texts">Normalised texts that all have one.</param>
    /// <returns>The unit vectors, row-major [texts × dimensions].</returns>
    /// <exception cref="StoreException">A text has no vector, or a damaged one.</exception>
    public float[] Read(IReadOnlyList<string> texts)
    {
        using SqliteCommand command =
            Command("SELECT value FROM vectors WHERE model_id = $model AND format = $format AND text = $text", "$text");
        float[] vectors = new float[texts.Count * dimensions];
        for (int i = 0; i < texts.Count; i++)
        {
            command.Parameters["$text"].Value = texts[i];
            if (command.ExecuteScalar() is not byte[] blob || !VectorBlob.TryRead(blob, format, vectors.AsSpan(i * dimensions, dimensions)))
            {
                throw new StoreException(
                    database.Path, StoreFault.Damaged, $"question '{texts[i]}' has no vector, or a damaged one; index again");
            }
        }

        return vectors;
    }

    /// <summary>A command with the model and the format filled in.</summary>
    /// <param name="sql">The command.</param>
    /// <param name="parameters">Names of further parameters.</param>
    public SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$model", modelId);
        command.Parameters.AddWithValue("$format", (int)format);
        foreach (string parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter(parameter, null));
        }

        return command;
    }

    private void Insert(IReadOnlyList<string> texts, byte[][] blobs, long now)
    {
        using SqliteCommand insert = Command(
            """
            INSERT INTO vectors (model_id, format, text, value, created_at) VALUES ($model, $format, $text, $value, $now)
            ON CONFLICT (model_id, format, text) DO NOTHING
            """, "$text", "$value", "$now");
        insert.Parameters["$now"].Value = now;
        for (int i = 0; i < blobs.Length; i++)
        {
            insert.Parameters["$text"].Value = texts[i];
            insert.Parameters["$value"].Value = blobs[i];
            if (insert.ExecuteNonQuery() == 0 && Missing([texts[i]]).Count > 0)
            {
                Mend(texts[i], blobs[i]);
            }
        }
    }

    private void Mend(string text, byte[] blob)
    {
        using SqliteCommand update = Command(
            "UPDATE vectors SET value = $value WHERE model_id = $model AND format = $format AND text = $text", "$text", "$value");
        update.Parameters["$text"].Value = text;
        update.Parameters["$value"].Value = blob;
        update.ExecuteNonQuery();
    }
}

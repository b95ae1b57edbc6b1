using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>The stored vectors of one model, normalisation and format.</summary>
/// <remarks>Not thread-safe. Errors of SQLite are its caller's to translate.</remarks>
internal sealed class VectorTable(
    KnowledgeDatabase database, SqliteConnection connection, long modelId, int dimensions, VectorFormat format)
{
    /// <summary>Tells which texts have no vector.</summary>
    /// <param name="texts">Normalised texts, each once.</param>
    /// <returns>Those without a vector, in the same order.</returns>
    public IReadOnlyList<string> Missing(IEnumerable<string> texts)
    {
        using SqliteCommand command =
            Command("SELECT 1 FROM vectors WHERE model_id = $model AND format = $format AND text = $text", "$text");
        List<string> missing = [];
        foreach (string text in texts)
        {
            command.Parameters["$text"].Value = text;
            if (command.ExecuteScalar() is null)
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

    /// <summary>Saves vectors, in one transaction. A text that already has one keeps it.</summary>
    /// <param name="texts">Normalised texts.</param>
    /// <param name="blobs">Their vectors.</param>
    /// <param name="now">The present, in milliseconds since 1970.</param>
    public void Save(IReadOnlyList<string> texts, byte[][] blobs, long now)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = Command(
            """
            INSERT INTO vectors (model_id, format, text, value, created_at) VALUES ($model, $format, $text, $value, $now)
            ON CONFLICT (model_id, format, text) DO NOTHING
            """, "$text", "$value", "$now");
        command.Parameters["$now"].Value = now;
        for (int i = 0; i < blobs.Length; i++)
        {
            command.Parameters["$text"].Value = texts[i];
            command.Parameters["$value"].Value = blobs[i];
            command.ExecuteNonQuery();
        }

        transaction.Commit();
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
                    database.Path, $"question '{texts[i]}' has no vector, or a damaged one; put the file aside and index again");
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
}

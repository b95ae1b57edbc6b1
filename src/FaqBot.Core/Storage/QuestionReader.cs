using Microsoft.Data.Sqlite;

namespace FaqBot.Storage;

/// <summary>Reads the questions of a version with their vectors straight into one block.</summary>
/// <remarks>Not through the mapper: it would make an object and a byte array of every vector.</remarks>
internal sealed class QuestionReader(string path, SqliteConnection connection, SqliteTransaction transaction)
{
    public (StoredQuestion[] Questions, float[] Vectors) Read(VersionRow version)
    {
        int dimensions = version.Model!.Dimensions;
        StoredQuestion[] questions = new StoredQuestion[version.QuestionCount];
        float[] vectors = GC.AllocateUninitializedArray<float>(checked(questions.Length * dimensions), pinned: true);
        byte[] blob = new byte[VectorBlob.Size(version.Format, dimensions)];
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            SELECT q.entry_ordinal, q.text, q.match_key, v.value
            FROM questions q JOIN vectors v ON v.id = q.vector_id
            WHERE q.version_id = $version ORDER BY q.entry_ordinal, q.ordinal
            """;
        command.Parameters.AddWithValue("$version", version.Id);
        using SqliteDataReader reader = command.ExecuteReader();
        int count = 0;
        for (; reader.Read() && count < questions.Length; count++)
        {
            questions[count] = new StoredQuestion(reader.GetInt32(0), reader.GetString(1), reader.GetString(2));
            long length = reader.GetBytes(3, 0, null, 0, 0);
            if (length != blob.Length
                || reader.GetBytes(3, 0, blob, 0, blob.Length) != blob.Length
                || !VectorBlob.TryRead(blob, version.Format, vectors.AsSpan(count * dimensions, dimensions)))
            {
                throw new StoreException(
                    path, $"the vector of question '{questions[count].Text}' has {length} bytes or is not a unit vector, expected {blob.Length} bytes; put the file aside and index again");
            }
        }

        return count == questions.Length
            ? (questions, vectors)
            : throw new StoreException(path, $"version {version.Number} of '{version.KnowledgeBaseId}' has {count} questions, expected {questions.Length}; index again");
    }
}

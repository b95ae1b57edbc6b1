using FaqBot.Core.Text;

namespace FaqBot.Core.Storage.Relational;

/// <content>Vectors that are near at hand.</content>
internal sealed partial class PlainReader
{
    private const int Slice = 5_000;

    /// <summary>Reads questions, and of their vectors only those that are not near at hand, where they are from then on.</summary>
    private void ReadNear(long version, VersionIdentity identity, VectorFile near, StoredQuestion[] questions, float[] vectors)
    {
        int dimensions = identity.Model.Dimensions;
        List<(StoredQuestion Question, long Vector, long CreatedAt)> rows = connection.Query(
            """
            SELECT q.entry_ordinal, q.text, q.match_key, v.id, v.created_at FROM questions q JOIN vectors v ON v.id = q.vector_id
            WHERE q.version_id = $version ORDER BY q.entry_ordinal, q.ordinal
            """,
            row => (
                new StoredQuestion(row.GetInt32(0), row.GetString(1), row.GetString(2)), row.GetInt64(3), row.GetInt64(4)),
            ("$version", version));
        if (rows.Count != questions.Length)
        {
            throw Damaged(identity, $"it has {rows.Count} vectors, expected {questions.Length}");
        }

        List<(int Row, UInt128 Key)> far = [];
        for (int i = 0; i < questions.Length; i++)
        {
            questions[i] = rows[i].Question;

            // With its row: what another machine computed for another database may differ in the last digit.
            UInt128 key = VectorFile.KeyOf(
                identity, $"{rows[i].Vector} {rows[i].CreatedAt} {TextNormalizer.ForEncoding(questions[i].Text)}");
            if (near.Find(key) is not { } found || !VectorBlob.TryRead(found, identity.Format, Row(i)))
            {
                far.Add((i, key));
            }
        }

        foreach ((int Row, UInt128 Key)[] slice in far.Chunk(Slice))
        {
            Dictionary<long, byte[]> read = connection.VectorsOf([.. slice.Select(one => rows[one.Row].Vector).Distinct()]);
            List<(UInt128, byte[])> added = [];
            foreach ((int row, UInt128 key) in slice)
            {
                if (!read.TryGetValue(rows[row].Vector, out byte[]? value) || !VectorBlob.TryRead(value, identity.Format, Row(row)))
                {
                    throw Damaged(identity, $"the vector of question '{questions[row].Text}' is gone or is not a unit vector");
                }

                added.Add((key, value));
            }

            near.Add(added);
        }

        Span<float> Row(int index) => vectors.AsSpan(index * dimensions, dimensions);
    }
}

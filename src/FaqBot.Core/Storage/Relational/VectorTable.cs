namespace FaqBot.Core.Storage.Relational;

/// <summary>The stored vectors of one model, normalisation and format.</summary>
/// <remarks>Not thread-safe. Errors of the engine are its caller's to translate.</remarks>
internal abstract class VectorTable(
    KnowledgeDatabase database, StoreConnection connection, int dimensions, VectorFormat format)
{
    /// <summary>The connection.</summary>
    protected StoreConnection Connection => connection;

    /// <summary>How the vectors are written.</summary>
    protected VectorFormat Format => format;

    /// <summary>Tells which texts have no vector, or a damaged one.</summary>
    /// <param name="texts">Normalised texts, each once.</param>
    /// <returns>Those without a vector, in the same order.</returns>
    public IReadOnlyList<string> Missing(IReadOnlyList<string> texts)
    {
        float[] vector = new float[dimensions];
        List<string> missing = [];
        foreach ((int index, byte[]? value) in Values(texts))
        {
            if (value is null || !VectorBlob.TryRead(value, format, vector))
            {
                missing.Add(texts[index]);
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
        connection.Within(Purpose.Add, transaction =>
        {
            Add(texts, blobs, now);
            transaction.Commit();
            return blobs.Length;
        });
        database.RefuseMoved(connection);
    }

    /// <summary>Reads vectors.</summary>
    /// <param name="texts">Normalised texts.</param>
    /// <returns>The unit vectors, row-major [texts × dimensions].</returns>
    /// <exception cref="StoreException">A text has no vector, or a damaged one.</exception>
    public float[] Read(IReadOnlyList<string> texts)
    {
        float[] vectors = new float[texts.Count * dimensions];
        foreach ((int index, byte[]? value) in Values(texts))
        {
            if (value is null || !VectorBlob.TryRead(value, format, vectors.AsSpan(index * dimensions, dimensions)))
            {
                throw new StoreException(
                    database.Path, StoreFault.Damaged, $"question '{texts[index]}' has no vector, or a damaged one; index again");
            }
        }

        return vectors;
    }

    /// <summary>Adds rows that refer to vectors, within the caller's transaction.</summary>
    /// <param name="table">The table, whose column <c>vector_id</c> refers to them.</param>
    /// <param name="called">What its rows are called.</param>
    /// <param name="columns">Its other columns.</param>
    /// <param name="rows">The normalised text and the other values of each row.</param>
    /// <param name="textColumn">Index of the column that tells a row apart in a message.</param>
    /// <exception cref="StoreException">A text has no vector.</exception>
    public abstract void Insert(
        string table, string called, IReadOnlyList<string> columns, IEnumerable<(string Text, object?[] Values)> rows, int textColumn);

    /// <summary>Reads the bytes of vectors; null where there is none.</summary>
    /// <param name="texts">Normalised texts.</param>
    /// <returns>One for each text, in the same order, with its index.</returns>
    protected abstract IEnumerable<(int Index, byte[]? Value)> Values(IReadOnlyList<string> texts);

    /// <summary>Adds vectors within a transaction; where there is one that is damaged, in place of it.</summary>
    protected abstract void Add(IReadOnlyList<string> texts, byte[][] blobs, long now);

    /// <summary>What a row without a vector is refused with.</summary>
    protected StoreException HasNone(string called, object? text) =>
        new(database.Path, StoreFault.Refused, $"{called} '{text}' has no vector; index again");
}

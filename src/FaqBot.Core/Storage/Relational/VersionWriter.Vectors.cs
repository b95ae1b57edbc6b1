namespace FaqBot.Core.Storage.Relational;

/// <content>The vectors that versions share.</content>
public sealed partial class VersionWriter
{
    /// <summary>Tells which texts have no vector of this model, normalisation and format yet.</summary>
    /// <param name="texts">Normalised texts, each once.</param>
    /// <param name="alike">A version, whose vectors are taken for whole; null: all are looked at.</param>
    /// <returns>Those without a vector, in the same order.</returns>
    public IReadOnlyList<string> Missing(IEnumerable<string> texts, VersionIdentity? alike = null) => _database.Guarded(() =>
        _connection.Within(Purpose.Read, _ =>
        {
            HashSet<string> known = alike is null ? [] : [.. TextsOf(alike)];
            return _vectors.Missing([.. texts.Where(text => !known.Contains(text))]);
        }));

    /// <summary>Saves vectors, in one transaction. A text that already has one keeps it.</summary>
    /// <param name="texts">Normalised texts.</param>
    /// <param name="vectors">Their unit vectors, row-major [texts × dimensions].</param>
    public void SaveVectors(IReadOnlyList<string> texts, ReadOnlySpan<float> vectors)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNotEqual(vectors.Length, texts.Count * _model.Dimensions);
        byte[][] blobs = _vectors.ToBlobs(vectors);
        _database.Guarded(() =>
        {
            _vectors.Save(texts, blobs, Now());
            return blobs.Length;
        });
    }

    /// <summary>Reads vectors of this model, normalisation and format.</summary>
    /// <param name="texts">Normalised texts that all have one.</param>
    /// <returns>The unit vectors, row-major [texts × dimensions].</returns>
    /// <exception cref="StoreException">A text has no vector, or a damaged one.</exception>
    public float[] ReadVectors(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _database.Guarded(() => _connection.Within(Purpose.Read, _ => _vectors.Read(texts)));
    }

    /// <summary>The texts of a version's questions that have a vector of this model, normalisation and format.</summary>
    private List<string> TextsOf(VersionIdentity version) => _connection.Query(
        """
        SELECT vectors.text FROM questions JOIN vectors ON vectors.id = questions.vector_id
        WHERE model_id = $model AND format = $format
            AND version_id = (SELECT id FROM versions WHERE knowledge_base_id = $kb AND number = $number)
        """,
        row => row.GetString(0), ("$model", _modelId), ("$format", (int)_format), ("$kb", version.KnowledgeBaseId),
        ("$number", version.Number));
}

namespace FaqBot.Encoding.Vectors;

/// <summary>A block of unit vectors and the exact scan over it.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class UnitVectors
{
    private readonly float[] _components;

    /// <summary>Takes a block over.</summary>
    /// <param name="components">Row-major [rows × <paramref name="dimensions"/>]; not to be changed afterwards.</param>
    /// <param name="dimensions">Components of a vector, at least 1.</param>
    public UnitVectors(float[] components, int dimensions)
    {
        ArgumentNullException.ThrowIfNull(components);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(components.Length % dimensions, 0, nameof(components));
        _components = components;
        Dimensions = dimensions;
    }

    /// <summary>Components of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Number of vectors.</summary>
    public int Rows => _components.Length / Dimensions;

    /// <summary>One vector.</summary>
    /// <param name="row">Its row.</param>
    /// <returns>Its components.</returns>
    public ReadOnlySpan<float> this[int row] => _components.AsSpan(row * Dimensions, Dimensions);

    /// <summary>Computes the cosine of a query with neighbouring rows.</summary>
    /// <param name="query">A unit vector, [<see cref="Dimensions"/>].</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="cosines">Receives a cosine a row; its length is the number of rows.</param>
    public void Cosines(ReadOnlySpan<float> query, int firstRow, Span<float> cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Length, Dimensions);
        DotProduct.OfRows(query, _components.AsSpan(firstRow * Dimensions, cosines.Length * Dimensions), cosines);
    }
}

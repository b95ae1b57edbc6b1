using System.Buffers;

namespace FaqBot.Encoding.Vectors;

/// <summary>A block of unit vectors and the exact scan over it.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class UnitVectors
{
    private const int RowsAtOnce = 64;

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

    private UnitVectors(QuantizedRows quantized, int dimensions)
    {
        _components = [];
        Quantized = quantized;
        Dimensions = dimensions;
    }

    /// <summary>Components of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Number of vectors.</summary>
    public int Rows => Quantized?.Rows ?? _components.Length / Dimensions;

    /// <summary>Memory in bytes.</summary>
    public long Bytes => Quantized?.Bytes ?? (_components.LongLength * sizeof(float));

    /// <summary>Whether only bytes lie in memory, and the exact numbers in a file: see <see cref="Quantize"/>.</summary>
    public bool IsQuantized => Quantized is not null;

    /// <summary>The bytes; null where all lies in memory.</summary>
    internal QuantizedRows? Quantized { get; }

    /// <summary>One vector; a copy where the exact numbers lie in a file.</summary>
    /// <param name="row">Its row.</param>
    /// <returns>Its components.</returns>
    public ReadOnlySpan<float> this[int row]
    {
        get
        {
            if (Quantized is null)
            {
                return _components.AsSpan(row * Dimensions, Dimensions);
            }

            float[] vector = new float[Dimensions];
            Quantized.Read(row, vector);
            return vector;
        }
    }

    /// <summary>Keeps a byte a component in memory, and the exact numbers in a file without a name: the same cosines, to the last
    /// digit.</summary>
    /// <param name="folder">An existing folder for the file.</param>
    /// <returns>The same vectors in a quarter of the memory.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public UnitVectors Quantize(string folder) =>
        IsQuantized ? this : new UnitVectors(new QuantizedRows(_components, Dimensions, folder), Dimensions);

    /// <summary>Computes the cosine of a query with neighbouring rows.</summary>
    /// <param name="query">A unit vector, [<see cref="Dimensions"/>].</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="cosines">Receives a cosine a row; its length is the number of rows.</param>
    public void Cosines(ReadOnlySpan<float> query, int firstRow, Span<float> cosines)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Length, Dimensions);
        if (Quantized is null)
        {
            DotProduct.OfRows(query, _components.AsSpan(firstRow * Dimensions, cosines.Length * Dimensions), cosines);
            return;
        }

        float[] read = ArrayPool<float>.Shared.Rent(Math.Min(RowsAtOnce, cosines.Length) * Dimensions);
        try
        {
            for (int row = 0; row < cosines.Length; row += RowsAtOnce)
            {
                int rows = Math.Min(RowsAtOnce, cosines.Length - row);
                Span<float> components = read.AsSpan(0, rows * Dimensions);
                Quantized.Read(firstRow + row, components);
                DotProduct.OfRows(query, components, cosines.Slice(row, rows));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(read);
        }
    }
}

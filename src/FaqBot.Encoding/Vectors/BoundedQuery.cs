namespace FaqBot.Encoding.Vectors;

/// <summary>A query beside vectors: first bounds of its cosines, which cost little, then the exact ones of those that matter.</summary>
internal readonly ref struct BoundedQuery
{
    private readonly UnitVectors _vectors;
    private readonly ReadOnlySpan<float> _query;
    private readonly QuantizedQuery? _quantized;

    /// <summary>Prepares a query.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="query">A unit vector of their dimensions.</param>
    public BoundedQuery(UnitVectors vectors, ReadOnlySpan<float> query)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Length, vectors.Dimensions);
        _vectors = vectors;
        _query = query;
        _quantized = vectors.Quantized is null ? null : new QuantizedQuery(query);
    }

    /// <summary>Finds what the cosines with neighbouring rows are not above; the cosines themselves where that costs no more.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="bounds">Receives a bound a row; its length is the number of rows.</param>
    public void UpperBounds(int firstRow, Span<float> bounds)
    {
        if (_quantized is null)
        {
            _vectors.Cosines(_query, firstRow, bounds);
        }
        else
        {
            _vectors.Quantized!.UpperBounds(_quantized, firstRow, bounds);
        }
    }

    /// <summary>Puts a cosine in the place of its bound.</summary>
    /// <param name="row">The row.</param>
    /// <param name="bound">Its bound.</param>
    public void MakeExact(int row, ref float bound)
    {
        if (_quantized is not null)
        {
            _vectors.Cosines(_query, row, new Span<float>(ref bound));
        }
    }
}

/// <summary>A query as bytes, widened for products with bytes.</summary>
internal sealed class QuantizedQuery
{
    /// <summary>Rounds a query.</summary>
    /// <param name="query">A unit vector.</param>
    public QuantizedQuery(ReadOnlySpan<float> query)
    {
        Span<sbyte> code = stackalloc sbyte[query.Length];
        (Scale, Error) = QuantizedRows.Quantize(query, code);
        Components = new short[query.Length];
        for (int i = 0; i < code.Length; i++)
        {
            Components[i] = code[i];
        }
    }

    /// <summary>Its bytes.</summary>
    public short[] Components { get; }

    /// <summary>What a byte stands for.</summary>
    public float Scale { get; }

    /// <summary>Length of what is lost.</summary>
    public float Error { get; }
}

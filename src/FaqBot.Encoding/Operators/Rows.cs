using System.Runtime.CompilerServices;

namespace FaqBot.Encoding.Operators;

/// <summary>The axes of a tensor, as rows along its last one.</summary>
internal readonly struct Rows
{
    private readonly Axes _axes;
    private readonly int _rank;

    /// <summary>Reads axes.</summary>
    /// <exception cref="OverflowException">It has more than 2³¹ elements.</exception>
    public Rows(ReadOnlySpan<long> axes)
    {
        _rank = axes.Length;
        axes.CopyTo(_axes);
        Columns = checked((int)axes[^1]);
        Count = 1;
        foreach (long axis in axes[..^1])
        {
            Count = checked(Count * (int)axis);
        }

        All = checked(Count * Columns);
    }

    /// <summary>Elements of a row.</summary>
    public int Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Elements of all rows.</summary>
    public int All { get; }

    /// <summary>One row.</summary>
    public Span<T> Of<T>(Span<T> all, int row) => all.Slice(row * Columns, Columns);

    /// <inheritdoc cref="Of{T}(Span{T}, int)"/>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> all, int row) => all.Slice(row * Columns, Columns);

    /// <summary>Writes the axes, with another last one.</summary>
    /// <returns>How many there are.</returns>
    public int CopyTo(Span<long> axes, int columns)
    {
        ((ReadOnlySpan<long>)_axes)[.._rank].CopyTo(axes);
        axes[_rank - 1] = columns;
        return _rank;
    }

    [InlineArray(8)]
    private struct Axes
    {
        private long _first;
    }
}

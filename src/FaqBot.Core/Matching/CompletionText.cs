using System.Collections;
using System.Text;

namespace FaqBot.Core.Matching;

/// <summary>Rows of text end to end, to be searched at once.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class CompletionText
{
    private readonly string _text;
    private readonly BitArray _begins;
    private readonly int[] _starts;

    private CompletionText(string text, BitArray begins, int[] starts)
    {
        _text = text;
        _begins = begins;
        _starts = starts;
    }

    public long Bytes => (2L * _text.Length) + (_begins.Length / 8) + (4L * _starts.Length);

    /// <summary>Finds a text.</summary>
    /// <returns>Its first position from one on, or −1; it never reaches over the end of a row, which it cannot hold.</returns>
    public int Find(string text, int from)
    {
        int found = _text.AsSpan(from).IndexOf(text, StringComparison.Ordinal);
        return found < 0 ? -1 : from + found;
    }

    /// <summary>The row at a position.</summary>
    public int RowAt(int position)
    {
        int index = Array.BinarySearch(_starts, position);
        return index >= 0 ? LastFrom(index) : ~index - 1;
    }

    /// <summary>First position of a row.</summary>
    public int StartOf(int row) => _starts[row];

    /// <summary>Whether a word begins at a position.</summary>
    public bool Begins(int position) => _begins[position];

    /// <summary>No row is empty, for each has its end; so starts differ.</summary>
    private int LastFrom(int index) => Math.Min(index, _starts.Length - 2);

    /// <summary>Collects rows.</summary>
    public sealed class Builder(int rows)
    {
        private readonly StringBuilder _text = new();
        private readonly List<int> _starts = new(rows + 1) { 0 };
        private readonly List<bool> _begins = [];

        public void Add(string text, bool begins)
        {
            _text.Append(text);
            _begins.Add(begins);
            for (int i = 1; i < text.Length; i++)
            {
                _begins.Add(false);
            }
        }

        public void EndRow(char end)
        {
            _text.Append(end);
            _begins.Add(false);
            _starts.Add(_text.Length);
        }

        public CompletionText Build() => new(_text.ToString(), new BitArray([.. _begins]), [.. _starts]);
    }
}

namespace FaqBot.Encoding.Vectors;

/// <summary>Keeps the items of the highest scores without sorting all; of equal scores the one that came first.</summary>
/// <remarks>Not thread-safe.</remarks>
public ref struct TopItems
{
    private readonly Span<(float Score, int Item)> _items;

    /// <summary>Starts empty.</summary>
    /// <param name="items">The memory to work in; its length is how many are kept.</param>
    public TopItems(Span<(float Score, int Item)> items) => _items = items;

    /// <summary>How many are held.</summary>
    public int Count { get; private set; }

    /// <summary>The items, best first.</summary>
    public readonly ReadOnlySpan<(float Score, int Item)> Items => _items[..Count];

    /// <summary>The score that an item must exceed to be kept; negative infinity while there is room.</summary>
    public readonly float Threshold =>
        Count < _items.Length ? float.NegativeInfinity : Count == 0 ? float.PositiveInfinity : _items[Count - 1].Score;

    /// <summary>Offers an item.</summary>
    /// <param name="score">Its score.</param>
    /// <param name="item">The item.</param>
    public void Offer(float score, int item)
    {
        if (Count == _items.Length && score <= Threshold)
        {
            return;
        }

        int place = Count < _items.Length ? Count++ : Count - 1;
        for (; place > 0 && score > _items[place - 1].Score; place--)
        {
            _items[place] = _items[place - 1];
        }

        _items[place] = (score, item);
    }
}

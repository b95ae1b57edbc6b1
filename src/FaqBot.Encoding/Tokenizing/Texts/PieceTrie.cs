namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>Finds all pieces that start at a place of a text, shortest first.</summary>
/// <remarks>A hash table from (node, UTF-16 unit) to node: one probe a unit. Immutable once built, and thread-safe.</remarks>
internal sealed class PieceTrie
{
    private const int Empty = -1;

    private ulong[] _keys = new ulong[16];
    private int[] _children = Filled(16);
    private int[] _ids = Filled(16);
    private int _shift = 60;
    private int _nodes = 1;

    private PieceTrie()
    {
    }

    /// <summary>Builds a trie.</summary>
    /// <param name="pieces">The pieces and their ids, which are not negative; no piece is empty.</param>
    /// <returns>The trie.</returns>
    /// <exception cref="FormatException">Two pieces are equal.</exception>
    public static PieceTrie Build(IEnumerable<(string Piece, int Id)> pieces)
    {
        PieceTrie trie = new();
        foreach ((string piece, int id) in pieces)
        {
            int node = 0;
            foreach (char unit in piece)
            {
                node = trie.ChildOrNew(node, unit);
            }

            trie._ids[node] = trie._ids[node] == Empty
                ? id
                : throw new FormatException($"the ids {trie._ids[node]} and {id} both stand for '{piece}', expected one id a piece");
        }

        return trie;
    }

    /// <summary>Finds the longest piece that a text starts with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Its length, or 0.</param>
    /// <param name="node">The node to start from: 0, or that of a prefix which the text does not repeat.</param>
    /// <returns>Its id, or −1.</returns>
    public int LongestAt(ReadOnlySpan<char> text, out int length, int node = 0)
    {
        int found = Empty;
        length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            node = Child(node, text[i]);
            if (node < 0)
            {
                break;
            }

            int id = _ids[node];
            if (id >= 0)
            {
                found = id;
                length = i + 1;
            }
        }

        return found;
    }

    /// <summary>The node that a text leads to.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The node, or −1 when no piece starts with the text.</returns>
    public int NodeOf(ReadOnlySpan<char> text)
    {
        int node = 0;
        foreach (char unit in text)
        {
            node = node < 0 ? Empty : Child(node, unit);
        }

        return node;
    }

    /// <summary>The node below another.</summary>
    /// <param name="node">A node; 0 is the root.</param>
    /// <param name="unit">The next UTF-16 unit.</param>
    /// <returns>The node, or −1.</returns>
    public int Child(int node, char unit) => _children[Slot(Key(node, unit))];

    /// <summary>The piece that ends at a node.</summary>
    /// <param name="node">A node.</param>
    /// <returns>Its id, or −1.</returns>
    public int PieceAt(int node) => _ids[node];

    private int ChildOrNew(int node, char unit)
    {
        ulong key = Key(node, unit);
        int slot = Slot(key);
        if (_children[slot] != Empty)
        {
            return _children[slot];
        }

        if (_nodes * 3 > _keys.Length * 2)
        {
            Grow();
            slot = Slot(key);
        }

        _keys[slot] = key;
        return _children[slot] = _nodes++;
    }

    private void Grow()
    {
        (ulong[] keys, int[] children) = (_keys, _children);
        _keys = new ulong[keys.Length * 2];
        _children = Filled(_keys.Length);
        _shift--;
        for (int i = 0; i < keys.Length; i++)
        {
            if (children[i] != Empty)
            {
                int slot = Slot(keys[i]);
                _keys[slot] = keys[i];
                _children[slot] = children[i];
            }
        }

        // There are fewer nodes than slots.
        int[] ids = Filled(_keys.Length);
        _ids.CopyTo(ids, 0);
        _ids = ids;
    }

    private static int[] Filled(int length)
    {
        int[] array = new int[length];
        Array.Fill(array, Empty);
        return array;
    }

    private int Slot(ulong key)
    {
        int slot = (int)((key * 0x9E37_79B9_7F4A_7C15) >> _shift);
        while (_children[slot] != Empty && _keys[slot] != key)
        {
            slot = (slot + 1) & (_keys.Length - 1);
        }

        return slot;
    }

    private static ulong Key(int node, char unit) => ((ulong)(uint)node << 16) | unit;
}

namespace FaqBot.Encoding.Tokenizing;

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
    /// <param name="pieces">The pieces; the id of one is its index; none is empty.</param>
    /// <returns>The trie.</returns>
    public static PieceTrie Build(IReadOnlyList<string> pieces)
    {
        PieceTrie trie = new();
        for (int id = 0; id < pieces.Count; id++)
        {
            int node = 0;
            foreach (char unit in pieces[id])
            {
                node = trie.ChildOrNew(node, unit);
            }

            trie._ids[node] = id;
        }

        return trie;
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

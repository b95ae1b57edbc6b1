using System.Numerics;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>Finds all pieces that start at a place of a text, shortest first.</summary>
/// <remarks>A hash table from (node, UTF-16 unit) to node: one probe a unit. Immutable and thread-safe.</remarks>
internal sealed class PieceTrie
{
    private const int Empty = -1;

    private readonly ulong[] _keys;
    private readonly int[] _children;
    private readonly int[] _ids;
    private readonly int _shift;
    private int _nodes = 1;

    private PieceTrie(int maxNodes)
    {
        int slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, maxNodes * 2));
        _shift = 64 - BitOperations.Log2((uint)slots);
        _keys = new ulong[slots];
        _children = new int[slots];
        _ids = new int[maxNodes + 1];
        Array.Fill(_children, Empty);
        Array.Fill(_ids, Empty);
    }

    /// <summary>Builds a trie.</summary>
    /// <param name="pieces">The pieces; the id of one is its index; none is empty.</param>
    /// <returns>The trie.</returns>
    public static PieceTrie Build(IReadOnlyList<string> pieces)
    {
        PieceTrie trie = new(pieces.Sum(piece => piece.Length));
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
        if (_children[slot] == Empty)
        {
            _keys[slot] = key;
            _children[slot] = _nodes++;
        }

        return _children[slot];
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

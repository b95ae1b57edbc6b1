using System.Runtime.InteropServices;

namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>Finds all pieces that start at a place of a text, shortest first.</summary>
/// <remarks>
/// A hash table from (node, UTF-16 unit) to node, with the piece that ends there beside it: one place of memory a unit. Immutable once
/// built, and thread-safe.
/// </remarks>
internal sealed class PieceTrie
{
    private const int None = -1;
    private const ulong Empty = ulong.MaxValue;

    private Slot[] _slots = Emptied(16);
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
            int node = 0, slot = 0;
            foreach (char unit in piece)
            {
                slot = trie.SlotOrNew(node, unit);
                node = trie._slots[slot].Child;
            }

            ref int known = ref trie._slots[slot].Id;
            known = known == None
                ? id : throw new FormatException($"the ids {known} and {id} both stand for '{piece}', expected one id a piece");
        }

        trie.MarkEnds();
        return trie;
    }

    /// <summary>Finds the longest piece that a text starts with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Its length, or 0.</param>
    /// <param name="node">The node to start from: 0, or that of a prefix which the text does not repeat.</param>
    /// <returns>Its id, or −1.</returns>
    public int LongestAt(ReadOnlySpan<char> text, out int length, int node = 0)
    {
        int found = None;
        length = 0;
        for (int i = 0; i < text.Length && node >= 0 && TryStep(ref node, text[i], out int id); i++)
        {
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
    /// <returns>The node, or −1 when no piece starts with the text and goes on.</returns>
    public int NodeOf(ReadOnlySpan<char> text)
    {
        int node = 0;
        foreach (char unit in text)
        {
            if (node < 0 || !TryStep(ref node, unit, out _))
            {
                return None;
            }
        }

        return node;
    }

    /// <summary>Goes one unit on.</summary>
    /// <param name="node">A node, 0 is the root; then the one below it, or −1 when nothing is below that.</param>
    /// <param name="unit">The next UTF-16 unit.</param>
    /// <param name="id">The piece that ends there, or −1.</param>
    /// <returns>False when no piece goes on so.</returns>
    public bool TryStep(ref int node, char unit, out int id)
    {
        ulong key = Key(node, unit);
        Slot[] slots = _slots;

        // The hash and the mask stay within the table, whose size is a power of two.
        ref Slot first = ref MemoryMarshal.GetArrayDataReference(slots);
        for (int place = (int)(Hash(key) >> _shift); ; place = (place + 1) & (slots.Length - 1))
        {
            ref Slot slot = ref System.Runtime.CompilerServices.Unsafe.Add(ref first, place);
            if (slot.Key == key)
            {
                node = slot.Child;
                id = slot.Id;
                return true;
            }

            if (slot.Key == Empty)
            {
                id = None;
                return false;
            }
        }
    }

    /// <summary>Below most nodes is nothing: who knows that need not look.</summary>
    private void MarkEnds()
    {
        bool[] goesOn = new bool[_nodes];
        foreach (Slot slot in _slots)
        {
            if (slot.Key != Empty)
            {
                goesOn[(int)(slot.Key >> 16)] = true;
            }
        }

        foreach (ref Slot slot in _slots.AsSpan())
        {
            slot.Child = slot.Key != Empty && goesOn[slot.Child] ? slot.Child : None;
        }
    }

    private int SlotOrNew(int node, char unit)
    {
        ulong key = Key(node, unit);
        int place = Find(key);
        if (_slots[place].Key == key)
        {
            return place;
        }

        if (_nodes * 3 > _slots.Length * 2)
        {
            Grow();
            place = Find(key);
        }

        _slots[place] = new Slot { Key = key, Child = _nodes++, Id = None };
        return place;
    }

    private void Grow()
    {
        Slot[] slots = _slots;
        _slots = Emptied(slots.Length * 2);
        _shift--;
        foreach (Slot slot in slots)
        {
            if (slot.Key != Empty)
            {
                _slots[Find(slot.Key)] = slot;
            }
        }
    }

    /// <summary>The slot of a key, or the empty one where it would go.</summary>
    private int Find(ulong key)
    {
        int place = (int)(Hash(key) >> _shift);
        while (_slots[place].Key != Empty && _slots[place].Key != key)
        {
            place = (place + 1) & (_slots.Length - 1);
        }

        return place;
    }

    private static Slot[] Emptied(int length)
    {
        Slot[] slots = new Slot[length];
        Array.Fill(slots, new Slot { Key = Empty, Child = None, Id = None });
        return slots;
    }

    private static ulong Hash(ulong key) => key * 0x9E37_79B9_7F4A_7C15;

    private static ulong Key(int node, char unit) => ((ulong)(uint)node << 16) | unit;

    private struct Slot
    {
        public ulong Key;
        public int Child;
        public int Id;
    }
}

namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>Room in which the byte pairs of one word are merged: a list of symbols linked by index.</summary>
internal sealed class MergeSpace
{
    // Of such words there are few: room for larger ones is not made in advance.
    private const int LargeSize = 1 << 16;

    /// <summary>UTF-8 bytes of the word.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Id of each symbol; −1 once it is merged into the one before.</summary>
    public int[] Ids { get; private set; } = [];

    /// <summary>Symbol after each; −1 at the end.</summary>
    public int[] Next { get; private set; } = [];

    /// <summary>Symbol before each; −1 at the start.</summary>
    public int[] Previous { get; private set; } = [];

    /// <summary>First UTF-16 unit of each symbol, then the word's length.</summary>
    public int[] Starts { get; private set; } = [];

    /// <summary>Merges to be done: the new id, by rank and then by place.</summary>
    public PriorityQueue<int, ulong> Queue { get; } = new();

    /// <summary>Symbols that have room.</summary>
    public int Capacity => Ids.Length;

    /// <summary>Makes room for a word and forgets the former one.</summary>
    /// <param name="size">Most symbols.</param>
    public void Reserve(int size)
    {
        Queue.Clear();
        if (size > Ids.Length)
        {
            int capacity = Math.Max(256, size > LargeSize ? size : size * 2);
            Bytes = new byte[capacity];
            (Ids, Next, Previous, Starts) = (new int[capacity], new int[capacity], new int[capacity], new int[capacity + 1]);
        }
    }
}

namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>The lists that encoding fills, one set a thread: encoding is synchronous and does not call itself.</summary>
internal sealed class Workspace
{
    // What a very long text needed is given back.
    private const int MostKept = 8_192;

    [ThreadStatic]
    private static Workspace? _spare;

    private PathNode[] _path = new PathNode[256];

    private Workspace()
    {
    }

    /// <summary>Tokens found so far.</summary>
    public List<TokenSpan> Tokens { get; private set; } = new(64);

    /// <summary>Tokens of the second text of a pair.</summary>
    public List<TokenSpan> SecondTokens { get; private set; } = new(64);

    /// <summary>Words of the text in work.</summary>
    public List<WordSpan> Words { get; private set; } = new(64);

    /// <summary>Empty: a splitting step writes here and then swaps.</summary>
    public List<WordSpan> SpareWords { get; private set; } = new(64);

    /// <summary>What a pattern found.</summary>
    public List<WordSpan> Matches { get; private set; } = new(64);

    /// <summary>Room for merging byte pairs.</summary>
    public MergeSpace Merging { get; private set; } = new();

    /// <summary>Room for finding the best path through a word.</summary>
    /// <param name="size">How many nodes.</param>
    /// <returns>The nodes, not cleared.</returns>
    public Span<PathNode> Path(int size)
    {
        if (size > _path.Length)
        {
            _path = new PathNode[size * 2];
        }

        return _path.AsSpan(0, size);
    }

    public static Workspace Rent()
    {
        Workspace workspace = _spare ?? new Workspace();
        _spare = null;
        return workspace;
    }

    public void Return()
    {
        Tokens = Emptied(Tokens);
        SecondTokens = Emptied(SecondTokens);
        Words = Emptied(Words);
        SpareWords = Emptied(SpareWords);
        Matches = Emptied(Matches);
        _path = _path.Length <= MostKept ? _path : new PathNode[256];
        Merging = Merging.Capacity <= MostKept ? Merging : new MergeSpace();
        _spare = this;
    }

    /// <summary>Makes <see cref="SpareWords"/> the words.</summary>
    public void SwapWords()
    {
        (Words, SpareWords) = (SpareWords, Words);
        SpareWords.Clear();
    }

    /// <summary>Makes <see cref="SecondTokens"/> those that are found.</summary>
    public void SwapTokens() => (Tokens, SecondTokens) = (SecondTokens, Tokens);

    private static List<T> Emptied<T>(List<T> list)
    {
        if (list.Capacity > MostKept)
        {
            return new List<T>(64);
        }

        list.Clear();
        return list;
    }
}

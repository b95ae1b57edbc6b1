namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>The lists that encoding fills, one set a thread: encoding is synchronous and does not call itself.</summary>
internal sealed class Workspace
{
    // What a very long text needed is given back.
    private const int MostKept = 8_192;

    // Unicode's compatibility decomposition makes up to 18 characters of one, and splitting steps may add a blank to each word.
    private const int MostGrowth = 64, MostGrowthOfLong = 24, LongGrowth = 1 << 20, FreeGrowth = 4_096;

    private static readonly TimeSpan MostPatternTime = TimeSpan.FromSeconds(5);

    [ThreadStatic]
    private static Workspace? _spare;

    private PathNode[] _path = new PathNode[256];
    private CancellationToken _cancellation;
    private TimeSpan _patternTime;

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
            _path = new PathNode[size > MostKept ? size : size * 2];
        }

        return _path.AsSpan(0, size);
    }

    /// <summary>UTF-16 units that the text in work may grow to.</summary>
    public int MostLength { get; private set; }

    /// <summary>Takes the thread's lists for a text.</summary>
    /// <param name="length">UTF-16 units of the text, which may become many more, but not any number of them.</param>
    /// <param name="cancellationToken">Ends the work on the text.</param>
    /// <returns>The lists, to be returned; not after an exception, which leaves them half filled.</returns>
    public static Workspace Rent(int length, CancellationToken cancellationToken)
    {
        Workspace workspace = _spare ?? new Workspace();
        _spare = null;
        workspace.MostLength = (int)Math.Min(
            FreeGrowth + Math.Min((long)MostGrowth * length, ((long)MostGrowthOfLong * length) + LongGrowth), Array.MaxLength);
        workspace._cancellation = cancellationToken;
        workspace._patternTime = TimeSpan.Zero;
        return workspace;
    }

    /// <summary>Ends the work on the text if nobody waits for it any more: for every loop whose length a file decides.</summary>
    /// <exception cref="OperationCanceledException">Nobody does.</exception>
    public void ThrowIfCancelled() => _cancellation.ThrowIfCancellationRequested();

    /// <summary>The same for a step of a loop, now and then: looking takes longer than a step.</summary>
    /// <param name="step">Number of the step.</param>
    public void ThrowIfCancelled(int step)
    {
        if ((step & 1023) == 0)
        {
            _cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Counts the time that the patterns of a tokenizer take for the text.</summary>
    /// <param name="place">Where the pattern stands.</param>
    /// <param name="time">What it took.</param>
    /// <exception cref="TextLimitException">They take too much.</exception>
    public void Spend(string place, TimeSpan time)
    {
        _patternTime += time;
        if (_patternTime > MostPatternTime)
        {
            throw new TextLimitException($"more than {MostPatternTime.TotalSeconds} s for its patterns, the last of them at {place},");
        }
    }

    public void Return()
    {
        _cancellation = default;
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

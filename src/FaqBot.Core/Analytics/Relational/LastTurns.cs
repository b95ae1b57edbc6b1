namespace FaqBot.Core.Analytics.Relational;

/// <summary>What a person asked last.</summary>
/// <param name="At">When, in milliseconds.</param>
/// <param name="MatchKey">The question.</param>
/// <param name="Entry">The entry that answered; 0: none did.</param>
/// <param name="Version">The version that did.</param>
internal sealed record Turn(long At, string MatchKey, long Entry, int Version)
{
    /// <summary>Number of its wording; 0 where rows are not kept.</summary>
    public long Wording { get; set; }
}

/// <summary>What persons asked last, for as long as it takes to ask again in other words.</summary>
/// <remarks>Not thread-safe. Bounded: of very many persons at once those who have been silent longest are forgotten.</remarks>
internal sealed class LastTurns(TimeSpan lifetime)
{
    /// <summary>Most persons that are remembered.</summary>
    public const int MostPersons = 50_000;

    private readonly Dictionary<long, LinkedListNode<(long Person, Turn Turn)>> _byPerson = [];
    private readonly LinkedList<(long Person, Turn Turn)> _oldestFirst = [];

    /// <summary>Notes what a person asks.</summary>
    /// <returns>What that person asked before; null where that is too long ago.</returns>
    public Turn? Next(long person, Turn turn)
    {
        Turn? former = null;
        if (_byPerson.Remove(person, out LinkedListNode<(long Person, Turn Turn)>? node))
        {
            _oldestFirst.Remove(node);
            former = turn.At - node.Value.Turn.At <= (long)lifetime.TotalMilliseconds ? node.Value.Turn : null;
        }

        _byPerson[person] = _oldestFirst.AddLast((person, turn));
        while (_oldestFirst.First is { } oldest
            && (_byPerson.Count > MostPersons || turn.At - oldest.Value.Turn.At > (long)lifetime.TotalMilliseconds))
        {
            _byPerson.Remove(oldest.Value.Person);
            _oldestFirst.RemoveFirst();
        }

        return former;
    }

    /// <summary>Names the wording of what a person asked last.</summary>
    public void Name(long person, long wording)
    {
        if (_byPerson.TryGetValue(person, out LinkedListNode<(long Person, Turn Turn)>? node))
        {
            node.Value.Turn.Wording = wording;
        }
    }
}

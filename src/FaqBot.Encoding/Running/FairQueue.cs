using System.Diagnostics;

namespace FaqBot.Encoding.Running;

/// <summary>Texts that wait for the encoder, ordered so that everyone who has some waiting gets a part by its weight.</summary>
/// <remarks>
/// Start-time fair queueing (P. Goyal, H. Vin, H. Cheng, SIGCOMM 1996): a text is due when its share's former texts would be done if the
/// share had its part of the encoder for itself. A share's own texts stay in the order of their arrival; one that had nothing waiting is
/// due at once, however much others have. Not thread-safe. Times are timestamps of <see cref="Stopwatch"/>.
/// </remarks>
internal sealed class FairQueue
{
    // Shares that have nothing waiting are forgotten when more are known.
    private const int FewestKnown = 1_024;

    private readonly Dictionary<(string Kind, string Owner), Flow> _flows = [];
    private readonly PriorityQueue<WaitingText, (double Start, long Number)> _due = new();
    private readonly WaitWindow _waits = new();
    private double _now;
    private long _arrived;
    private int _mostKnown = FewestKnown;

    /// <summary>How many texts wait.</summary>
    public int Count { get; private set; }

    /// <summary>How many shares are known; those with nothing waiting are forgotten by and by.</summary>
    public int Shares => _flows.Count;

    /// <summary>Takes a text in.</summary>
    public void Add(WaitingText text)
    {
        (string, string) key = (text.Share.Kind, text.Share.Owner);
        if (!_flows.TryGetValue(key, out Flow? flow))
        {
            _flows[key] = flow = new Flow();
        }

        double start = Math.Max(_now, flow.End);
        flow.End = start + (text.Ids.Length / (double)Math.Max(1, text.Share.Weight));
        text.Place = flow.Waiting.AddLast(text);
        _due.Enqueue(text, (start, _arrived++));
        Count++;
    }

    /// <summary>Takes a text out whose caller has gone.</summary>
    public void Remove(WaitingText text)
    {
        if (Leave(text))
        {
            Forget();
        }
    }

    /// <summary>The text that is due; there is one.</summary>
    public WaitingText First()
    {
        // Those whose callers have gone are still in the order of what is due.
        while (_due.Peek().Place?.List is null)
        {
            _due.Dequeue();
        }

        return _due.Peek();
    }

    /// <summary>Takes the text that is due.</summary>
    /// <param name="now">The present.</param>
    public WaitingText Take(long now)
    {
        WaitingText text = First();
        _due.TryDequeue(out _, out (double Start, long) due);
        _now = Math.Max(_now, due.Start);
        Leave(text);
        Forget();
        _waits.Add(Stopwatch.GetElapsedTime(text.Arrived, now), now);
        return text;
    }

    /// <summary>All that wait, in no order.</summary>
    public IEnumerable<WaitingText> All() => _flows.Values.SelectMany(flow => flow.Waiting);

    /// <summary>Whether a share's next text is to be refused, because those before it wait for too long.</summary>
    /// <param name="share">The share.</param>
    /// <param name="now">The present.</param>
    public bool IsTooSlow(TextShare share, long now) =>
        (share.Patience is { } own && WaitOf(share, now) > own) || (share.CommonPatience is { } common && LeastWait(now) > common);

    /// <summary>The least that a text had to wait lately: zero as long as the encoder keeps up.</summary>
    /// <param name="now">The present.</param>
    public TimeSpan LeastWait(long now) => _waits.Least(now) ?? (Count == 0
        ? TimeSpan.Zero : _flows.Values.Max(flow => WaitOf(flow, now)));

    /// <summary>How long the oldest text of a share has waited.</summary>
    private TimeSpan WaitOf(TextShare share, long now) =>
        _flows.TryGetValue((share.Kind, share.Owner), out Flow? flow) ? WaitOf(flow, now) : TimeSpan.Zero;

    private static TimeSpan WaitOf(Flow flow, long now) =>
        flow.Waiting.First is { } oldest ? Stopwatch.GetElapsedTime(oldest.Value.Arrived, now) : TimeSpan.Zero;

    private bool Leave(WaitingText text)
    {
        if (text.Place is not { List: { } waiting } place)
        {
            return false;
        }

        waiting.Remove(place);
        Count--;
        return true;
    }

    private void Forget()
    {
        if (Count == 0)
        {
            _flows.Clear();
            _due.Clear();
            _now = 0;
        }
        else if (_flows.Count > _mostKnown)
        {
            // What little such a share may have had beyond its part is forgiven.
            foreach ((string, string) idle in _flows.Where(flow => flow.Value.Waiting.Count == 0).Select(flow => flow.Key).ToArray())
            {
                _flows.Remove(idle);
            }

            _mostKnown = Math.Max(FewestKnown, 2 * _flows.Count);
        }
    }

    private sealed class Flow
    {
        public LinkedList<WaitingText> Waiting { get; } = new();

        public double End { get; set; }
    }
}

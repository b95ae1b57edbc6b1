namespace FaqBot.Core.Conversations;

/// <summary>Values that are forgotten after a while, and the oldest first when there are too many.</summary>
/// <remarks>Thread-safe. Reading does not prolong.</remarks>
/// <typeparam name="T">Type of the values.</typeparam>
/// <param name="most">Most entries that are held.</param>
/// <param name="lifetime">Time after which an entry is forgotten.</param>
/// <param name="time">Measures it.</param>
public sealed class ExpiringEntries<T>(int most, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();

    /// <summary>Number of entries that are held.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False when there is one already.</returns>
    public bool TryAdd(string key, T value)
    {
        lock (_lock)
        {
            Forget();
            return !_entries.ContainsKey(key) && Add(key, value);
        }
    }

    /// <summary>Adds or replaces an entry, which is young again.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    public void Set(string key, T value)
    {
        lock (_lock)
        {
            Forget();
            Take(key);
            Add(key, value);
        }
    }

    /// <summary>Finds an entry.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Its value, or the default of the type.</returns>
    public T? Find(string key)
    {
        lock (_lock)
        {
            Forget();
            return _entries.TryGetValue(key, out LinkedListNode<Entry>? node) ? node.Value.Value : default;
        }
    }

    /// <summary>Removes an entry, if there is one.</summary>
    /// <param name="key">Its key.</param>
    public void Remove(string key)
    {
        lock (_lock)
        {
            Take(key);
        }
    }

    private bool Add(string key, T value)
    {
        if (_entries.Count == most)
        {
            Take(_byAge.First!.Value.Key);
        }

        _entries[key] = _byAge.AddLast(new Entry(key, value, time.GetTimestamp()));
        return true;
    }

    private void Take(string key)
    {
        if (_entries.Remove(key, out LinkedListNode<Entry>? node))
        {
            _byAge.Remove(node);
        }
    }

    private void Forget()
    {
        while (_byAge.First is { } oldest && time.GetElapsedTime(oldest.Value.Since) >= lifetime)
        {
            Take(oldest.Value.Key);
        }
    }

    private readonly record struct Entry(string Key, T Value, long Since);
}

namespace FaqBot.Tests.Architecture;

/// <summary>Finds what depends on itself: the strongly connected components of more than one node (Tarjan, 1972).</summary>
internal sealed class Cycles
{
    private readonly ILookup<string, string> _uses;
    private readonly Dictionary<string, int> _index = [];
    private readonly Dictionary<string, int> _low = [];
    private readonly Stack<string> _open = [];
    private readonly List<string> _found = [];

    private Cycles(ILookup<string, string> uses) => _uses = uses;

    /// <summary>Finds the cycles of a graph.</summary>
    /// <param name="uses">Who uses whom.</param>
    /// <returns>One line a cycle.</returns>
    public static IReadOnlyList<string> In(IEnumerable<(string User, string Used)> uses)
    {
        Cycles cycles = new(uses.ToLookup(use => use.User, use => use.Used));
        foreach (string node in cycles._uses.Select(use => use.Key).Order(StringComparer.Ordinal)
            .Where(node => !cycles._index.ContainsKey(node)))
        {
            cycles.Visit(node);
        }

        return cycles._found;
    }

    private void Visit(string node)
    {
        _index[node] = _low[node] = _index.Count;
        _open.Push(node);
        foreach (string used in _uses[node])
        {
            if (!_index.TryGetValue(used, out int index))
            {
                Visit(used);
                _low[node] = Math.Min(_low[node], _low[used]);
            }
            else if (_open.Contains(used))
            {
                _low[node] = Math.Min(_low[node], index);
            }
        }

        if (_low[node] != _index[node])
        {
            return;
        }

        List<string> component = [];
        do
        {
            component.Add(_open.Pop());
        }
        while (component[^1] != node);
        if (component.Count > 1)
        {
            _found.Add(string.Join(" ↔ ", component.Order(StringComparer.Ordinal)));
        }
    }
}

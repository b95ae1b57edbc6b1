using System.Text.Json;

namespace FaqBot.Core.Knowledge;

/// <summary>Takes the members of one object by name and reports what is missing, repeated or unknown.</summary>
internal sealed class JsonObjectReader
{
    private readonly LocatedJson _json;
    private readonly Action<int, string, string> _report;
    private readonly Dictionary<string, LocatedJson> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public JsonObjectReader(LocatedJson json, Action<int, string, string> report)
    {
        _json = json;
        _report = report;
        foreach ((string name, LocatedJson value) in json.Members)
        {
            if (!_members.TryAdd(name, value))
            {
                report(value.Line, $"'{name}' occurs twice in one object", "Keep one");
            }
        }
    }

    /// <summary>Takes a member; what is no object at all is a fault of its own, and nothing is missing in it.</summary>
    public LocatedJson? Required(string name)
    {
        LocatedJson? value = Optional(name);
        if (value is null && _json.Kind == JsonValueKind.Object)
        {
            _report(_json.Line, $"'{name}' is missing", "Add it");
        }

        return value;
    }

    public LocatedJson? Optional(string name)
    {
        _known.Add(name);
        return _members.GetValueOrDefault(name);
    }

    public void RejectOthers()
    {
        foreach ((string name, LocatedJson value) in _members)
        {
            if (!_known.Contains(name))
            {
                _report(value.Line, $"'{name}' is not a member of this object", $"Remove it or correct its name; known: {string.Join(", ", _known)}");
            }
        }
    }
}

namespace FaqBot.Core.Text;

/// <summary>Finds an owner's phrases in texts, the longest that stands at a place; Chinese by characters, other text by whole
/// words.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class PhraseTable
{
    private readonly Dictionary<string, List<(string[] Keys, int Number)>> _phrases = new(StringComparer.Ordinal);

    /// <summary>Keeps phrases; each is named by its place in the list.</summary>
    /// <param name="phrases">The phrases; those without a word are never found, of equal ones the first is.</param>
    public PhraseTable(IEnumerable<string> phrases)
        : this(phrases.Select(PhraseKey.PartsOf))
    {
    }

    /// <summary>Keeps phrases that are split already.</summary>
    /// <param name="phrases">The words of each: see <see cref="PhraseKey.PartsOf"/>.</param>
    public PhraseTable(IEnumerable<string[]> phrases)
    {
        foreach ((int number, string[] keys) in phrases.Index())
        {
            if (keys.Length > 0)
            {
                (_phrases.TryGetValue(keys[0], out List<(string[] Keys, int Number)>? list) ? list : _phrases[keys[0]] = [])
                    .Add((keys, number));
            }
        }

        foreach (List<(string[] Keys, int Number)> list in _phrases.Values)
        {
            list.Sort((a, b) => a.Keys.Length != b.Keys.Length ? b.Keys.Length.CompareTo(a.Keys.Length) : a.Number.CompareTo(b.Number));
        }
    }

    /// <summary>Whether there is no phrase to find.</summary>
    public bool IsEmpty => _phrases.Count == 0;

    /// <summary>Finds the phrase that stands at a word.</summary>
    /// <param name="words">The words of a text.</param>
    /// <param name="first">The word.</param>
    /// <param name="toEnd">Whether it must reach the end of the text.</param>
    /// <returns>How many words it has, 0 when none stands there, and its number.</returns>
    public (int Words, int Number) At(IReadOnlyList<TextWord> words, int first, bool toEnd = false)
    {
        if (_phrases.TryGetValue(words[first].Key, out List<(string[] Keys, int Number)>? candidates))
        {
            foreach ((string[] keys, int number) in candidates)
            {
                if (Stands(words, first, keys) && (!toEnd || first + keys.Length == words.Count))
                {
                    return (keys.Length, number);
                }
            }
        }

        return (0, -1);
    }

    private static bool Stands(IReadOnlyList<TextWord> words, int first, string[] keys)
    {
        if (first + keys.Length > words.Count)
        {
            return false;
        }

        for (int i = 1; i < keys.Length; i++)
        {
            if (words[first + i].Key != keys[i])
            {
                return false;
            }
        }

        return true;
    }
}

namespace FaqBot.Core.Text;

/// <summary>Words of one slot that make different questions: 取消 and 修改, monthly and yearly.</summary>
/// <remarks>
/// A group is a term with the words that may stand in its place, and the words that fit the same place and make another question of it.
/// Words that are the same in general can differ in one knowledge base and the other way round: evidence, not a verdict. Immutable and
/// thread-safe.
/// </remarks>
internal sealed class RivalWords
{
    private static readonly Lazy<RivalWords> OfLanguages = new(() => new RivalWords(ReadFrames()));

    private readonly PhraseTable _phrases;
    private readonly List<Word> _words = [];

    /// <summary>Keeps groups.</summary>
    /// <param name="groups">Words that may stand for each other, and words that make another question.</param>
    public RivalWords(IEnumerable<(IReadOnlyList<string> Same, IReadOnlyList<string> Other)> groups)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        foreach ((int group, (IReadOnlyList<string> same, IReadOnlyList<string> other)) in groups.Index())
        {
            int[] members = [.. same.Select(word => Number(word, numbers)).Distinct()];
            foreach (int member in members)
            {
                _words[member].Groups.Add(group);
                _words[member].Same.UnionWith(members);
            }

            foreach (int number in other.Select(word => Number(word, numbers)).Except(members))
            {
                _words[number].RivalGroups.Add(group);
            }
        }

        _phrases = new PhraseTable(_words.Select(word => word.Text));
    }

    /// <summary>The words that are part of this program.</summary>
    public static RivalWords BuiltIn => OfLanguages.Value;

    /// <summary>Finds the words of a text, the longest at each place.</summary>
    /// <param name="clean">The text: see <see cref="TextNormalizer.Clean"/>.</param>
    /// <returns>Their numbers.</returns>
    public HashSet<int> In(string clean)
    {
        List<TextWord> words = TextWords.Of(clean);
        HashSet<int> found = [];
        for (int i = 0; i < words.Count;)
        {
            (int length, int number) = _phrases.At(words, i);
            if (length > 0)
            {
                found.Add(number);
            }

            i += Math.Max(1, length);
        }

        return found;
    }

    /// <summary>Finds where one text says a word and the other its rival, and neither says both.</summary>
    /// <param name="some">Words of the one: see <see cref="In"/>.</param>
    /// <param name="others">Words of the other.</param>
    /// <returns>The pairs of words.</returns>
    public IReadOnlyList<(string Word, string Rival)> Between(HashSet<int> some, HashSet<int> others) =>
    [
        .. from word in some
           where !Holds(others, word)
           from rival in others
           where AreRivals(word, rival) && !Holds(some, rival)
           select (_words[word].Text, _words[rival].Text),
    ];

    /// <summary>Counts the words of one text that the other says, too, or says with a word that may stand in its place.</summary>
    /// <param name="some">Words of the one: see <see cref="In"/>.</param>
    /// <param name="others">Words of the other.</param>
    public int Agreements(HashSet<int> some, HashSet<int> others) => some.Count(word => Holds(others, word));

    /// <summary>Whether a text holds a word, or one that may stand in its place.</summary>
    private bool Holds(HashSet<int> words, int word) => _words[word].Same.Overlaps(words);

    private bool AreRivals(int word, int rival) =>
        _words[word].Groups.Overlaps(_words[rival].RivalGroups) || _words[word].RivalGroups.Overlaps(_words[rival].Groups);

    private int Number(string text, Dictionary<string, int> numbers)
    {
        string key = string.Join(' ', TextWords.Of(TextNormalizer.Clean(text)).Select(word => word.Key));
        if (!numbers.TryGetValue(key, out int number))
        {
            numbers[key] = number = _words.Count;
            _words.Add(new Word(text, [number], [], []));
        }

        return number;
    }

    private static IEnumerable<(IReadOnlyList<string> Same, IReadOnlyList<string> Other)> ReadFrames() =>
        ScriptTables.Read("Frames.txt").Select(row => (
            (IReadOnlyList<string>)[row[1], .. row[2].Split('|', StringSplitOptions.RemoveEmptyEntries)],
            (IReadOnlyList<string>)row[3].Split('|', StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>A word with the groups that it belongs to.</summary>
    /// <param name="Text">The word.</param>
    /// <param name="Same">Numbers of the words that may stand in its place, its own included.</param>
    /// <param name="Groups">Groups of which it is a member.</param>
    /// <param name="RivalGroups">Groups whose members it is a rival of.</param>
    private sealed record Word(string Text, HashSet<int> Same, HashSet<int> Groups, HashSet<int> RivalGroups);
}

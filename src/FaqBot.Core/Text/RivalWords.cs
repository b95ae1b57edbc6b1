namespace FaqBot.Core.Text;

/// <summary>Words that fit the same place and do not make another question of it.</summary>
/// <param name="Words">The words.</param>
/// <param name="AreSame">Whether each may stand for any other of them.</param>
internal readonly record struct RivalSide(IReadOnlyList<string> Words, bool AreSame);

/// <summary>Words of one slot that make different questions: 取消 and 修改, monthly and yearly.</summary>
/// <remarks>
/// A group has several sides; words of different sides fit the same place and make different questions. Words that are the same in general
/// can differ in one knowledge base and the other way round: evidence, not a verdict. Immutable and thread-safe.
/// </remarks>
internal sealed class RivalWords
{
    private static readonly Lazy<RivalWords> OfLanguages = new(() => new RivalWords(ReadFrames()));

    private readonly PhraseTable _phrases;
    private readonly string[] _texts;
    private readonly int[][] _same;
    private readonly (int Group, int Side)[][] _places;

    /// <summary>Keeps groups.</summary>
    /// <param name="groups">The sides of each group; a word that is in several sides of one counts to the first.</param>
    public RivalWords(IEnumerable<IReadOnlyList<RivalSide>> groups)
    {
        Builder built = new();
        foreach (IReadOnlyList<RivalSide> sides in groups)
        {
            built.Add(sides);
        }

        (_texts, _same, _places) = ([.. built.Texts], [.. built.Same.Select(same => same.Distinct().Order().ToArray())],
            [.. built.Places.Select(places => places.ToArray())]);
        _phrases = new PhraseTable(built.Parts);
    }

    /// <summary>The words that are part of this program.</summary>
    public static RivalWords BuiltIn => OfLanguages.Value;

    /// <summary>Whether there is no word.</summary>
    public bool IsEmpty => _texts.Length == 0;

    /// <summary>Finds the words of a text, the longest at each place.</summary>
    /// <param name="words">The words of the text: see <see cref="TextWords"/>.</param>
    /// <returns>Their numbers, ascending, none twice.</returns>
    public int[] In(IReadOnlyList<TextWord> words)
    {
        SortedSet<int>? found = null;
        for (int i = 0; i < words.Count && !IsEmpty;)
        {
            (int length, int number) = _phrases.At(words, i);
            if (length > 0)
            {
                (found ??= []).Add(number);
            }

            i += Math.Max(1, length);
        }

        return found is null ? [] : [.. found];
    }

    /// <summary>Finds the words of a text, the longest at each place.</summary>
    /// <param name="clean">The text: see <see cref="TextNormalizer.Clean"/>.</param>
    /// <returns>Their numbers, ascending, none twice.</returns>
    public int[] In(string clean) => In(TextWords.Of(clean));

    /// <summary>Finds where one text says a word and the other its rival, and neither says both.</summary>
    /// <param name="some">Words of the one: see <see cref="In(string)"/>.</param>
    /// <param name="others">Words of the other.</param>
    /// <returns>The pairs of words.</returns>
    public IReadOnlyList<(string Word, string Rival)> Between(ReadOnlySpan<int> some, ReadOnlySpan<int> others)
    {
        List<(string Word, string Rival)>? pairs = null;
        foreach (int word in some)
        {
            if (HeldBy(others, word) >= 0)
            {
                continue;
            }

            foreach (int rival in others)
            {
                if (AreRivals(word, rival) && HeldBy(some, rival) < 0)
                {
                    (pairs ??= []).Add((_texts[word], _texts[rival]));
                }
            }
        }

        return pairs is null ? [] : pairs;
    }

    /// <summary>Finds the words of one text that the other says, or says by a word that may stand in their place.</summary>
    /// <param name="some">Words of the one: see <see cref="In(string)"/>.</param>
    /// <param name="others">Words of the other.</param>
    /// <returns>The words, each with the one that the other text says for it.</returns>
    public IReadOnlyList<(string Word, string Same)> Shared(ReadOnlySpan<int> some, ReadOnlySpan<int> others)
    {
        List<(string Word, string Same)>? shared = null;
        foreach (int word in some)
        {
            if (HeldBy(others, word) is >= 0 and var same)
            {
                (shared ??= []).Add((_texts[word], _texts[same]));
            }
        }

        return shared is null ? [] : shared;
    }

    /// <summary>The word itself, or the first that may stand in its place, among those of a text; −1 when there is none.</summary>
    private int HeldBy(ReadOnlySpan<int> words, int word)
    {
        if (words.Contains(word))
        {
            return word;
        }

        foreach (int other in words)
        {
            if (Array.BinarySearch(_same[word], other) >= 0)
            {
                return other;
            }
        }

        return -1;
    }

    private bool AreRivals(int word, int rival)
    {
        (int Group, int Side)[] mine = _places[word], theirs = _places[rival];
        for (int i = 0, j = 0; i < mine.Length && j < theirs.Length;)
        {
            if (mine[i].Group == theirs[j].Group)
            {
                if (mine[i].Side != theirs[j].Side)
                {
                    return true;
                }

                i++;
                j++;
            }
            else if (mine[i].Group < theirs[j].Group)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return false;
    }

    /// <summary>A term with its words, and the words that fit its place and make another question of it.</summary>
    private static IEnumerable<IReadOnlyList<RivalSide>> ReadFrames() => ScriptTables.Read("Frames.txt").Select(row =>
        (IReadOnlyList<RivalSide>)
        [
            new RivalSide([row[1], .. row[2].Split('|', StringSplitOptions.RemoveEmptyEntries)], AreSame: true),
            new RivalSide(row[3].Split('|', StringSplitOptions.RemoveEmptyEntries), AreSame: false),
        ]);

    private sealed class Builder
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal), _written = new(StringComparer.Ordinal);
        private readonly HashSet<string> _pool = new(StringComparer.Ordinal);
        private int _groups;

        public List<string> Texts { get; } = [];

        /// <summary>The parts of each word: see <see cref="PhraseKey.PartsOf"/>.</summary>
        public List<string[]> Parts { get; } = [];

        /// <summary>Words that may stand for each word, its own number included.</summary>
        public List<List<int>> Same { get; } = [];

        /// <summary>The sides that each word is in, by ascending groups.</summary>
        public List<List<(int Group, int Side)>> Places { get; } = [];

        public void Add(IReadOnlyList<RivalSide> sides)
        {
            foreach ((int side, RivalSide words) in sides.Index())
            {
                int[] members = [.. words.Words.Select(Number)];
                foreach (int member in members)
                {
                    if (words.AreSame)
                    {
                        Same[member].AddRange(members);
                    }

                    if (Places[member] is not [.., { Group: var last }] || last != _groups)
                    {
                        Places[member].Add((_groups, side));
                    }
                }
            }

            _groups++;
        }

        private int Number(string text)
        {
            if (_written.TryGetValue(text, out int number))
            {
                return number;
            }

            string[] parts = PhraseKey.PartsOf(text);
            string key = string.Join(' ', parts);
            if (!_numbers.TryGetValue(key, out number))
            {
                _numbers[key] = number = Texts.Count;
                Texts.Add(text);
                Parts.Add([.. parts.Select(Pooled)]);
                Same.Add([number]);
                Places.Add([]);
            }

            return _written[text] = number;
        }

        /// <summary>One object for each character: a hundred thousand of the few thousand would take megabytes.</summary>
        private string Pooled(string part)
        {
            if (_pool.TryGetValue(part, out string? known))
            {
                return known;
            }

            _pool.Add(part);
            return part;
        }
    }
}

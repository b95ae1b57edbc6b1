using FaqBot.Core.Text;

namespace FaqBot.Core.Analytics.Relational;

/// <summary>What rows of one batch have in common, so that it is written once: what many ask comes in many rows.</summary>
/// <remarks>
/// Not thread-safe. Holds within a transaction alone: between two of them others may delete what was written. Texts are redacted anew
/// only where they were not seen lately, which depends on nothing else.
/// </remarks>
internal sealed class BatchMemory
{
    /// <summary>Most texts whose redaction is remembered beyond a batch.</summary>
    public const int MostTexts = 1_024;

    private readonly HashSet<(long Kb, int Version)> _publications = [];
    private readonly HashSet<(long Kb, int Day, long User)> _users = [];
    private readonly HashSet<(long Wording, int Month, long User)> _wordingUsers = [];
    private readonly Dictionary<(long Kb, int Day, string Text, Language Language, bool KeepsText), long> _wordings = [];
    private readonly Dictionary<(string Kb, int Month, string Kind, string Name), long> _persons = [];
    private readonly Dictionary<(long Wording, int Decision, long Entry, long RunnerUp), (int Asked, double Confidence)> _results = [];
    private readonly Dictionary<string, (string Redacted, string Key)> _texts = new(StringComparer.Ordinal);

    /// <summary>How often questions were asked with each result, and the sum of their confidences.</summary>
    public IReadOnlyDictionary<(long Wording, int Decision, long Entry, long RunnerUp), (int Asked, double Confidence)> Results => _results;

    /// <summary>Whether a version is new to the batch.</summary>
    public bool IsNewPublication(long kb, int version) => _publications.Add((kb, version));

    /// <summary>Whether a user of a day is new to the batch.</summary>
    public bool IsNewUser(long kb, int day, long user) => _users.Add((kb, day, user));

    /// <summary>Whether a user of a wording is new to the batch.</summary>
    public bool IsNewWordingUser(long wording, int month, long user) => _wordingUsers.Add((wording, month, user));

    /// <summary>The number of a wording.</summary>
    /// <param name="key">The wording.</param>
    /// <param name="write">Writes it, and gives its number.</param>
    public long WordingOf((long Kb, int Day, string Text, Language Language, bool KeepsText) key, Func<long> write)
    {
        if (!_wordings.TryGetValue(key, out long id))
        {
            id = write();
            _wordings[key] = id;
        }

        return id;
    }

    /// <summary>The key of a person.</summary>
    /// <param name="person">Whose key it is.</param>
    /// <param name="make">Makes it.</param>
    public long PersonOf((string Kb, int Month, string Kind, string Name) person, Func<long> make)
    {
        if (!_persons.TryGetValue(person, out long key))
        {
            key = make();
            _persons[person] = key;
        }

        return key;
    }

    /// <summary>Counts a result of a wording.</summary>
    public void AddResult((long Wording, int Decision, long Entry, long RunnerUp) result, double confidence)
    {
        (int asked, double sum) = _results.GetValueOrDefault(result);
        _results[result] = (asked + 1, sum + confidence);
    }

    /// <summary>A text without what tells who asked, and its key among wordings.</summary>
    public (string Redacted, string Key) Redact(string text)
    {
        if (_texts.TryGetValue(text, out (string Redacted, string Key) known))
        {
            return known;
        }

        string redacted = QuestionRedaction.Of(text), key = SimplifiedChinese.Of(TextNormalizer.MatchKey(redacted));
        if (_texts.Count >= MostTexts)
        {
            _texts.Clear();
        }

        return _texts[text] = (redacted, key.Length == 0 ? redacted : key);
    }

    /// <summary>Forgets the batch.</summary>
    public void Clear()
    {
        _publications.Clear();
        _users.Clear();
        _wordingUsers.Clear();
        _wordings.Clear();
        _persons.Clear();
        _results.Clear();
    }
}

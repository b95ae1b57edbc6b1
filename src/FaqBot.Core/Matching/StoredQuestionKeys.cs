using FaqBot.Core.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Matching;

/// <summary>Finds the stored question that a typed one equals.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class StoredQuestionKeys
{
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<string, int> _rows;

    // In simplified characters, and with the owner's words.
    private readonly Dictionary<string, int> _otherRows = new(StringComparer.Ordinal);

    /// <summary>Takes the questions.</summary>
    /// <param name="questions">The stored questions; of those that share a key in simplified characters or the owner's words the first
    /// has it.</param>
    /// <param name="vocabulary">The owner's words.</param>
    public StoredQuestionKeys(IReadOnlyList<StoredQuestion> questions, Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _rows = new Dictionary<string, int>(questions.Count, StringComparer.Ordinal);
        for (int row = 0; row < questions.Count; row++)
        {
            string key = questions[row].MatchKey, simplified = SimplifiedChinese.Of(key);
            _rows[key] = row;
            if (!ReferenceEquals(key, simplified))
            {
                _otherRows.TryAdd(simplified, row);
            }

            if (!vocabulary.IsEmpty
                && TextNormalizer.MatchKey(vocabulary.Unify(TextNormalizer.Clean(questions[row].Text))) is var unified && unified != key)
            {
                _otherRows.TryAdd(SimplifiedChinese.Of(unified), row);
            }
        }
    }

    /// <summary>Finds the stored question that a typed one equals.</summary>
    /// <param name="question">The typed one.</param>
    /// <returns>
    /// The row, or −1. As it was typed goes first, then without polite words, then with the owner's words, each also in simplified
    /// characters:
    /// 發票怎麼開 equals 发票怎么开.
    /// </returns>
    public int RowOf(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        int row = RowOf(question.MatchKey);
        row = row < 0 && question.EssenceKey != question.MatchKey ? RowOf(question.EssenceKey) : row;
        return row < 0 && !_vocabulary.IsEmpty && _vocabulary.EssenceOf(question) is var essence
            && !ReferenceEquals(essence, question.Essence)
            ? RowOf(TextNormalizer.MatchKey(essence))
            : row;
    }

    private int RowOf(string matchKey)
    {
        if (_rows.TryGetValue(matchKey, out int row))
        {
            return row;
        }

        string simplified = SimplifiedChinese.Of(matchKey);
        return _rows.TryGetValue(simplified, out row) || _otherRows.TryGetValue(simplified, out row) ? row : -1;
    }
}

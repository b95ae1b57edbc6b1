using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Matching;

/// <summary>Tells which words of a question and of a stored one make different questions of them, and which agree.</summary>
/// <remarks>
/// Three sources: the contrasts of the owner, what the knowledge base's own questions differ in (see <see cref="FoundRivals"/>), and the
/// words that are part of this program. Contrasts go before synonyms, synonyms before what was found, that before what is built in.
/// Thread-safe; the words of a stored question are looked for when it is first compared, and kept.
/// </remarks>
public sealed class CatalogRivals
{
    private readonly FaqCatalog _catalog;
    private readonly RivalWords[] _tables;
    private readonly RivalMarks?[] _rows;

    internal CatalogRivals(FaqCatalog catalog)
    {
        _catalog = catalog;
        _rows = new RivalMarks?[catalog.Questions.Count];
        _tables = [new RivalWords(catalog.Knowledge.Contrasts.Select(SidesOf)), new RivalWords(Find().Groups), RivalWords.BuiltIn];
    }

    /// <summary>Looks for contrasts in the knowledge base's own questions.</summary>
    /// <returns>What was found, by rows; a search keeps less of it.</returns>
    internal FoundRivals Find() => FoundRivals.In(
        [.. _catalog.Questions.Select(question => new ComparedQuestion(question.Entry, Unified(question.Text)))]);

    /// <summary>Looks for the words of a question.</summary>
    /// <param name="text">The question: see <see cref="Question.Essence"/>.</param>
    /// <returns>What <see cref="Between"/> and <see cref="Agreements"/> compare.</returns>
    public RivalMarks MarksOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<TextWord> words = TextWords.Of(_catalog.Vocabulary.Unify(text));
        return new RivalMarks([.. _tables.Select(table => table.In(words))]);
    }

    /// <summary>Finds where a question says a word and a stored one its rival, and neither says both.</summary>
    /// <param name="question">The question.</param>
    /// <param name="row">Row of the stored one.</param>
    /// <returns>The pairs of words, none within another.</returns>
    public IReadOnlyList<(string Word, string Rival)> Between(RivalMarks question, int row)
    {
        ArgumentNullException.ThrowIfNull(question);
        RivalMarks stored = MarksOf(row);
        List<(string Word, string Rival)>? pairs = null;
        for (int i = 0; i < _tables.Length; i++)
        {
            foreach ((string Word, string Rival) pair in _tables[i].Between(question[i], stored[i]))
            {
                if (pairs?.Exists(other => IsWithin(pair, other) || IsWithin(other, pair)) != true)
                {
                    (pairs ??= []).Add(pair);
                }
            }
        }

        return pairs is null ? [] : pairs;
    }

    /// <summary>Counts the words of a question that a stored one says too, or says by a word that may stand in their place.</summary>
    /// <param name="question">The question.</param>
    /// <param name="row">Row of the stored one.</param>
    /// <returns>Words that are contrasted, found or built in; 0 or more.</returns>
    public int Agreements(RivalMarks question, int row)
    {
        ArgumentNullException.ThrowIfNull(question);
        RivalMarks stored = MarksOf(row);
        HashSet<string>? agreed = null;
        for (int i = 0; i < _tables.Length; i++)
        {
            foreach ((string word, string same) in _tables[i].Shared(question[i], stored[i]))
            {
                if (ReferenceEquals(word, same) || !AreRivalsToAnyBefore(i, word, same))
                {
                    (agreed ??= new HashSet<string>(StringComparer.Ordinal)).Add(word);
                }
            }
        }

        return agreed?.Count ?? 0;
    }

    private static bool IsWithin((string Word, string Rival) pair, (string Word, string Rival) other) =>
        other.Word.Contains(pair.Word, StringComparison.OrdinalIgnoreCase)
        && other.Rival.Contains(pair.Rival, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is the same in general can differ in this knowledge base.</summary>
    private bool AreRivalsToAnyBefore(int table, string word, string same) =>
        _tables[..table].Any(before => before.Between(before.In(word), before.In(same)).Count > 0);

    private RivalMarks MarksOf(int row) => _rows[row] ??= MarksOf(TextNormalizer.Clean(_catalog.Questions[row].Text));

    private string Unified(string text) => _catalog.Vocabulary.Unify(TextNormalizer.Clean(text));

    /// <summary>Each word is a side of its own, with the word that stands for its synonyms.</summary>
    private IReadOnlyList<RivalSide> SidesOf(IReadOnlyList<string> contrast) =>
        [.. contrast.Select(word => new RivalSide([word, Unified(word)], AreSame: true))];
}

/// <summary>The words of a text that can have rivals.</summary>
public sealed class RivalMarks
{
    private readonly int[][] _words;

    internal RivalMarks(int[][] words) => _words = words;

    /// <summary>Numbers of the words in a table of <see cref="CatalogRivals"/>, ascending.</summary>
    internal ReadOnlySpan<int> this[int table] => _words[table];
}

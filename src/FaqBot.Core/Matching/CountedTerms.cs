using System.Runtime.InteropServices;
using FaqBot.Core.Text;

namespace FaqBot.Core.Matching;

/// <summary>The terms of stored questions, counted: what a <see cref="LexicalIndex"/> is built from.</summary>
internal sealed class CountedTerms
{
    // Questions that are analysed beside each other; all at once would cost more memory than the index.
    private const int Together = 4_096;

    private const int UsualTerms = 16;

    private readonly List<int> _rowTerms;

    private CountedTerms(int rows)
    {
        _rowTerms = new List<int>(rows * UsualTerms);
        FirstTerms = new int[rows + 1];
        Marks = new RowMarks[rows];
    }

    /// <summary>The terms with their ids, which count from 0.</summary>
    public Dictionary<ulong, int> Ids { get; } = [];

    /// <summary>Rows that have each term, by id.</summary>
    public List<int> Frequencies { get; } = [];

    /// <summary>Where the terms of each row begin in <see cref="RowTerms"/>, and where the last end.</summary>
    public int[] FirstTerms { get; }

    /// <summary>Ids of the terms, row by row, ascending in each.</summary>
    public int[] RowTerms { get; private set; } = [];

    /// <summary>Numbers, sides and denial, by row.</summary>
    public RowMarks[] Marks { get; }

    /// <summary>Basic forms of all Latin words.</summary>
    public HashSet<string> Words { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows that have a term of Han characters.</summary>
    public int HanRows { get; private set; }

    /// <summary>Rows that have a term of Latin letters or digits.</summary>
    public int LatinRows { get; private set; }

    /// <summary>Counts the terms of questions.</summary>
    /// <param name="questions">Their texts, by row, as they were written.</param>
    /// <param name="vocabulary">The owner's words: those of a group are the same terms.</param>
    public static CountedTerms Of(IReadOnlyList<string> questions, Vocabulary vocabulary)
    {
        CountedTerms counted = new(questions.Count);
        AnalyzedText[] analyzed = new AnalyzedText[Math.Min(Together, questions.Count)];
        for (int first = 0; first < questions.Count; first += Together)
        {
            int start = first, count = Math.Min(Together, questions.Count - first);
            Parallel.For(0, count, i => analyzed[i] = TermAnalyzer.Analyze(vocabulary.Unify(TextNormalizer.Clean(questions[start + i]))));
            for (int i = 0; i < count; i++)
            {
                counted.Add(first + i, analyzed[i]);
            }
        }

        counted.RowTerms = [.. counted._rowTerms];
        counted._rowTerms.Clear();
        counted._rowTerms.TrimExcess();
        return counted;
    }

    private void Add(int row, AnalyzedText text)
    {
        Words.UnionWith(text.Words);
        bool hasHan = false, hasLatin = false;
        foreach (ulong term in text.Terms)
        {
            int id = IdOf(term);
            Frequencies[id]++;
            _rowTerms.Add(id);
            bool isLatin = TermAnalyzer.IsLatin(term);
            hasHan |= !isLatin;
            hasLatin |= isLatin;
        }

        FirstTerms[row + 1] = _rowTerms.Count;
        CollectionsMarshal.AsSpan(_rowTerms)[FirstTerms[row]..].Sort();
        Marks[row] = RowMarks.Of(text);
        HanRows += hasHan ? 1 : 0;
        LatinRows += hasLatin ? 1 : 0;
    }

    private int IdOf(ulong term)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(Ids, term, out bool isKnown);
        if (!isKnown)
        {
            id = Frequencies.Count;
            Frequencies.Add(0);
        }

        return id;
    }
}

using FaqBot.Core.Spelling;
using FaqBot.Core.Text;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Matching;

/// <summary>Finds stored questions by the terms that they share with a typed one; in memory, built with its catalog.</summary>
/// <remarks>
/// A term weighs its inverse document frequency ln(1 + (N − n + 0.5) / (n + 0.5)) as in BM25 (S. Robertson, H. Zaragoza, The Probabilistic
/// Relevance Framework: BM25 and Beyond, 2009), where N counts only the questions of the term's script: in a Chinese knowledge base with
/// few English
/// questions "how" is no rare word. Single characters and generic words weigh a part of it. Immutable and thread-safe.
/// </remarks>
public sealed class LexicalIndex
{
    private const float SingleWeight = 0.4f;
    private const float GenericWeight = 0.15f;

    // Terms are looked up from the rarest on until so many postings were read: the rest hardly moves an order.
    private const int PostingsPerQuery = 100_000;

    private readonly Dictionary<ulong, int> _terms;
    private readonly float[] _weights;
    private readonly int[] _firstPostings;
    private readonly int[] _postings;
    private readonly int[] _firstTerms;
    private readonly int[] _rowTerms;
    private readonly float[] _rowWeights;
    private readonly RowMarks[] _marks;
    private readonly float _unknownHan;
    private readonly float _unknownLatin;
    private readonly Vocabulary _vocabulary;
    private readonly HashSet<string> _words;
    private readonly Lazy<SoundAlikePairs> _soundAlike;
    private readonly Lazy<MisspeltWords> _misspelt;

    /// <summary>Indexes questions.</summary>
    /// <param name="questions">Their texts, by row, as they were written.</param>
    /// <param name="vocabulary">The owner's words: those of a group are the same terms.</param>
    public LexicalIndex(IReadOnlyList<string> questions, Vocabulary? vocabulary = null)
    {
        ArgumentNullException.ThrowIfNull(questions);
        _vocabulary = vocabulary ?? Vocabulary.None;
        CountedTerms counted = CountedTerms.Of(questions, _vocabulary);
        _terms = counted.Ids;
        _words = counted.Words;
        _marks = counted.Marks;
        _firstTerms = counted.FirstTerms;
        _rowTerms = counted.RowTerms;
        _unknownHan = InverseFrequency(counted.HanRows, 0);
        _unknownLatin = InverseFrequency(counted.LatinRows, 0);
        _weights = WeightsOf(counted);
        (_firstPostings, _postings) = Invert(counted.Frequencies);
        _rowWeights = RowWeights();
        (_soundAlike, _misspelt) = MendersOf(_terms, counted.Frequencies, _words);
    }

    /// <summary>Number of distinct terms.</summary>
    public int Terms => _terms.Count;

    /// <summary>Memory of the index in bytes, the dictionary's estimated.</summary>
    public long Bytes =>
        (4L * (_weights.Length + _firstPostings.Length + _postings.Length + _firstTerms.Length + _rowTerms.Length + _rowWeights.Length))
        + (40L * _marks.Length) + (28L * _terms.Count) + _words.Sum(word => 60L + (2 * word.Length));

    /// <summary>Prepares a question for comparison.</summary>
    /// <param name="text">Its normalised text.</param>
    /// <returns>The question in terms of this index.</returns>
    internal LexicalQuery Prepare(string text)
    {
        AnalyzedText analyzed = TermAnalyzer.Analyze(_vocabulary.Unify(text));
        List<(int Id, float Weight)> known = new(analyzed.Terms.Length);
        List<ulong>? unknown = null;
        float total = 0;
        foreach (ulong term in analyzed.Terms)
        {
            if (_terms.TryGetValue(term, out int id))
            {
                known.Add((id, _weights[id]));
                total += _weights[id];
            }
            else
            {
                (unknown ??= []).Add(term);
            }
        }

        foreach (ulong term in unknown ?? [])
        {
            (int id, float share) = Mend(term, analyzed.Words);
            bool mended = id >= 0 && !known.Exists(other => other.Id == id);
            if (mended)
            {
                known.Add((id, share * _weights[id]));
            }

            total += mended ? _weights[id] : Share(term) * (TermAnalyzer.IsLatin(term) ? _unknownLatin : _unknownHan);
        }

        known.Sort((a, b) => a.Id.CompareTo(b.Id));
        return new LexicalQuery(
            [.. known], total, analyzed.Length, RowMarks.Of(analyzed), analyzed.Terms.Any(term => !TermAnalyzer.IsLatin(term)));
    }

    /// <summary>Compares a question with a stored one.</summary>
    /// <param name="query">The question.</param>
    /// <param name="row">Row of the stored question.</param>
    /// <param name="covered">Known terms of the question that some stored one has; those of this one are added.</param>
    internal LexicalMatch Compare(LexicalQuery query, int row, Span<bool> covered)
    {
        float shared = 0;
        ReadOnlySpan<int> terms = TermsOf(row);
        int i = 0;
        for (int known = 0; known < query.Known.Length; known++)
        {
            (int id, float weight) = query.Known[known];
            while (i < terms.Length && terms[i] < id)
            {
                i++;
            }

            if (i < terms.Length && terms[i] == id)
            {
                shared += weight;
                covered[known] = true;
            }
        }

        ref readonly RowMarks marks = ref _marks[row];
        return new LexicalMatch(
            query.Weight > 0 ? shared / query.Weight : 0,
            _rowWeights[row] > 0 ? shared / _rowWeights[row] : 0,
            marks.NumbersDiffer(query.Marks),
            marks.Negated != query.Marks.Negated,
            OpposedWords.Conflicts(query.Marks.Sides, marks.Sides),
            marks.HasHan != query.HasHan);
    }

    /// <summary>Finds the rows that share the heaviest terms with a question.</summary>
    /// <param name="query">The question.</param>
    /// <param name="best">Receives the rows.</param>
    /// <param name="shared">Working memory, one number a row, all zero; left so.</param>
    internal void Search(LexicalQuery query, ref TopItems best, Span<float> shared)
    {
        int budget = PostingsPerQuery;
        List<int> used = new(query.Known.Length);
        foreach ((int id, float weight) in query.Known.OrderByDescending(term => term.Weight))
        {
            ReadOnlySpan<int> rows = _postings.AsSpan(_firstPostings[id].._firstPostings[id + 1]);
            if (rows.Length > budget)
            {
                break;
            }

            budget -= rows.Length;
            used.Add(id);
            foreach (int row in rows)
            {
                shared[row] += weight;
            }
        }

        foreach (int id in used)
        {
            foreach (int row in _postings.AsSpan(_firstPostings[id].._firstPostings[id + 1]))
            {
                if (shared[row] > 0)
                {
                    // Short questions first: the harmonic mean of both coverages.
                    best.Offer(2 * shared[row] / (query.Weight + _rowWeights[row]), row);
                    shared[row] = 0;
                }
            }
        }
    }

    /// <summary>Finds the term that a term which no question has may be a slip of.</summary>
    /// <returns>Its id, or −1, and the share of its weight that counts.</returns>
    private (int Id, float Share) Mend(ulong term, IReadOnlyList<string> words)
    {
        if (!TermAnalyzer.IsLatin(term))
        {
            return TermAnalyzer.IsSingle(term) ? (-1, 0) : _soundAlike.Value.Find(term);
        }

        string word = words.First(word => TermAnalyzer.OfWord(word) == term);
        return _misspelt.Value.Find(word) is { } meant ? (_terms[TermAnalyzer.OfWord(meant)], MisspeltWords.Share) : (-1, 0);
    }

    private static float InverseFrequency(int all, int with) => MathF.Log(1 + ((all - with + 0.5f) / (with + 0.5f)));

    private static float Share(ulong term) =>
        TermAnalyzer.IsGeneric(term) ? GenericWeight : TermAnalyzer.IsSingle(term) ? SingleWeight : 1;

    private ReadOnlySpan<int> TermsOf(int row) => _rowTerms.AsSpan(_firstTerms[row].._firstTerms[row + 1]);

    /// <summary>The weight of each term, by id.</summary>
    private static float[] WeightsOf(CountedTerms counted)
    {
        float[] weights = new float[counted.Ids.Count];
        foreach ((ulong term, int id) in counted.Ids)
        {
            int rows = TermAnalyzer.IsLatin(term) ? counted.LatinRows : counted.HanRows;
            weights[id] = Share(term) * InverseFrequency(rows, counted.Frequencies[id]);
        }

        return weights;
    }

    /// <summary>What finds the meant term of one that no question has; built when the first such term comes.</summary>
    private static (Lazy<SoundAlikePairs> SoundAlike, Lazy<MisspeltWords> Misspelt) MendersOf(
        Dictionary<ulong, int> terms, List<int> frequencies, HashSet<string> words) =>
        (new Lazy<SoundAlikePairs>(() => new SoundAlikePairs(terms, frequencies)), new Lazy<MisspeltWords>(() => new MisspeltWords(words)));

    /// <summary>The weight of all terms of each row.</summary>
    private float[] RowWeights()
    {
        float[] weights = new float[_marks.Length];
        for (int row = 0; row < weights.Length; row++)
        {
            foreach (int id in TermsOf(row))
            {
                weights[row] += _weights[id];
            }
        }

        return weights;
    }

    /// <summary>Turns the terms of rows into the rows of terms.</summary>
    private (int[] First, int[] Rows) Invert(List<int> frequencies)
    {
        int[] first = new int[frequencies.Count + 1];
        for (int id = 0; id < frequencies.Count; id++)
        {
            first[id + 1] = first[id] + frequencies[id];
        }

        int[] rows = new int[_rowTerms.Length];
        int[] next = first[..^1];
        for (int row = 0; row < _marks.Length; row++)
        {
            foreach (int id in TermsOf(row))
            {
                rows[next[id]++] = row;
            }
        }

        return (first, rows);
    }
}

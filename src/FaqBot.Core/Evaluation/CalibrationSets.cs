using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Evaluation;

/// <summary>Turns labelled files into knowledge bases with labelled questions.</summary>
/// <remarks>
/// Owners keep one question an entry or thirty, in one language or in two: beside the knowledge base as it is come two in which some of the
/// labelled questions, scattered over the entries, are stored ones; the others are asked.
/// </remarks>
public sealed class CalibrationSets
{
    private static readonly int[] StoredPercents = [0, 20, 45];

    private readonly TextEncoder _encoder;
    private readonly Dictionary<string, ReadOnlyMemory<float>> _vectors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JudgedText> _judged = new(StringComparer.Ordinal);

    /// <summary>Makes sets with the vectors of an encoder.</summary>
    /// <param name="encoder">It encodes each text once.</param>
    public CalibrationSets(TextEncoder encoder) => _encoder = encoder;

    /// <summary>Makes the knowledge bases of some labelled files.</summary>
    /// <param name="labelled">The files' questions.</param>
    /// <returns>One set a share of stored questions.</returns>
    public IEnumerable<CalibrationSet> Make(LabelledQuestions labelled)
    {
        Encode(
        [
            .. labelled.Faq.Select(row => TextNormalizer.ForEncoding(row.Question)),
            .. labelled.Queries.SelectMany(query => Forms(query.Question)),
            .. labelled.Foreign.SelectMany(Forms),
        ]);
        foreach (int percent in StoredPercents)
        {
            List<(string Entry, string Question)> stored = [.. labelled.Faq];
            List<(string Question, string Entry)> asked = [];
            foreach ((int i, (string question, string entry)) in labelled.Queries.Index())
            {
                // Fibonacci hashing: the same choice every time, without a pattern of its own.
                if (((uint)(i + 1) * 2_654_435_769 >> 16) % 100 < percent)
                {
                    stored.Add((entry, question));
                }
                else
                {
                    asked.Add((question, entry));
                }
            }

            yield return Make(stored, asked, labelled.Foreign);
        }
    }

    /// <summary>Makes small knowledge bases of sibling clusters: see <see cref="SiblingSets"/>.</summary>
    /// <param name="clusters">The clusters of each file.</param>
    /// <param name="weight">What all of them weigh together.</param>
    /// <param name="toJudge">Whether a judge is to read their questions.</param>
    /// <returns>One set a knowledge base.</returns>
    public IReadOnlyList<CalibrationSet> Make(
        IReadOnlyList<IReadOnlyList<SiblingCluster>> clusters, double weight, bool toJudge)
    {
        string[] texts = [.. clusters.SelectMany(file => file).SelectMany(cluster => cluster.Members).SelectMany(member => member)];
        Encode([.. texts.SelectMany(Forms)]);
        return new SiblingSets((stored, asked) => Make(stored, asked, toJudge)).Make(clusters, weight);
    }

    /// <summary>A stored question as a judge reads it.</summary>
    /// <param name="text">The question: see <see cref="TextNormalizer.ForEncoding"/>.</param>
    public JudgedText Judged(string text)
    {
        if (!_judged.TryGetValue(text, out JudgedText? judged))
        {
            _judged[text] = judged = JudgedText.Encode(_encoder, [text])[0];
        }

        return judged;
    }

    private CalibrationSet Make(
        IReadOnlyList<(string Entry, string Question)> stored, IReadOnlyList<LabelledSibling> asked, bool toJudge)
    {
        FaqCatalog catalog = CatalogOf(stored);
        string[] texts = [.. asked.Select(question => EssenceOf(question.Text))];
        Encode(texts);
        return new CalibrationSet(
            catalog,
            [
                .. asked.Zip(texts, (question, text) => new LabelledQuestion(
                    text, _vectors[text], question.Entries is [var only] ? catalog.IndexOf(only) : -1)
                {
                    IsNearMiss = question.Entries.Count == 0,
                    Several = question.Entries.Count > 1 ? [.. question.Entries.Select(catalog.IndexOf)] : [],
                    Weight = question.Weight,
                    Judged = toJudge ? Judged(text) : null,
                }).Where((_, i) => catalog.RowOf(Question.Parse(asked[i].Text, int.MaxValue)) < 0),
            ]);
    }

    private static string[] Forms(string question) => [TextNormalizer.ForEncoding(question), EssenceOf(question)];

    private static string EssenceOf(string question) => Vocabulary.None.EssenceOf(Question.Parse(question, int.MaxValue));

    private FaqCatalog CatalogOf(IEnumerable<(string Entry, string Question)> stored)
    {
        IGrouping<string, string>[] groups = [.. stored.GroupBy(row => row.Entry, row => TextNormalizer.Clean(row.Question))];
        StoredQuestion[] questions =
            [.. groups.SelectMany((group, entry) => group.Select(text => new StoredQuestion(entry, text, TextNormalizer.MatchKey(text))))];
        KnowledgeBase knowledge = new()
        {
            Id = "calibration",
            Name = "calibration",
            Languages = [],
            DefaultAnswer = new LocalizedText("-"),
            Entries =
                [.. groups.Select(group => new FaqEntry { Id = group.Key, Question = group.First(), Answer = new LocalizedText("-") })],
        };
        VersionIdentity identity = new(
            knowledge.Id, 1, _encoder.Identity, TextNormalizer.Version, VectorFormat.Float32, KnowledgeHash.Of(knowledge),
                DateTimeOffset.UnixEpoch);
        float[] vectors = new float[questions.Length * _encoder.Dimensions];
        foreach ((int row, StoredQuestion question) in questions.Index())
        {
            _vectors[TextNormalizer.ForEncoding(question.Text)].CopyTo(vectors.AsMemory(row * _encoder.Dimensions));
        }

        return FaqCatalog.Build(new StoredVersion(identity, knowledge, questions, vectors), _encoder.Identity);
    }

    private CalibrationSet Make(
        IEnumerable<(string Entry, string Question)> stored, IEnumerable<(string Question, string Entry)> asked,
            IEnumerable<string> foreign)
    {
        FaqCatalog catalog = CatalogOf(stored);

        // An exact match has no confidence to fit.
        LabelledQuestion[] labelled =
        [
            .. asked.Where(query => catalog.RowOf(Question.Parse(query.Question, int.MaxValue)) < 0)
                .Select(query =>
                    new LabelledQuestion(EssenceOf(query.Question), _vectors[EssenceOf(query.Question)], catalog.IndexOf(query.Entry))
                    {
                        IsNearMiss = query.Entry == LabelledQuestions.None,
                    }),
            .. foreign.Select(question => new LabelledQuestion(EssenceOf(question), _vectors[EssenceOf(question)], -1)),
        ];
        return new CalibrationSet(catalog, labelled);
    }

    private void Encode(IEnumerable<string> texts)
    {
        string[] missing = [.. texts.Where(text => !_vectors.ContainsKey(text)).Distinct(StringComparer.Ordinal)];
        float[] vectors = new float[missing.Length * _encoder.Dimensions];
        _encoder.Encode(missing, vectors);
        for (int i = 0; i < missing.Length; i++)
        {
            _vectors[missing[i]] = vectors.AsMemory(i * _encoder.Dimensions, _encoder.Dimensions);
        }
    }
}

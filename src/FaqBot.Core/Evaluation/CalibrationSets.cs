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
    private readonly Dictionary<string, float[]> _vectors = new(StringComparer.Ordinal);

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

    private static string[] Forms(string question) => [TextNormalizer.ForEncoding(question), EssenceOf(question)];

    private static string EssenceOf(string question) => Vocabulary.None.EssenceOf(Question.Parse(question, int.MaxValue));

    private CalibrationSet Make(
        IEnumerable<(string Entry, string Question)> stored, IEnumerable<(string Question, string Entry)> asked,
            IEnumerable<string> foreign)
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
        float[] vectors = [.. questions.SelectMany(question => _vectors[TextNormalizer.ForEncoding(question.Text)])];
        FaqCatalog catalog = FaqCatalog.Build(new StoredVersion(identity, knowledge, questions, vectors), _encoder.Identity);

        // An exact match has no confidence to fit.
        LabelledQuestion[] labelled =
        [
            .. asked.Where(query => catalog.RowOf(Question.Parse(query.Question, int.MaxValue)) < 0)
                .Select(query =>
                    new LabelledQuestion(EssenceOf(query.Question), _vectors[EssenceOf(query.Question)], catalog.IndexOf(query.Entry))),
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
            _vectors[missing[i]] = vectors[(i * _encoder.Dimensions)..((i + 1) * _encoder.Dimensions)];
        }
    }
}

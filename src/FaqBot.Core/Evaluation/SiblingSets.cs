using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Evaluation;

/// <summary>Makes small knowledge bases of sibling clusters, with questions that they answer and near misses that they do not.</summary>
/// <remarks>
/// One to nine clusters each, of one language; a third of the members is left out, and their texts are near misses. Owners keep one wording
/// or several: how many are stored differs from knowledge base to knowledge base. A stretch that stored siblings share, asked alone, names
/// none of them. Chosen by a fixed sequence: the same files give the same sets.
/// </remarks>
/// <param name="makeCatalog">Makes a set of stored questions and labelled ones: see <see cref="CalibrationSets"/>.</param>
internal sealed class SiblingSets(SiblingSets.MakeSet makeCatalog)
{
    // A second choice of what is left out and stored gives as many samples again.
    private const int Passes = 2;

    private const int MostStored = 3;
    private const double LeftOut = 0.35, NearMissShare = 1.0 / 3, FarWeight = 0.4;

    private static readonly double[] StoresMore = [0, 0.3, 0.6, 1];

    private readonly Random _random = new(21);

    /// <summary>Makes a set.</summary>
    /// <param name="stored">Entry and question.</param>
    /// <param name="asked">The labelled questions.</param>
    public delegate CalibrationSet MakeSet(
        IReadOnlyList<(string Entry, string Question)> stored, IReadOnlyList<LabelledSibling> asked);

    /// <summary>Makes the knowledge bases of some files.</summary>
    /// <param name="files">The clusters of each file.</param>
    /// <param name="weight">What all of them weigh together.</param>
    public IReadOnlyList<CalibrationSet> Make(IReadOnlyList<IReadOnlyList<SiblingCluster>> files, double weight)
    {
        List<(List<(string Entry, string Question)> Stored, List<LabelledSibling> Asked)> drafts =
        [
            .. Enumerable.Range(0, Passes).SelectMany(_ => files)
                .SelectMany(clusters => clusters.GroupBy(cluster => cluster.Language, StringComparer.Ordinal))
                .SelectMany(clusters => Chunks([.. clusters])).Select(Draft).Where(draft => draft.Stored.Count > 0),
        ];
        double Sum(Func<LabelledSibling, bool> isKind) =>
            drafts.SelectMany(draft => draft.Asked).Where(isKind).Sum(question => question.Weight);
        double answered = Sum(question => question.Entries.Count == 1);
        double nearMiss = answered / Sum(question => question.Entries.Count == 0) * NearMissShare / (1 - NearMissShare);
        return
        [
            .. drafts.Select(draft => makeCatalog(
                draft.Stored,
                [
                    .. draft.Asked.Select(question =>
                        question.Entries.Count == 0 ? question with { Weight = question.Weight * nearMiss } : question),
                ]) with
            {
                Weight = weight / answered * draft.Asked.Where(question => question.Entries.Count == 1).Sum(question => question.Weight),
                TakenOut = 0,
            }),
        ];
    }

    private IEnumerable<SiblingCluster[]> Chunks(SiblingCluster[] clusters)
    {
        for (int next = 0; next < clusters.Length;)
        {
            int size = _random.Next(4) switch { 0 => 1, 1 => 2, _ => _random.Next(4, 10) };
            yield return [.. clusters.Skip(next).Take(size)];
            next += size;
        }
    }

    private (List<(string Entry, string Question)> Stored, List<LabelledSibling> Asked) Draft(SiblingCluster[] clusters)
    {
        double storesMore = StoresMore[_random.Next(StoresMore.Length)];
        List<(string Entry, string Question)> stored = [];
        List<LabelledSibling> asked = [];
        foreach ((int number, SiblingCluster cluster) in clusters.Index())
        {
            int first = stored.Count;
            foreach ((int member, IReadOnlyList<string> texts) in cluster.Members.Index())
            {
                string entry = $"{number}.{member}";
                bool isLeftOut = _random.NextDouble() < LeftOut;
                List<int> own = isLeftOut ? [] : Stored(texts.Count, storesMore);
                stored.AddRange(own.Select(text => (entry, texts[text])));
                asked.AddRange(Enumerable.Range(0, texts.Count).Except(own)
                    .Select(text => new LabelledSibling(texts[text], isLeftOut ? [] : [entry], text < 2 ? 1 : FarWeight)));
            }

            asked.AddRange(SharedStretch.Of([.. stored.Skip(first)]).Select(shared => new LabelledSibling(shared.Text, shared.Entries, 1)));
        }

        return (stored, asked);
    }

    /// <summary>The first text and perhaps others, of which at least one stays to be asked.</summary>
    private List<int> Stored(int texts, double storesMore)
    {
        List<int> own = [0], rest = [.. Enumerable.Range(1, texts - 1)];
        while (rest.Count > 1 && own.Count < MostStored && _random.NextDouble() < storesMore)
        {
            int chosen = _random.Next(rest.Count);
            own.Add(rest[chosen]);
            rest.RemoveAt(chosen);
        }

        return own;
    }
}

/// <summary>A question to a knowledge base of siblings.</summary>
/// <param name="Text">The question.</param>
/// <param name="Entries">The entry that answers it; none for a near miss; several where it names none of them in particular.</param>
/// <param name="Weight">How often it counts beside the others of its kind.</param>
internal sealed record LabelledSibling(string Text, IReadOnlyList<string> Entries, double Weight);

using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Tests.Matching;

/// <summary>Catalogs of vectors that have a direction of their entry, and some of what entries say alike.</summary>
internal static class TaughtCatalogs
{
    private const int Dimensions = 96, Alike = 6;

    public static ConfidenceModel Confidence { get; } = Confidences.Of(Version([], 0).Identity.Model.Fingerprint, 0.3, 0.8, 0.5);

    /// <summary>A version whose entries have so many questions.</summary>
    /// <param name="questions">Questions of each entry.</param>
    /// <param name="noise">Length of what entries say alike beside that of their own direction, 1.</param>
    /// <param name="seed">Seed of the vectors.</param>
    public static StoredVersion Version(IReadOnlyList<int> questions, double noise, int seed = 1)
    {
        Random random = new(seed);
        FaqEntry[] entries =
        [
            .. questions.Select((count, entry) => Catalogs.Entry(
                $"e{entry}", [.. Enumerable.Range(0, count).Select(question => $"w{entry}x{question}")])),
        ];
        int[] entriesByRow = [.. entries.SelectMany((entry, index) => entry.Questions.Select(_ => index))];
        int row = 0;
        return Catalogs.Version(entries, _ => VectorOf(entriesByRow[row++], noise, random));
    }

    public static FaqCatalog Build(StoredVersion version, Teaching? teaching = null)
    {
        version = version with { Identity = version.Identity with { Taught = teaching?.ToJson() } };
        return FaqCatalog.Build(version, version.Identity.Model);
    }

    /// <summary>What may be asked of an entry.</summary>
    public static float[] VectorOf(int entry, double noise, Random random)
    {
        float[] vector = new float[Dimensions];
        vector[Alike + entry] = 1;
        for (int i = 0; i < Alike; i++)
        {
            vector[i] += (float)(noise * ((random.NextDouble() * 2) - 1));
        }

        UnitLength.Make(vector);
        return vector;
    }

    /// <summary>The entries for a question, ranked.</summary>
    public static RankedEntry[] Rank(FaqCatalog catalog, float[] vector) => Confidences.Rank(catalog, Gather(catalog, vector), Confidence);

    /// <summary>The evidence for a question, with what was taught.</summary>
    public static List<EntryEvidence> Find(FaqCatalog catalog, float[] vector)
    {
        List<EntryEvidence> entries = Gather(catalog, vector);
        catalog.Taught?.Teach(entries, Confidence.Ranking);
        return entries;
    }

    private static List<EntryEvidence> Gather(FaqCatalog catalog, float[] vector) => EvidenceSearch.Find(
        catalog, "asked", vector, Confidence.Scale, EntryFilter.None, DateTimeOffset.UnixEpoch).Entries;
}

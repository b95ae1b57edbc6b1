using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FaqBot.Core.Matching;

namespace FaqBot.Bench;

/// <summary>The exact search, to the most vectors that it is used for, against the fastest read of the same memory, one thread
/// each.</summary>
internal static class ScanBench
{
    private const int Dimensions = 384;
    private const int Top = 10;

    public static IReadOnlyList<Measurement> Run(BenchContext context)
    {
        List<Measurement> rows = [];
        foreach (int vectors in (int[])[10_000, CatalogSearch.ExactRows])
        {
            foreach (int questions in (int[])[1, 5])
            {
                rows.Add(Measure(context, vectors, questions));
            }
        }

        return rows;
    }

    private static Measurement Measure(BenchContext context, int vectors, int questionsPerEntry)
    {
        float[] block = RandomCatalog.UnitVectors(vectors, Dimensions, seed: 1);
        FaqCatalog catalog = RandomCatalog.Build(block, Dimensions, questionsPerEntry);
        float[] query = RandomCatalog.UnitVectors(1, Dimensions, seed: 2);
        double gigabytes = (double)vectors * Dimensions * sizeof(float) / 1e9;
        float sum = 0;
        (Series subject, Series peer) = Rounds.Interleave(
            context.Rounds,
            context.RoundLength,
            () => CatalogSearch.Nearest(catalog, query, EntryFilter.None, DateTimeOffset.UnixEpoch, Top),
            () => sum += Read(block));
        GC.KeepAlive(sum);
        double Rate(double seconds) => gigabytes / seconds;
        string name = $"scan: {vectors:#,0} vectors, {(questionsPerEntry == 1 ? "one" : "five")} an entry";
        return new Measurement(name, "GB/s", subject.To(Rate), "plain read of the same block", peer.To(Rate), Goal.RatioAtLeast(0.80));
    }

    /// <summary>Reads memory as fast as one thread can: independent sums keep as many loads under way as the core can.</summary>
    private static float Read(ReadOnlySpan<float> block)
    {
        ReadOnlySpan<Vector256<float>> lanes = MemoryMarshal.Cast<float, Vector256<float>>(block);
        Vector256<float> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 4 <= lanes.Length; i += 4)
        {
            a += lanes[i];
            b += lanes[i + 1];
            c += lanes[i + 2];
            d += lanes[i + 3];
        }

        return Vector256.Sum(a + b + c + d);
    }
}

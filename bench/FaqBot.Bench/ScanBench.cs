using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FaqBot.Encoding;
using FaqBot.Knowledge;
using FaqBot.Matching;
using FaqBot.Storage;
using FaqBot.Text;

namespace FaqBot.Bench;

/// <summary>The exact search against the fastest read of the same memory, one thread each.</summary>
internal static class ScanBench
{
    private const int Dimensions = 384;
    private const int Top = 10;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context)
    {
        List<Measurement> rows = [];
        foreach (int vectors in (int[])[10_000, 100_000])
        {
            foreach (int questions in (int[])[1, 5])
            {
                rows.Add(await MeasureAsync(context, vectors, questions));
            }
        }

        return rows;
    }

    private static async Task<Measurement> MeasureAsync(BenchContext context, int vectors, int questionsPerEntry)
    {
        FaqCatalog catalog = RandomCatalog.Build(vectors / questionsPerEntry, questionsPerEntry, Dimensions);
        float[] query = RandomCatalog.UnitVectors(1, Dimensions, seed: 2);
        float[] block = RandomCatalog.UnitVectors(vectors, Dimensions, seed: 1);
        double gigabytes = (double)vectors * Dimensions * sizeof(float) / 1e9;
        float sum = 0;
        (Series subject, Series peer) = await Rounds.AlternateAsync(
            context.Rounds,
            () => gigabytes / Rounds.MedianSeconds(
                context.RoundLength / 2, () => CatalogSearch.Nearest(catalog, query, EntryFilter.None, DateTimeOffset.UnixEpoch, Top)),
            () => gigabytes / Rounds.MedianSeconds(context.RoundLength / 2, () => sum += Read(block)));
        GC.KeepAlive(sum);
        string name = $"scan: {vectors:#,0} vectors, {(questionsPerEntry == 1 ? "one" : "five")} an entry";
        return new Measurement(name, "GB/s", subject, "plain read, one thread", peer, Goal.RatioAtLeast(0.80));
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

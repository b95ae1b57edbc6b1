using System.Diagnostics;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>All of a decision but the encoding: search, words, evidence, confidence; on one thread up to 200,000 questions.</summary>
internal static class DecideBench
{
    private const int Queries = 400;

    public static IReadOnlyList<Measurement> Run(BenchContext context, BenchFolder folder)
    {
        List<Measurement> rows = [];
        foreach ((int entries, int questions, double limit, bool beside) in new[]
        {
            (10_000, 5, 2.0, true), (100_000, 1, 10, true), (200_000, 5, 10, false),
        })
        {
            rows.AddRange(Measure(context, entries, questions, limit, beside && OperatingSystem.IsLinux()));
            rows.AddRange(MeasureBytes(context, entries, questions, limit, folder.Root));
        }

        return rows;
    }

    private static IEnumerable<Measurement> Measure(BenchContext context, int entries, int questions, double limit, bool beside)
    {
        FaqCatalog catalog = NearCatalog.Build(entries, questions);
        string size = $"{entries * questions:#,0} questions";
        ConfidenceModel confidence = ConfidenceModel.Read(
            BenchContext.Model, new EncoderIdentity("", ModelFolder.Open(BenchContext.Model).Fingerprint, NearCatalog.Dimensions));
        (string Text, float[] Vector, int Entry)[] asked =
        [
            .. Enumerable.Range(0, Queries).Select(number => (number * 7_877) % entries).Select((entry, number) => (
                Question.Parse(Questions.Typed[number % Questions.Typed.Length]).Essence, NearCatalog.Query(entry, number), entry)),
        ];
        int next = 0;
        void Decide()
        {
            (string text, float[] vector, _) = asked[next++ % Queries];
            FoundEntries found = EvidenceSearch.Find(
                catalog, text, vector, confidence.Scale, EntryFilter.None, DateTimeOffset.UnixEpoch);
            Ranking.Rank(Contenders.Of(catalog, text, found, confidence.Ranking, catalog.Taught), null, confidence.Weights);
        }

        using SqlitePeer? peer = beside ? new SqlitePeer(catalog) : null;
        (Series subject, Series other) = Rounds.Interleave(
            context.Rounds, context.RoundLength, Decide, peer is null ? () =>
                Nearest(catalog, asked[next % Queries].Vector) : () => peer.Nearest(asked[next % Queries].Vector));
        yield return new Measurement(
            $"decide: {size}", "ms", subject.To(Milliseconds), peer is null
                ? "exact scan alone" : "sqlite-vec, nearest 10 alone", other.To(Milliseconds), Goal.AtMost(limit, "ms"));
        if (peer is not null)
        {
            (subject, other) = Rounds.Interleave(context.Rounds, context.RoundLength, Decide, () => peer.Words(asked[next % Queries].Text));
            yield return new Measurement($"decide: {size}", "ms", subject.To(Milliseconds), "FTS5, BM25 over trigrams alone",
                other.To(Milliseconds), Goal.AtMost(limit, "ms"));
        }

        double[] times = [.. Enumerable.Range(0, 3 * Queries).Select(_ => Time(Decide)).Order()];
        yield return Single($"decide: {size}, 99th percentile", "ms", times[^(times.Length / 100)] * 1_000, times[times.Length / 2] * 1_000,
            "median", Goal.AtMost(Math.Max(limit, 10), "ms"));
        int same = asked.Count(query =>
            CatalogSearch.Nearest(
                catalog, query.Vector, EntryFilter.None, DateTimeOffset.UnixEpoch, 1)[0].Row == Nearest(catalog, query.Vector));
        yield return Single(
            $"decide: {size}, recall of the nearest", "of 1", (double)same / Queries, 1, "exact scan", Goal.RatioAtLeast(0.99));
        yield return Single($"decide: {size}, memory of words and bits", "MB", catalog.IndexBytes / 1e6,
            catalog.Vectors.Rows * NearCatalog.Dimensions * 4 / 1e6, "the vectors", null);
    }

    /// <summary>The same with a byte a component in memory and the exact vectors in a file.</summary>
    private static IEnumerable<Measurement> MeasureBytes(
        BenchContext context, int entries, int questions, double limit, string folder)
    {
        FaqCatalog exact = NearCatalog.Build(entries, questions), bytes = NearCatalog.Build(entries, questions, folder);
        string size = $"{entries * questions:#,0} questions, bytes in memory";
        ConfidenceModel confidence = ConfidenceModel.Read(
            BenchContext.Model, new EncoderIdentity("", ModelFolder.Open(BenchContext.Model).Fingerprint, NearCatalog.Dimensions));
        (string Text, float[] Vector)[] asked =
        [
            .. Enumerable.Range(0, Queries).Select(number => (
                Question.Parse(Questions.Typed[number % Questions.Typed.Length]).Essence,
                NearCatalog.Query((number * 7_877) % entries, number))),
        ];
        FoundEntries Find(FaqCatalog catalog, int number) => EvidenceSearch.Find(
            catalog, asked[number].Text, asked[number].Vector, confidence.Scale, EntryFilter.None, DateTimeOffset.UnixEpoch);
        int next = 0;
        void Decide(FaqCatalog catalog) => Ranking.Rank(
            Contenders.Of(catalog, asked[next % Queries].Text, Find(catalog, next++ % Queries), confidence.Ranking, catalog.Taught),
            null, confidence.Weights);

        (Series subject, Series other) = Rounds.Interleave(
            context.Rounds, context.RoundLength, () => Decide(bytes), () => Decide(exact));
        yield return new Measurement(
            $"decide: {size}", "ms", subject.To(Milliseconds), "all in memory", other.To(Milliseconds), Goal.AtMost(limit, "ms"));
        double[] times = [.. Enumerable.Range(0, 3 * Queries).Select(_ => Time(() => Decide(bytes))).Order()];
        yield return Single($"decide: {size}, 99th percentile", "ms", times[^(times.Length / 100)] * 1_000, times[times.Length / 2] * 1_000,
            "median", Goal.AtMost(Math.Max(limit, 10), "ms"));
        int same = Enumerable.Range(0, Queries).Count(number => Find(bytes, number).Entries.SequenceEqual(Find(exact, number).Entries));
        yield return Single(
            $"decide: {size}, the same evidence to the last digit", "of 1", (double)same / Queries, 1, "all", Goal.RatioAtLeast(1));
        yield return Single(
            $"decide: {size}, memory of the vectors", "MB", bytes.Vectors.Bytes / 1e6, exact.Vectors.Bytes / 1e6, "all in memory",
            Goal.RatioAtMost(0.26));
    }

    private static int Nearest(FaqCatalog catalog, float[] query)
    {
        float[] cosines = new float[catalog.Vectors.Rows];
        catalog.Vectors.Cosines(query, 0, cosines);
        return Array.IndexOf(cosines, cosines.Max());
    }

    private static double Time(Action work)
    {
        long started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Milliseconds(double seconds) => seconds * 1_000;

    private static Measurement Single(string name, string unit, double measured, double limit, string limitName, Goal? goal) =>
        new(name, unit, new Series([measured]), limitName, new Series([limit]), goal);
}

using System.Diagnostics;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Tests.Building;

namespace FaqBot.Bench;

/// <summary>The model builder: how long a build takes, and its graphs against each other and against a plain export.</summary>
internal static class BuildBench
{
    private const int Tokens = 16;
    private const int SmallestId = 1_000;
    private const int LargestId = 6_000;

    public static IReadOnlyList<Measurement> Run(BenchContext context, BenchFolder folder) =>
        [.. Large(context, folder), .. Small(context, folder)];

    /// <summary>A checkpoint of the size of gte-base-zh, with random weights.</summary>
    private static Measurement[] Large(BenchContext context, BenchFolder folder)
    {
        context.Say("Writing a random checkpoint of 102 million weights …");
        string checkpoint =
            new CheckpointDraft(hidden: 768, layers: 12, heads: 12, inner: 3_072, vocabulary: 21_128, positions: 512, type: "F16")
            .Write(folder.PathOf("large"));
        string output = folder.PathOf("large-Int8");
        (Series build, Series copy) = Rounds.Alternate(
            context.Quick ? 1 : 3, () => Build(checkpoint, output, WeightFormat.Int8), () => Copy(checkpoint, folder.PathOf("copy")));
        Build(checkpoint, folder.PathOf("large-Fp32"), WeightFormat.Fp32);
        int threads = new EncoderOptions().EffectiveThreads;
        using AnyGraph int8 = Open(output, threads);
        using AnyGraph fp32 = Open(folder.PathOf("large-Fp32"), threads);
        return
        [
            new Measurement("build: int8 from f16, 768 wide, 12 layers", "s", build, "copying the checkpoint", copy, Goal.AtMost(60, "s")),
            Measure(context, "built int8, 768 wide, 12 layers", int8, "built fp32, same ids", fp32, 1, Goal.AtMost(100, "ms")),
        ];
    }

    /// <summary>all-MiniLM-L6-v2, whose plain export lies beside its weights; one thread, which a busy neighbour disturbs least.</summary>
    private static List<Measurement> Small(BenchContext context, BenchFolder folder)
    {
        string checkpoint = Path.Combine(BenchContext.Shared, "fixtures", "models", "all-MiniLM-L6-v2-f16");
        if (!File.Exists(Path.Combine(checkpoint, "model.safetensors")))
        {
            context.Say($"No rows for all-MiniLM-L6-v2: '{checkpoint}' is absent; set FAQBOT_SHARED.");
            return [];
        }

        Build(checkpoint, folder.PathOf("small-Fp32"), WeightFormat.Fp32);
        Build(checkpoint, folder.PathOf("small-Int8"), WeightFormat.Int8);
        using AnyGraph export = Open(checkpoint, threads: 1);
        using AnyGraph fp32 = Open(folder.PathOf("small-Fp32"), threads: 1);
        using AnyGraph int8 = Open(folder.PathOf("small-Int8"), threads: 1);
        List<Measurement> rows = [];
        foreach (int texts in (int[])[1, 32])
        {
            rows.Add(
                Measure(context, "MiniLM-L6 built int8, one thread", int8, "built fp32, same ids", fp32, texts, Goal.RatioAtMost(1 / 1.3)));
            rows.Add(
                Measure(context, "MiniLM-L6 built fp32, one thread", fp32, "plain export, same ids", export, texts, Goal.RatioAtMost(1)));
        }

        return rows;
    }

    private static Measurement Measure(
        BenchContext context, string name, AnyGraph subject, string peerName, AnyGraph peer, int texts, Goal goal)
    {
        Random random = new(1);
        long[] ids = [.. Enumerable.Range(0, texts * Tokens).Select(_ => (long)random.Next(SmallestId, LargestId))];
        (Series measured, Series limit) = Rounds.Interleave(
            context.Rounds, context.RoundLength, () => subject.Run(ids, texts), () => peer.Run(ids, texts));
        return new Measurement(
            $"{name}: {texts} × {Tokens} tokens", "ms", measured.To(Milliseconds), peerName, limit.To(Milliseconds), goal);
    }

    private static double Milliseconds(double seconds) => seconds * 1e3;

    private static AnyGraph Open(string folder, int threads) => new(Path.Combine(folder, "model.onnx"), threads);

    private static double Build(string checkpoint, string output, WeightFormat format)
    {
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        long started = Stopwatch.GetTimestamp();
        ModelBuilder.Build(checkpoint, output, new BuildOptions { Weights = format });
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Copy(string checkpoint, string output)
    {
        long started = Stopwatch.GetTimestamp();
        File.Copy(Path.Combine(checkpoint, "model.safetensors"), output, overwrite: true);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}

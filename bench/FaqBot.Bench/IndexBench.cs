using System.Diagnostics;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>Indexing into SQLite against the bare session on the same ids in the same batches.</summary>
internal static class IndexBench
{
    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        int count = context.Quick ? 300 : 2_000;
        EncoderOptions options = new();
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, options);
        using BareSession bare = new(BenchContext.Model, Environment.ProcessorCount);
        KnowledgeBase knowledge = BenchFolder.Knowledge(count / 4, 4);
        BareBatch[] batches = [.. Batches(encoder, options, knowledge)];
        int run = 0;
        (Series subject, Series peer) = await Rounds.AlternateAsync(
            Math.Max(3, context.Rounds / 2),
            () => RateAsync(count, () => IndexAsync(folder.PathOf($"index-{run++}.db"), encoder, knowledge)),
            () => RateAsync(count, () => Task.Run(() => Array.ForEach(batches, bare.Run))));
        Array.ForEach(batches, batch => batch.Dispose());
        return
        [
            new Measurement($"index: {count:#,0} questions into SQLite", "questions/s", subject, "bare session, same batches", peer,
                Goal.RatioAtLeast(1.0)),
            await TeachAsync(context, folder, encoder),
        ];
    }

    /// <summary>What the questions take that teach the ranking, as a share of all that indexing takes.</summary>
    private static async Task<Measurement> TeachAsync(BenchContext context, BenchFolder folder, TextEncoder encoder)
    {
        int entries = context.Quick ? 60 : 154;
        KnowledgeBase knowledge = BenchFolder.Knowledge(entries, 5);
        VersionTeaching teaching = VersionTeaching.For(encoder, BenchContext.Model);
        using KnowledgeStore store = KnowledgeStore.Open(folder.PathOf("taught.db"));
        await new KnowledgeIndexer(store, encoder, TimeProvider.System).IndexAsync(knowledge);
        using VersionWriter writer = store.Write(encoder.Identity, VectorFormat.Float32, TimeProvider.System);
        int run = 0;
        (Series taught, Series indexed) = await Rounds.AlternateAsync(
            Math.Max(3, context.Rounds / 2),
            () => MillisecondsAsync(() => Task.Run(() => teaching.Teach(writer, knowledge, null, CancellationToken.None))),
            () => MillisecondsAsync(async () =>
            {
                using KnowledgeStore empty = KnowledgeStore.Open(folder.PathOf($"taught-{run++}.db"));
                await new KnowledgeIndexer(empty, encoder, TimeProvider.System) { Teaching = teaching }.IndexAsync(knowledge);
            }));
        return new Measurement($"index: {entries * 5:#,0} questions teach the ranking", "ms", taught, "indexing them, that included",
            indexed, Goal.RatioAtMost(0.10));
    }

    private static async Task<double> MillisecondsAsync(Func<Task> work)
    {
        long started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task IndexAsync(string path, TextEncoder encoder, KnowledgeBase knowledge)
    {
        using KnowledgeStore store = KnowledgeStore.Open(path);
        await new KnowledgeIndexer(store, encoder, TimeProvider.System).IndexAsync(knowledge);
    }

    private static async Task<double> RateAsync(int count, Func<Task> work)
    {
        long started = Stopwatch.GetTimestamp();
        await work();
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The batches that the encoder makes: sorted by length, within the limit of tokens.</summary>
    private static IEnumerable<BareBatch> Batches(TextEncoder encoder, EncoderOptions options, KnowledgeBase knowledge)
    {
        int[] buffer = new int[512];
        int[][] rows =
        [
            .. knowledge.Entries.SelectMany(entry => entry.Questions)
                .Select(text => buffer[..encoder.Tokenizer.EncodeForModel(text, buffer)].ToArray())
                .OrderBy(ids => ids.Length),
        ];
        for (int first = 0, count; first < rows.Length; first += count)
        {
            count = 1;
            while (first + count < rows.Length && (count + 1) * rows[first + count].Length <= options.BatchTokens)
            {
                count++;
            }

            yield return new BareBatch(rows[first..(first + count)], encoder.Tokenizer.PaddingId, encoder.Dimensions);
        }
    }
}

using System.Diagnostics;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>As many bare sessions as an encoder has runs, fed with the batches that its callers make: what many at once can gain.</summary>
internal sealed class BareCallers : IDisposable
{
    private readonly BareSession[] _sessions;
    private readonly BareBatch[] _batches, _singles;

    /// <summary>Prepares the batches.</summary>
    /// <param name="encoder">Tokenises.</param>
    /// <param name="options">How many sessions, and of how many threads.</param>
    /// <param name="texts">The texts in the order in which they are asked for.</param>
    /// <param name="callers">How many wait at once: each run gets its share of them.</param>
    public BareCallers(TextEncoder encoder, EncoderOptions options, string[] texts, int callers)
    {
        _sessions =
        [
            .. Enumerable.Range(0, options.EffectiveRuns).Select(_ => new BareSession(BenchContext.Model, options.EffectiveThreads)),
        ];
        int[] buffer = new int[512];
        int[][] ids = [.. texts.Select(text => buffer[..encoder.Tokenizer.EncodeForModel(text, buffer)].ToArray())];
        _batches =
        [
            .. ids.Chunk(callers / _sessions.Length).Select(rows => new BareBatch(rows, encoder.Tokenizer.PaddingId, encoder.Dimensions)),
        ];
        _singles = [.. ids.Select(row => new BareBatch([row], encoder.Tokenizer.PaddingId, encoder.Dimensions))];
    }

    /// <summary>How many times as many texts a second all sessions do in batches, as one does one after the other.</summary>
    public double Gain(TimeSpan length) => Rate(_batches, _sessions.Length, length) / Rate(_singles, 1, length);

    public void Dispose()
    {
        Array.ForEach(_sessions, session => session.Dispose());
        Array.ForEach([.. _batches, .. _singles], batch => batch.Dispose());
    }

    private double Rate(BareBatch[] batches, int sessions, TimeSpan length)
    {
        int taken = -1, done = 0;
        long started = Stopwatch.GetTimestamp();
        Thread[] threads =
        [
            .. _sessions.Take(sessions).Select(session => new Thread(() =>
            {
                while (Stopwatch.GetElapsedTime(started) < length)
                {
                    // No two sessions write to one batch: they take turns, and there are many more batches than sessions.
                    BareBatch batch = batches[(int)((uint)Interlocked.Increment(ref taken) % (uint)batches.Length)];
                    session.Run(batch);
                    Interlocked.Add(ref done, batch.Texts);
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}

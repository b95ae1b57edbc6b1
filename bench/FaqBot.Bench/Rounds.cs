using System.Diagnostics;

namespace FaqBot.Bench;

/// <summary>Measures a subject and its peer in alternating rounds, so that a noisy machine disturbs both alike.</summary>
internal static class Rounds
{
    /// <summary>Runs one round of each to warm up, then alternates.</summary>
    /// <param name="count">Rounds that count.</param>
    /// <param name="subject">Gives the figure of a round.</param>
    /// <param name="peer">Gives the peer's figure of a round.</param>
    public static async Task<(Series Subject, Series Peer)> AlternateAsync(int count, Func<Task<double>> subject, Func<Task<double>> peer)
    {
        double[] subjects = new double[count];
        double[] peers = new double[count];
        await peer();
        await subject();
        for (int round = 0; round < count; round++)
        {
            // Whoever goes second finds warmer caches and a hotter processor: take turns in that too.
            if (round % 2 == 0)
            {
                subjects[round] = await subject();
                peers[round] = await peer();
            }
            else
            {
                peers[round] = await peer();
                subjects[round] = await subject();
            }
        }

        return (new Series(subjects), new Series(peers));
    }

    public static Task<(Series Subject, Series Peer)> AlternateAsync(int count, Func<double> subject, Func<double> peer) =>
        AlternateAsync(count, () => Task.FromResult(subject()), () => Task.FromResult(peer()));

    /// <summary>Repeats work for a while.</summary>
    /// <returns>Median time of one repetition, in seconds.</returns>
    public static double MedianSeconds(TimeSpan duration, Action work)
    {
        List<double> times = [];
        long started = Stopwatch.GetTimestamp();
        do
        {
            long one = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(one).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(started) < duration);
        return new Series([.. times]).Median;
    }
}

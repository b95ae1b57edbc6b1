using System.Diagnostics;

namespace FaqBot.Testing;

/// <summary>Waits for what must come, by asking again and again until a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until something is so.</summary>
    /// <param name="what">What is awaited, for the failure's message.</param>
    /// <param name="deadline">How long at most.</param>
    /// <param name="isSo">Whether it is.</param>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> TrueAsync(string what, TimeSpan deadline, Func<Task<bool>> isSo)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < deadline, $"Not within {deadline}: {what}");
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    public static Task<TimeSpan> TrueAsync(string what, TimeSpan deadline, Func<bool> isSo) =>
        TrueAsync(what, deadline, () => Task.FromResult(isSo()));

    /// <summary>The same within a minute, which is generous even on a busy machine.</summary>
    public static Task<TimeSpan> IsTrueAsync(Func<Task<bool>> condition, string what) =>
        TrueAsync(what, TimeSpan.FromMinutes(1), condition);
}

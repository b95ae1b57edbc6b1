namespace FaqBot.Core.Tests;

/// <summary>Waits for what another process or thread brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource deadline = new(Deadline);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not within {Deadline.TotalSeconds:0} s: {what}.");
            }
        }
    }
}

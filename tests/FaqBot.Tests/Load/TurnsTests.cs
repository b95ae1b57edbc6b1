using FaqBot.Encoding.Running;
using FaqBot.Engine;

namespace FaqBot.Tests.Load;

/// <summary>Work that takes turns, where more comes than can be done.</summary>
public sealed class TurnsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Turns_beyond_those_who_may_wait_are_refused()
    {
        using Turns turns = new(mostWaiting: 1);
        TaskCompletionSource gate = new();
        Task<int> running = Begin(turns, gate), waiting = turns.RunAsync(() => 2, CancellationToken.None);
        await Assert.ThrowsAsync<BusyException>(() => turns.RunAsync(() => 3, CancellationToken.None));
        gate.SetResult();
        int[] both = await Task.WhenAll(running, waiting);
        Assert.Equal([1, 2], both);
        Assert.Equal(4, await turns.RunAsync(() => 4, CancellationToken.None));
    }

    [Fact]
    public async Task Turns_are_refused_while_even_the_least_wait_is_too_long_and_taken_up_again()
    {
        // Nobody waits for no time at all: whoever comes soon after another is refused.
        using Turns turns = new(mostWaiting: 10, patience: TimeSpan.Zero);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await IsRefusedAsync(turns);
                return await IsRefusedAsync(turns);
            },
            "who comes soon after another is refused");
        await Eventually.IsTrueAsync(async () => !await IsRefusedAsync(turns), "after a pause nobody is");
    }

    /// <summary>Takes the turn, and keeps it until the gate opens.</summary>
    private static Task<int> Begin(Turns turns, TaskCompletionSource gate)
    {
        using SemaphoreSlim begun = new(0);
        Task<int> running = Task.Run(() => turns.RunAsync(
            () =>
            {
                begun.Release();
                gate.Task.GetAwaiter().GetResult();
                return 1;
            },
            CancellationToken.None));
        Assert.True(begun.Wait(Soon), "the turn was not given");
        return running;
    }

    private static async Task<bool> IsRefusedAsync(Turns turns)
    {
        try
        {
            await turns.RunAsync(() => 0, CancellationToken.None);
            return false;
        }
        catch (BusyException)
        {
            return true;
        }
    }
}

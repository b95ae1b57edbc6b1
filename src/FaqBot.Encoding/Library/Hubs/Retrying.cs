using System.Globalization;

namespace FaqBot.Encoding.Library.Hubs;

/// <summary>Repeats what failed in passing: waits twice as long each time, or as long as the server asks.</summary>
internal sealed class Retrying(HubOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestOwnWait = TimeSpan.FromSeconds(30);

    /// <summary>Runs attempts until one succeeds.</summary>
    /// <param name="attempt">One attempt.</param>
    /// <param name="gained">Bytes gained so far: failures are counted anew whenever an attempt adds to it.</param>
    /// <param name="waits">Told about each wait, or null.</param>
    /// <param name="cancellationToken">Stops attempts and waits.</param>
    /// <exception cref="HubException">Too many failures, or the server asks for too long a wait.</exception>
    public async Task<T> RunAsync<T>(
        Func<Task<T>> attempt, Func<long> gained, Action<string>? waits, CancellationToken cancellationToken)
    {
        for (int failures = 0; ;)
        {
            long before = gained();
            try
            {
                return await attempt();
            }
            catch (TransientFailure failure)
            {
                failures = gained() > before ? 1 : failures + 1;
                if (failures >= options.Attempts)
                {
                    throw new HubException(
                        $"{failure.Message} {failures} attempts failed; run the command again later, it goes on where it was.", failure);
                }

                TimeSpan wait = failure.RetryAfter ?? Backoff(failures);
                if (wait > options.LongestWait)
                {
                    throw new HubException(
                        $"{failure.Message} The server asks to wait {Seconds(wait)}; run the command again then, it goes on where it was.",
                            failure);
                }

                waits?.Invoke($"{failure.Message} Goes on in {Seconds(wait)}.");
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    private static TimeSpan Backoff(int failures)
    {
        TimeSpan wait = FirstWait * Math.Pow(2, failures - 1);
        return wait < LongestOwnWait ? wait : LongestOwnWait;
    }

    private static string Seconds(TimeSpan wait) => string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.#} s");
}

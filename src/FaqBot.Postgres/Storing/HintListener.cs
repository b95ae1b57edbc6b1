using FaqBot.Postgres.Connecting;
using Npgsql;

namespace FaqBot.Postgres.Storing;

/// <summary>Listens for hints that something was changed.</summary>
/// <remarks>
/// Hints get lost: while it is not connected, behind a pooler, in a network that was cut silently. So each new connection counts as a
/// hint, and whoever waits for hints looks by itself, too, from time to time.
/// </remarks>
internal static class HintListener
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Listens until it is stopped.</summary>
    /// <param name="address">Where.</param>
    /// <param name="hint">What is done at each hint.</param>
    /// <param name="stoppingToken">Stops.</param>
    public static async Task RunAsync(ServerAddress address, Action hint, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = new(address.Direct);
                await connection.OpenAsync(stoppingToken);
                connection.Notification += (_, _) => hint();
                await using (NpgsqlCommand listen = new($"LISTEN {PostgresConnection.Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                }

                hint();
                while (true)
                {
                    await connection.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
            {
                // The server is away, or ended the session: whoever waits looks every second anyway, and says what it met.
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

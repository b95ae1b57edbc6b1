using FaqBot.Core.Storage;
using FaqBot.Postgres.Connecting;
using Npgsql;

namespace FaqBot.Postgres.Storing;

/// <summary>One at a time encodes into a database, whatever machine it is on; who ends, even by kill −9, has left.</summary>
/// <remarks>
/// A lock of a session on a connection of its own, which is in no pool, goes through no pooler and is kept alive: it ends with the
/// connection, so there is no lease whose time would have to be guessed. Not a lock of a transaction, which, open for minutes, would hold
/// back the server's cleaning.
/// </remarks>
internal sealed class EncodingTurn : IDisposable
{
    private const string Take = "SELECT pg_try_advisory_lock(hashtextextended('faqbot encoding', 0))";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlConnection _connection;

    private EncodingTurn(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits for a turn.</summary>
    /// <exception cref="StoreException">The server cannot be reached.</exception>
    public static async Task<IDisposable> TakeAsync(ServerAddress address, TimeProvider time, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = new(address.Direct);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using NpgsqlCommand command = new(Take, connection);
            while (await command.ExecuteScalarAsync(cancellationToken) is not true)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }

            return new EncodingTurn(connection);
        }
        catch (NpgsqlException exception)
        {
            await connection.DisposeAsync();
            throw ServerFaults.Of(address.Name, exception);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();
}

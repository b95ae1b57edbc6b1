namespace FaqBot.Channels.DirectLine;

/// <summary>Counts open streams, in all and of each address.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StreamSeats(DirectLineOptions options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> _addresses = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Takes a seat.</summary>
    /// <param name="address">Whose stream it is.</param>
    /// <returns>The seat, which becomes free with its disposal.</returns>
    /// <exception cref="DirectLineException">All are taken.</exception>
    public IDisposable Take(string address)
    {
        lock (_addresses)
        {
            int own = _addresses.GetValueOrDefault(address);
            if (_taken >= options.MaxStreams || own >= options.MaxStreamsPerAddress)
            {
                throw DirectLineException.TooMany(own >= options.MaxStreamsPerAddress
                    ? $"The address has {own} streams, which is the most." : $"There are {_taken} streams, which is the most.", RetryAfter);
            }

            _taken++;
            _addresses[address] = own + 1;
        }

        return new Seat(this, address);
    }

    private void Free(string address)
    {
        lock (_addresses)
        {
            _taken--;
            if (--_addresses[address] is var left && left == 0)
            {
                _addresses.Remove(address);
            }
        }
    }

    private sealed class Seat(StreamSeats seats, string address) : IDisposable
    {
        public void Dispose() => seats.Free(address);
    }
}

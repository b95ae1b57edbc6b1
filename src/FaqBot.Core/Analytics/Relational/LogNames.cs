using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Analytics.Relational;

/// <summary>The numbers that stand for names in rows, and the secrets of the months; what was found once is remembered.</summary>
/// <remarks>Several processes may write one file: whoever comes second finds what the first one wrote.</remarks>
internal sealed class LogNames(StoreConnection connection) : IDisposable
{
    private const int MostRemembered = 200_000;

    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<int, byte[]> _secrets = [];
    private readonly Prepared _addName = new(connection, "INSERT INTO names (text) VALUES ($1) ON CONFLICT DO NOTHING");
    private readonly Prepared _findName = new(connection, "SELECT id FROM names WHERE text = $1");
    private readonly Prepared _addSecret = new(
        connection, "INSERT INTO log_secrets (month, value) VALUES ($1, $2) ON CONFLICT DO NOTHING");
    private readonly Prepared _findSecret = new(connection, "SELECT value FROM log_secrets WHERE month = $1");

    /// <summary>The number of a name.</summary>
    public long IdOf(string name)
    {
        if (_ids.TryGetValue(name, out long id))
        {
            return id;
        }

        _addName.Run(name);
        id = (long)_findName.Value(name)!;
        if (_ids.Count >= MostRemembered)
        {
            _ids.Clear();
        }

        return _ids[name] = id;
    }

    /// <summary>The secret of a month; 0: the lasting one.</summary>
    public byte[] SecretOf(int month)
    {
        if (!_secrets.TryGetValue(month, out byte[]? secret))
        {
            _addSecret.Run(month, LogKeys.NewSecret());
            secret = (byte[])_findSecret.Value(month)!;
            _secrets[month] = secret;
        }

        return secret;
    }

    /// <summary>Forgets what a transaction found that was not committed.</summary>
    public void Clear()
    {
        _ids.Clear();
        _secrets.Clear();
    }

    public void Dispose()
    {
        _addName.Dispose();
        _findName.Dispose();
        _addSecret.Dispose();
        _findSecret.Dispose();
    }
}

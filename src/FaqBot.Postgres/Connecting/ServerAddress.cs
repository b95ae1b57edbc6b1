using FaqBot.Core.Storage;
using Npgsql;

namespace FaqBot.Postgres.Connecting;

/// <summary>What leads to a database of PostgreSQL, with defaults that fit several replicas before one server.</summary>
public sealed class ServerAddress
{
    // Replicas times the client's own default of a hundred exceed what a server takes.
    private const int PoolSize = 10;
    private const int ConnectSeconds = 15, CommandSeconds = 60, KeepAliveSeconds = 10;

    private static readonly string[] Schemes = ["postgres", "postgresql"];

    private readonly NpgsqlConnectionStringBuilder _pooled, _direct;

    /// <summary>Reads where a database is.</summary>
    /// <param name="place">The place.</param>
    /// <exception cref="StoreException">It cannot be read; what it says is a secret and is not in the message.</exception>
    public ServerAddress(StorePlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        _pooled = Read(place.ConnectionString ?? "");
        _direct = place.DirectConnectionString is { Length: > 0 } direct ? Read(direct) : new(_pooled.ConnectionString);

        // What is set within transactions ends with them, and a pooler would take the reset to another session.
        _pooled.NoResetOnClose = true;

        // Locks of a session outlive its way back into the pool, and one that listens must not be lent to others.
        _direct.Pooling = false;
        _direct.KeepAlive = _direct.KeepAlive == 0 ? KeepAliveSeconds : _direct.KeepAlive;
        Name = $"{_pooled.Host}:{_pooled.Port}/{_pooled.Database ?? _pooled.Username}";
    }

    /// <summary>Host, port and database, which may be shown.</summary>
    public string Name { get; }

    /// <summary>For what ends with a transaction: pooled, perhaps by a pooler of its own.</summary>
    public string Pooled => _pooled.ConnectionString;

    /// <summary>For what lasts longer: a connection to the server itself, in no pool.</summary>
    public string Direct => _direct.ConnectionString;

    private static NpgsqlConnectionStringBuilder Read(string text)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && Schemes.Contains(address.Scheme)
                ? FromAddress(address)
                : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw Invalid("it cannot be read");
        }

        if (string.IsNullOrEmpty(builder.Host))
        {
            throw Invalid("it names no host");
        }

        SetUnlessNamed(builder, text, "Maximum Pool Size", PoolSize);
        SetUnlessNamed(builder, text, "Timeout", ConnectSeconds);
        SetUnlessNamed(builder, text, "Command Timeout", CommandSeconds);
        builder.ApplicationName ??= "FaqBot";

        // Neither the text of a question nor a password is for a message.
        builder.IncludeErrorDetail = false;
        builder.PersistSecurityInfo = false;
        return builder;
    }

    private static NpgsqlConnectionStringBuilder FromAddress(Uri address)
    {
        string[] user = address.UserInfo.Split(':', 2);
        NpgsqlConnectionStringBuilder builder = new()
        {
            Host = address.Host,
            Port = address.Port > 0 ? address.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')) is { Length: > 0 } database ? database : null,
        };
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (string pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            string name = Uri.UnescapeDataString(parts[0]), value = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
            builder[name.ToUpperInvariant() switch
            {
                "SSLMODE" => "SSL Mode",
                "SSLROOTCERT" => "Root Certificate",
                "APPLICATION_NAME" => "Application Name",
                "CONNECT_TIMEOUT" => "Timeout",
                _ => name,
            }] = value.Replace("-", "", StringComparison.Ordinal) is var plain && name.Equals("sslmode", StringComparison.OrdinalIgnoreCase)
                ? plain : value;
        }

        return builder;
    }

    private static void SetUnlessNamed(NpgsqlConnectionStringBuilder builder, string text, string name, int value)
    {
        if (!builder.ContainsKey(name) || (!text.Contains(name, StringComparison.OrdinalIgnoreCase)
            && !text.Contains(name.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)))
        {
            builder[name] = value;
        }
    }

    private static StoreException Invalid(string found) => new(
        "PostgreSQL", StoreFault.CannotOpen,
        $"its connection string is wrong: {found}; expected Host=…;Database=…;Username=…;Password=… or "
        + "postgres://user:password@host:port/database (FaqBot:Storage:ConnectionString)");
}

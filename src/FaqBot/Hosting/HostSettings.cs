using System.Globalization;

namespace FaqBot.Hosting;

/// <summary>Checks what the web server and the log take from the configuration, where they would fall silent or apart.</summary>
internal static class HostSettings
{
    private static readonly string[] Ports = ["http_ports", "https_ports"];

    /// <summary>Finds what cannot be used.</summary>
    /// <returns>One line a fault.</returns>
    public static IEnumerable<string> Faults(IConfiguration configuration) =>
    [
        .. Ports.SelectMany(key => PortFaults(key, configuration[key])),
        .. Split(configuration["urls"]).Where(url => !IsAddress(url))
            .Select(url => $"urls: found '{url}', expected an address without a path, such as http://127.0.0.1:5080"),
        .. LevelFaults(configuration.GetSection("Logging")),
        .. SecretFiles.Faults(configuration),
    ];

    private static IEnumerable<string> PortFaults(string key, string? ports) => Split(ports)
        .Where(port => !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(port => $"{key}: found '{port}', expected a port, 0 to 65535");

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The server's own reading, which takes more hosts than a URL has: *, +, sockets.</summary>
    private static bool IsAddress(string url)
    {
        try
        {
            BindingAddress address = BindingAddress.Parse(url);
            return address.Scheme is "http" or "https" && address.PathBase.Length == 0
                && (address.IsUnixPipe || address.IsNamedPipe || address.Port is >= 0 and <= ushort.MaxValue);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static IEnumerable<string> LevelFaults(IConfigurationSection section) => section.GetChildren().SelectMany(child =>
        child.Key.Equals("LogLevel", StringComparison.OrdinalIgnoreCase)
            ? child.GetChildren().Where(level => level.Value is { Length: > 0 } value && !IsLevel(value))
                .Select(level => $"{level.Path}: found '{level.Value}', expected {string.Join(", ", Enum.GetNames<LogLevel>())}")
            : LevelFaults(child));

    private static bool IsLevel(string value) => Enum.TryParse(value, ignoreCase: true, out LogLevel level) && Enum.IsDefined(level);
}

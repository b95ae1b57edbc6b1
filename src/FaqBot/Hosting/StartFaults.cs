using Microsoft.AspNetCore.Http;

namespace FaqBot.Hosting;

/// <summary>What is wrong with where the service is to listen and what it is to log, before anything is started.</summary>
internal static class StartFaults
{
    private static readonly char[] Separators = [';'];

    private static readonly string[] Ports = ["http_ports", "https_ports"];

    /// <summary>Looks at addresses, ports and log levels.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <returns>One line a fault: where, found, expected.</returns>
    public static IEnumerable<string> Of(IConfiguration configuration) =>
    [
        .. Items(configuration, "urls").SelectMany(AddressFaults),
        .. Ports.SelectMany(key => Items(configuration, key), PortFault).OfType<string>(),
        .. LevelFaults(configuration.GetSection("Logging")),
    ];

    private static string[] Items(IConfiguration configuration, string key) =>
        configuration[key]?.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static IEnumerable<string> AddressFaults(string url)
    {
        const string Expected = "expected an address such as http://127.0.0.1:5080";
        BindingAddress? address = null;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
        }

        if (address is null || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.Port is < 0 or > 65_535 || address.Host.Contains(':', StringComparison.Ordinal) != address.Host.StartsWith('['))
        {
            yield return $"urls: found '{url}', {Expected}";
        }
        else if (address.PathBase.Length > 0)
        {
            yield return $"urls: found '{url}' with a path, {Expected}; a path belongs to the proxy in front";
        }
    }

    private static string? PortFault(string key, string port) =>
        int.TryParse(port, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)
        && number <= 65_535 ? null : $"{key}: found '{port}', expected a port, 0 to 65535";

    private static IEnumerable<string> LevelFaults(IConfigurationSection section)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            foreach (string fault in child.Key.Equals("LogLevel", StringComparison.OrdinalIgnoreCase)
                ? child.GetChildren().Where(level => !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _)).Select(level =>
                    $"{level.Path}: found '{level.Value}', expected {string.Join(" or ", Enum.GetNames<LogLevel>())}")
                : LevelFaults(child))
            {
                yield return fault;
            }
        }
    }
}

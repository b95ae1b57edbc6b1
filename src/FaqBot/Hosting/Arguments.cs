using FaqBot.Options;

namespace FaqBot.Hosting;

/// <summary>What the command line asks for besides options that the settings file knows.</summary>
internal static class Arguments
{
    /// <summary>Exit code of a command line or options that the service cannot be started with.</summary>
    public const int Invalid = 2;

    private const string Help = """
        FaqBot: answers customers' questions with the owner's own answers.

        Usage: FaqBot [options]

          --urls URLS                where to listen, such as http://127.0.0.1:5080 (also: ASPNETCORE_URLS)
          --FaqBot:SECTION:NAME V    sets an option of appsettings.json, which documents all of them (also: FaqBot__SECTION__NAME)
          --environment NAME         reads appsettings.NAME.json, too
          --health URL               asks a running service whether it is well; exit code 0 when it is
          --version                  shows the version
          --help                     shows this

        Exit codes: 0 told to end, 1 cannot start, 2 options or command line not valid.
        """;

    private static readonly string[] Known =
        ["urls", "http_ports", "https_ports", "environment", "contentRoot", "AllowedHosts"];

    // Sections whose options are set by their paths.
    private static readonly string[] Sections = ["FaqBot:", "Kestrel:", "Logging:"];

    /// <summary>Does what only asks for words, and finds what nobody knows.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="probe">Asks a running service how it is.</param>
    /// <param name="output">Receives what was asked for.</param>
    /// <param name="errors">Receives what is wrong, in one line.</param>
    /// <returns>The exit code; null when the service is to be started.</returns>
    public static async Task<int?> AnswerAsync(
        string[] args, Func<string, TextWriter, Task<int>> probe, TextWriter output, TextWriter errors)
    {
        if (args is ["--health", string address])
        {
            return await probe(address, errors);
        }

        if (args.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            await output.WriteLineAsync(Help);
            return 0;
        }

        if (args.Contains("--version"))
        {
            await output.WriteLineAsync(ProductVersion.Current);
            return 0;
        }

        string[] faults = [.. Faults(args)];
        if (faults.Length == 0)
        {
            return null;
        }

        await errors.WriteLineAsync($"Cannot start: {string.Join("; ", faults)}. Options: --help.");
        return Invalid;
    }

    private static IEnumerable<string> Faults(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                yield return $"found '{args[i]}', expected an option, which starts with --";
                continue;
            }

            string[] parts = args[i][2..].Split('=', 2);
            if (!IsKnown(parts[0]))
            {
                yield return $"--{parts[0]} is unknown{Near(parts[0])}";
            }

            if (parts.Length == 1 && ++i == args.Length)
            {
                yield return $"--{parts[0]} lacks its value";
            }
        }
    }

    private static bool IsKnown(string name) => Known.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Array.Exists(Sections, section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase));

    /// <summary>A known name with the same beginning, or whose path was begun in the middle.</summary>
    private static string Near(string name)
    {
        if (name.Contains(':', StringComparison.Ordinal))
        {
            return $"; is it --FaqBot:{name}?";
        }

        string? near = Known.FirstOrDefault(known => name.Length > 2
            && (known.StartsWith(name[..3], StringComparison.OrdinalIgnoreCase) || known.EndsWith(name[^3..], StringComparison.Ordinal)));
        return near is null ? "" : $"; is it --{near}?";
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FaqBot.Bench;

/// <summary>An ASP.NET process that listens on a port of its own choice.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>How to start a program so that it logs no more than its address.</summary>
    /// <param name="program">The program's assembly and its arguments.</param>
    public static ProcessStartInfo Prepare(IEnumerable<string> program)
    {
        ProcessStartInfo start = new("dotnet", [.. program, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        return start;
    }

    /// <summary>Starts a program and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        Process process = Process.Start(start)!;
        Uri address = await AddressAsync(process, cancellationToken);

        // Read on, or the program would stop at a full pipe; what it warns of explains a figure.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Console.OpenStandardError(), CancellationToken.None);
        return new ServerProcess(process, address);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<Uri> AddressAsync(Process process, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                return new Uri(match.Groups["address"].Value);
            }
        }

        throw new InvalidOperationException("The program ended before it listened.");
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)")]
    private static partial Regex Listening();
}

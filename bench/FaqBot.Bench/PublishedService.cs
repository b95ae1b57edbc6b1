using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace FaqBot.Bench;

/// <summary>The service as people install it, running as a process of its own.</summary>
internal sealed partial class PublishedService : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private PublishedService(Process process, Uri address, TimeSpan untilReady)
    {
        _process = process;
        Address = address;
        UntilReady = untilReady;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to the first answer of <c>/readyz</c>.</summary>
    public TimeSpan UntilReady { get; }

    /// <summary>Resident memory, in bytes.</summary>
    public long ResidentBytes => ResidentBytesOf(_process.Id);

    /// <summary>Publishes the service once for all measurements of a run.</summary>
    /// <returns>The folder; ahead-of-time compiled for this platform where the feed has the compiler.</returns>
    public static async Task<string> PublishAsync(BenchContext context, string folder)
    {
        string project = Path.Combine(BenchContext.Home, "src", "FaqBot");
        string[] common = ["publish", project, "-c", "Release", "-o", folder, "-v", "quiet", "--nologo"];

        string[] compiled = [.. common, "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-p:PublishReadyToRun=true"];
        if (await RunAsync("dotnet", compiled) != 0)
        {
            context.Say("Published without ahead-of-time compilation: the feed lacks its compiler.");
            if (await RunAsync("dotnet", common) != 0)
            {
                throw new InvalidOperationException("The service could not be published.");
            }
        }

        return folder;
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="folder">Where it was published to.</param>
    /// <param name="database">Its database.</param>
    /// <param name="options">Further options by their path.</param>
    public static async Task<PublishedService> StartAsync(string folder, string database, params (string Path, string Value)[] options)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(folder, "FaqBot.dll"), "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        start.Environment["FaqBot__Storage__Path"] = database;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        foreach ((string path, string value) in options)
        {
            start.Environment["FaqBot__" + path.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        long started = Stopwatch.GetTimestamp();
        Process process = Process.Start(start)!;
        using CancellationTokenSource deadline = new(Deadline);
        Uri address = await AddressAsync(process, deadline.Token);

        // Read on, or the service would stop at a full pipe.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        using HttpClient client = new() { BaseAddress = address };
        while (true)
        {
            using HttpResponseMessage ready = await client.GetAsync("/readyz", deadline.Token);
            if (ready.StatusCode == HttpStatusCode.OK)
            {
                return new PublishedService(process, address, Stopwatch.GetElapsedTime(started));
            }
        }
    }

    /// <summary>Resident memory of a process, in bytes.</summary>
    public static long ResidentBytesOf(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024;
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

        throw new InvalidOperationException("The service ended before it listened.");
    }

    private static async Task<int> RunAsync(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)")]
    private static partial Regex Listening();
}

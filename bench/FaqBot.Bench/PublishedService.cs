using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace FaqBot.Bench;

/// <summary>The service as people install it, running as a process of its own.</summary>
internal sealed class PublishedService : IAsyncDisposable
{
    // A million questions that are read from a server for the first time.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    // Asking without a pause takes one of the cores that it starts on.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly ServerProcess _process;

    private PublishedService(ServerProcess process, TimeSpan untilReady)
    {
        _process = process;
        UntilReady = untilReady;
    }

    public Uri Address => _process.Address;

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

        string[] compiled =
            [.. common, "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-p:PublishReadyToRun=true"];
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
        ProcessStartInfo start = ServerProcess.Prepare([Path.Combine(folder, "FaqBot.dll")]);
        start.Environment["FaqBot__Storage__Path"] = database;
        start.Environment["FaqBot__Limits__Enabled"] = "false";
        foreach ((string path, string value) in options)
        {
            start.Environment["FaqBot__" + path.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        long started = Stopwatch.GetTimestamp();
        using CancellationTokenSource deadline = new(Deadline);
        ServerProcess process = await ServerProcess.StartAsync(start, deadline.Token);
        using HttpClient client = new() { BaseAddress = process.Address };
        while (true)
        {
            using HttpResponseMessage ready = await client.GetAsync("/readyz", deadline.Token);
            if (ready.StatusCode == HttpStatusCode.OK)
            {
                return new PublishedService(process, Stopwatch.GetElapsedTime(started));
            }

            await Task.Delay(Pause, deadline.Token);
        }
    }

    /// <summary>Resident memory of a process, in bytes.</summary>
    public static long ResidentBytesOf(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<int> RunAsync(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}

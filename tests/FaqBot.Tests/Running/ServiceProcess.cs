using System.Text.RegularExpressions;

namespace FaqBot.Tests.Running;

/// <summary>The built service, running as a process on a free port.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    // Three at once, on a machine that builds beside them.
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(3);

    // A machine that runs tests beside each other is overloaded at times; what is refused then is another test's matter.
    private static readonly (string Path, string Value) Patient = ("Load:TargetWait", "00:00:00");

    private const string Urls = "urls", Program = "program";

    private readonly ChildProcess _process;

    private ServiceProcess(ChildProcess process, Uri address)
    {
        _process = process;
        Client = new HttpClient(new PatientHandler()) { BaseAddress = address, Timeout = StartDeadline };
    }

    /// <summary>A client with the service's address as base.</summary>
    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>Number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>What the service has logged so far.</summary>
    public string Log => _process.Output;

    /// <summary>Starts the service without waiting for anything.</summary>
    /// <param name="options">Its options by their path, such as <c>Storage:Path</c>; a name with an underscore, and HOME, is an
    /// environment variable's; <c>urls</c> is where it listens, any free port of this machine otherwise, and <c>program</c> another
    /// build of it.</param>
    /// <returns>The process.</returns>
    public static ChildProcess Launch(params IEnumerable<(string Path, string Value)> options)
    {
        string program = options.LastOrDefault(option => option.Path == Program).Value ?? Repository.Service;
        return ChildProcess.Start(
            "dotnet",
            [program, "--urls", options.LastOrDefault(option => option.Path == Urls).Value ?? "http://127.0.0.1:0"],
            options.Where(option => option.Path is not (Urls or Program)).Prepend(Patient)
                .Where(option => option != Patient || Knows(program, "Load")).Select(
                    option => !option.Path.Contains('_', StringComparison.Ordinal) && option.Path != "HOME"
                        ? ("FaqBot__" + option.Path.Replace(":", "__", StringComparison.Ordinal), option.Value)
                        : option));
    }

    /// <summary>Whether a build has a section of options: its settings, which lie beside it, list all.</summary>
    private static bool Knows(string program, string section) =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(program)!, "appsettings.json"))
            .Contains($"\"{section}\": {{", StringComparison.Ordinal);

    /// <summary>Starts the service and waits until it listens.</summary>
    /// <param name="options">Its options by their path.</param>
    /// <returns>The service, which may still be loading.</returns>
    public static async Task<ServiceProcess> StartAsync(params IEnumerable<(string Path, string Value)> options)
    {
        ChildProcess process = Launch(options);
        try
        {
            await Eventually.TrueAsync("the service listens", StartDeadline, () =>
                process.HasExited ? throw new InvalidOperationException(process.Output) : Listening().IsMatch(process.Output));
            return new ServiceProcess(process, new Uri(Listening().Match(process.Output).Groups[1].Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the service and waits until it answers questions.</summary>
    /// <param name="options">Its options by their path.</param>
    /// <returns>The service.</returns>
    public static async Task<ServiceProcess> StartReadyAsync(params IEnumerable<(string Path, string Value)> options)
    {
        ServiceProcess service = await StartAsync(options);
        try
        {
            await service.ReadyAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public Task ReadyAsync() => Eventually.TrueAsync("the service is ready", StartDeadline, async () =>
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException(Log);
        }

        using HttpResponseMessage response = await Client.GetAsync(new Uri("readyz", UriKind.Relative));
        return response.IsSuccessStatusCode;
    });

    /// <summary>Asks the service to end, as a service manager does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await _process.SignalAsync("TERM");
        return await _process.EndAsync();
    }

    /// <summary>Waits until the log holds a text: it arrives through a pipe, perhaps after the reply that it belongs to.</summary>
    /// <param name="text">The text.</param>
    public Task<TimeSpan> LoggedAsync(string text) =>
        Eventually.TrueAsync($"the log holds '{text}'", TimeSpan.FromMinutes(1), () => Log.Contains(text, StringComparison.Ordinal));

    /// <summary>Ends the service without giving it a chance (kill −9).</summary>
    /// <returns>When it has ended.</returns>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }

    [GeneratedRegex(@"Now listening on: (http://[^\s""]+)")]
    private static partial Regex Listening();
}

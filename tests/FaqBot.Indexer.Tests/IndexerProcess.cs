using System.Diagnostics;

namespace FaqBot.Indexer.Tests;

/// <summary>A run of the built program.</summary>
internal sealed class IndexerProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private IndexerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where it was built to, complete as it is published; all builds of one configuration lie side by side.</summary>
    public static string Program { get; } = FindProgram();

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static IndexerProcess Start(params string[] arguments) => Start(arguments, []);

    public static IndexerProcess Start(string[] arguments, params (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = new(Program, arguments);
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return new IndexerProcess(start);
    }

    /// <summary>Starts the program through another one, which takes its place.</summary>
    public static IndexerProcess StartThrough(string launcher, params string[] arguments) => new(new ProcessStartInfo(launcher, arguments));

    public static Task<Result> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    public static async Task<Result> RunAsync(string[] arguments, params (string Name, string Value)[] variables)
    {
        using IndexerProcess process = Start(arguments, variables);
        return await process.ResultAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="TimeoutException">It does not come.</exception>
    public async Task<Result> ResultAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        return new Result(_process.ExitCode, await _output, await _errors);
    }

    /// <summary>Waits for the end, but not longer than a time.</summary>
    public bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Waits until something holds or the process has ended.</summary>
    /// <returns>Whether it holds while the process still runs.</returns>
    public bool RunsUntil(Func<bool> holds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!EndsWithin(PollInterval))
        {
            if (holds())
            {
                return true;
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, "What was waited for did not come.");
        }

        return false;
    }

    /// <summary>kill −9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static string FindProgram()
    {
        DirectoryInfo own = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(own.Parent!.Parent!.FullName, "FaqBot.Indexer", own.Name, OperatingSystem.IsWindows()
            ? "FaqBot.Indexer.exe" : "FaqBot.Indexer");
    }

    internal sealed record Result(int ExitCode, string Output, string Errors)
    {
        public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

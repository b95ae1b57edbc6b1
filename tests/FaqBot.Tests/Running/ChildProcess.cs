using System.Diagnostics;
using System.Text;

namespace FaqBot.Tests.Running;

/// <summary>A program started for a test, with all that it writes; does not outlive its disposal.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ChildProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What the program has written so far, on both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Number of the process.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables added to the environment of the tests, which is cleared of the service's own.</param>
    /// <param name="folder">Working folder; the root otherwise, so that nothing depends on it.</param>
    /// <returns>The running program.</returns>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null, string folder = "/")
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
            WorkingDirectory = folder,
        };
        foreach (string name in start.Environment.Keys.Where(IsOfService).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(start);
    }

    /// <summary>Waits for the end.</summary>
    /// <param name="within">How long at most; two minutes unless said.</param>
    /// <returns>The exit code; of 128 and a signal's number when that ended it.</returns>
    public async Task<int> EndAsync(TimeSpan? within = null)
    {
        using CancellationTokenSource deadline = new(within ?? EndDeadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="name">Its name without SIG.</param>
    /// <returns>When it was sent.</returns>
    public async Task SignalAsync(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public Task KillAsync()
    {
        _process.Kill();
        return EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static bool IsOfService(string variable) =>
        // A program sets the last for itself, which these tests must not do in its place.
        variable == "ORT_DISABLE_TELEMETRY" || variable.StartsWith("FaqBot__", StringComparison.OrdinalIgnoreCase)
            || variable.StartsWith("ASPNETCORE_", StringComparison.Ordinal);

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Append(line).Append('\n');
            }
        }
    }
}

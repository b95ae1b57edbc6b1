using System.Diagnostics;

namespace FaqBot.Indexer.Tests.CommandLine;

/// <summary>The real shells complete with the scripts that the command prints.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The command as an installation puts it on the path.</summary>
    public CompletionTests()
    {
        string command = _folder.Write("faqbot", $"#!/bin/sh\nexec '{IndexerProcess.Program}' \"$@\"\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("faqbot in", "index")]
    [InlineData("faqbot index --data", "--database")]
    [InlineData("faqbot keys ro", "rotate")]
    [InlineData("faqbot index --deployment te", "test")]
    public async Task Bash_completes(string line, string expected)
    {
        string script = $$"""
            source <(faqbot completion bash)
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=({{line}})
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            eval "$(complete -p faqbot | sed 's/.*-F \([^ ]*\).*/\1/')"
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        Assert.Equal([expected], await RunAsync("bash", "--norc", "-c", script));
    }

    [Theory]
    [InlineData("faqbot in", "index")]
    [InlineData("faqbot index --data", "--database")]
    [InlineData("faqbot keys ro", "rotate")]
    public async Task Fish_completes(string line, string expected) => Assert.Contains(
        expected, await RunAsync("fish", "--no-config", "-c", $"faqbot completion fish | source; complete -C '{line}'"));

    [Theory]
    [InlineData("faqbot in", "index")]
    [InlineData("faqbot index --databa", "--database")]
    public async Task Zsh_completes(string line, string expected)
    {
        // A real zsh at a terminal of its own: the tab key, then what stands on the line.
        string script = $$"""
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell "PS1=; autoload -Uz compinit; compinit -u -d '{{_folder.File("zcompdump")}}'; source <(faqbot completion zsh); print READY-NOW"
            zpty -r -m shell line '*READY-NOW*READY-NOW*'
            zpty -n -w shell "{{line}}"$'\t'
            zpty -r -m shell line '*{{expected}}*' && print FOUND
            zpty -d shell
            """;
        Assert.Contains("FOUND", await RunAsync("timeout", "60", "zsh", "-f", "-c", script));
    }

    [Theory]
    [InlineData("powershell")]
    [InlineData("bash")]
    public async Task Script_takes_another_name(string shell)
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("completion", shell, "--name", "FaqBot.Indexer");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("FaqBot.Indexer", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NAME", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await IndexerProcess.RunAsync("completion", shell, "--name", "a;b")).ExitCode);
        Assert.Equal(2, (await IndexerProcess.RunAsync("completion", "tcsh")).ExitCode);
    }

    private async Task<string[]> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = _folder.Path;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(output.Length > 0, await errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}

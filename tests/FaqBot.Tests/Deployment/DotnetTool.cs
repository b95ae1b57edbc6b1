using FaqBot.Tests.Running;

namespace FaqBot.Tests.Deployment;

/// <summary>Runs of the .NET command line that must succeed.</summary>
internal static class DotnetTool
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>Runs a command.</summary>
    /// <param name="line">The program and its arguments, as a shell reads them.</param>
    /// <param name="folder">Working folder.</param>
    /// <param name="environment">Variables beside those of the tests.</param>
    /// <returns>When it has succeeded.</returns>
    public static async Task RunAsync(string line, string folder, params IEnumerable<(string Name, string Value)> environment)
    {
        // Compilers and build nodes that stay would hold on to folders of the test; analysers have seen the same sources before.
        (string, string)[] quick =
            [("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false"), ("RunAnalyzers", "false"), ("DOTNET_NOLOGO", "1")];
        await using ChildProcess run = ChildProcess.Start("sh", ["-c", line], [.. environment, .. quick], folder);
        int code = await run.EndAsync(Deadline);
        Assert.True(code == 0, $"{line}\n{run.Output}");
    }
}

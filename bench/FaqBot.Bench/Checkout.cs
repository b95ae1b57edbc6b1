using System.ComponentModel;
using System.Diagnostics;

namespace FaqBot.Bench;

/// <summary>What is measured.</summary>
internal static class Checkout
{
    /// <summary>The commit that is checked out, with <c>+</c> where files were changed since.</summary>
    /// <returns>Its short name; null where this is no repository.</returns>
    public static async Task<string?> CommitAsync() => await AskAsync("rev-parse", "--short", "HEAD") is { Length: > 0 } commit
        ? commit + (await AskAsync("status", "--porcelain", "--untracked-files=no") is "" ? "" : "+") : null;

    private static async Task<string?> AskAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("git", ["-C", BenchContext.Home, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process git = Process.Start(start)!;
            Task<string> faults = git.StandardError.ReadToEndAsync();
            string said = await git.StandardOutput.ReadToEndAsync();
            await faults;
            await git.WaitForExitAsync();
            return git.ExitCode == 0 ? said.Trim() : null;
        }
        catch (Win32Exception)
        {
            // There is no git.
            return null;
        }
    }
}

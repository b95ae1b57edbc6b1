namespace FaqBot.Tests.Running;

/// <summary>The built indexer, run as a process.</summary>
internal static class IndexerProcess
{
    // Encoding all of the sample takes seconds by itself, and minutes on a machine that does much else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Indexes knowledge files and expects success.</summary>
    /// <param name="database">The database.</param>
    /// <param name="files">The knowledge files.</param>
    /// <returns>What the indexer printed: one JSON object a knowledge base.</returns>
    public static Task<string> IndexAsync(string database, params IEnumerable<string> files) =>
        RunAsync(["index", "--json", "--output", database, "--input", .. files]);

    /// <summary>Runs any command and expects success.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What the indexer printed.</returns>
    public static async Task<string> RunAsync(params IEnumerable<string> arguments)
    {
        await using ChildProcess indexer = ChildProcess.Start("dotnet", [Repository.Indexer, .. arguments]);
        int code = await indexer.EndAsync(Patience);
        Assert.True(code == 0, indexer.Output);
        return indexer.Output;
    }
}

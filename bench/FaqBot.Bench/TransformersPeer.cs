using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FaqBot.Bench;

/// <summary>A process of Node.js that does the same with the npm package @huggingface/transformers.</summary>
internal sealed class TransformersPeer : IDisposable
{
    private static readonly string Folder = Path.Combine(BenchContext.Home, "bench", "transformers-peer");

    private readonly Process _process;

    private TransformersPeer(Process process, string first)
    {
        _process = process;
        First = first;
    }

    /// <summary>The vocabulary of the WordPiece measurement.</summary>
    public static string WordPieceVocabulary => Path.Combine(Folder, "wordpiece", "vocab.txt");

    /// <summary>What the peer gives for the texts, as JSON: to see that both do the same.</summary>
    public string First { get; }

    /// <summary>Starts the peer; installs its packages where they are absent.</summary>
    /// <param name="script">The script.</param>
    /// <param name="setup">What it works on.</param>
    public static async Task<TransformersPeer> StartAsync(BenchContext context, string script, object setup)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            context.Say("Installing @huggingface/transformers (npm ci, about 500 MB, once) …");
            using Process install = Process.Start(
                new ProcessStartInfo(
                    "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                { WorkingDirectory = Folder })!;
            await install.WaitForExitAsync();
        }

        Process process = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(Folder, script)]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        return new TransformersPeer(process, await AskAsync(process, JsonSerializer.Serialize(setup)));
    }

    /// <summary>Runs a round.</summary>
    /// <param name="length">How long.</param>
    /// <returns>Median time of a pass over all texts, in seconds.</returns>
    public async Task<double> RunAsync(TimeSpan length) => double.Parse(
        await AskAsync(_process, length.TotalSeconds.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<string> AskAsync(Process process, string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
        return await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("Node.js ended before it answered: is it version 20 or later?");
    }
}

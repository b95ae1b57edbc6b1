using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FaqBot.Core.Similarity;
using FaqBot.Indexer.CommandLine;
using FaqBot.Indexer.Models;

namespace FaqBot.Indexer.Linting;

/// <summary><c>dedupe</c>: puts lines together that mean about the same: minutes of meetings, tickets, anything.</summary>
internal static class DedupeCommand
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        Operand file = new("file", "--input", "A text, one item a line; or a tab-separated or comma-separated file with --column.");
        Option<string> column = new("--column")
        {
            Description =
            "Column of such a file: its name in the first line, or its number from 1 where there is no header."
        };
        Option<double> band =
            ShareOption.Create("--band", "Least similarity to the representative of a cluster, 0 to 1.", NearDuplicates.DefaultBand);
        Option<string> model = new("--model", "-m") { Description = "Folder of the encoder. Default: the bundled one." };
        Option<string> models = ModelPlaces.FolderOption();
        Option<bool> json = new("--json") { Description = "Print one JSON object a cluster." };
        Option<bool> tsv = new("--tsv") { Description = "Print tab-separated rows: cluster, line, similarity, text." };
        Command command =
            new("dedupe", "Find lines of any text that mean about the same.") { column, band, model, models, json, tsv };
        file.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(tsv))
            {
                result.AddError("Expected --json or --tsv, found both.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(
            async () =>
            {
                IReadOnlyList<ListedLine> lines = LineList.Read(file.Of(parsed), parsed.GetValue(column));
                string folder = parsed.GetValue(model) ?? ModelPlaces.Of(parsed.GetValue(models)).BundledModel();
                Action<int>? progress = Console.IsErrorRedirected
                    ? null
                    : done => Console.Error.Write($"\r{done} of {lines.Count} lines encoded ");
                IReadOnlyList<LineCluster> clusters = await LineClusters.FindAsync(
                    lines, folder, parsed.GetValue(band), progress, cancellationToken);
                Action<IReadOnlyList<LineCluster>, int> print = parsed.GetValue(json)
                    ? PrintJson : parsed.GetValue(tsv) ? PrintRows : PrintTables;
                print(clusters, lines.Count);
                return ExitCode.Success;
            },
            cancellationToken));
        return command;
    }

    private static void PrintJson(IReadOnlyList<LineCluster> clusters, int lines)
    {
        foreach (LineCluster cluster in clusters)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(cluster, Json));
        }
    }

    private static void PrintRows(IReadOnlyList<LineCluster> clusters, int lines)
    {
        Console.Out.WriteLine("cluster\tline\tsimilarity\ttext");
        foreach ((int i, LineCluster cluster) in clusters.Index())
        {
            foreach (ClusteredLine line in cluster.Members.Prepend(cluster.Representative))
            {
                Console.Out.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{i + 1}\t{line.Line}\t{line.Similarity:0.0000}\t{OnOneLine(line.Text)}"));
            }
        }
    }

    private static string OnOneLine(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');

    private static void PrintTables(IReadOnlyList<LineCluster> clusters, int lines)
    {
        foreach ((int i, LineCluster cluster) in clusters.Index())
        {
            ConsoleTable.Print(
                $"{i + 1}. {cluster.Representative.Text}", ["#line", "#similarity", "text"],
                cluster.Members.Prepend(cluster.Representative)
                    .Select(line => (string[])[ConsoleTable.Text(line.Line, "0"), ConsoleTable.Text(line.Similarity, "0.00"), line.Text]));
        }

        Console.Out.WriteLine(
            $"{lines} lines, {clusters.Count} clusters, {clusters.Sum(cluster => cluster.Members.Count)} lines that could go");
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaqBot.Encoding.Library;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Models;

/// <summary><c>models list</c>: the models of the catalog and the installed ones.</summary>
internal static class ModelsListCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        Option<string> folder = ModelPlaces.FolderOption();
        Option<bool> json = new("--json") { Description = "Print one JSON object a model." };
        Command command = new("list", "Show the models of the catalog and the installed ones.") { folder, json };
        command.SetAction(parsed =>
        {
            ModelPlaces places = ModelPlaces.Of(parsed.GetValue(folder));
            Row[] rows = [.. Rows(places.Library, places.Catalog)];
            Action<Row[]> print = parsed.GetValue(json) ? PrintJson : PrintTable;
            print(rows);
            return ExitCode.Success;
        });
        return command;
    }

    private static IEnumerable<Row> Rows(ModelLibrary library, ModelCatalog catalog)
    {
        IReadOnlyList<InstalledModel> installed = library.Installed();
        foreach (CatalogModel known in catalog.Models)
        {
            InstalledModel? model = installed.FirstOrDefault(model => catalog.Find(model.Id) == known);
            yield return new Row(
                known.Id.Text,
                ModelsCommand.NameOf(model?.Kind ?? known.Kind),
                model?.Dimensions ?? known.Dimensions,
                known.MaxTokens,
                model?.Bytes ?? known.ApproximateBytes,
                model is null,
                model is not null
                    ? ModelsCommand.NameOf(model.State) : library.IsPartlyDownloaded(known.Id) ? "partly downloaded" : "not installed",
                known.Licence,
                known.Description);
        }

        foreach (InstalledModel model in installed.Where(model => catalog.Find(model.Id) is null))
        {
            yield return new Row(
                model.Id.Text, ModelsCommand.NameOf(model.Kind), model.Dimensions, null, model.Bytes, false,
                    ModelsCommand.NameOf(model.State), model.Source?.Licence, null);
        }
    }

    private static void PrintJson(Row[] rows)
    {
        foreach (Row row in rows)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(row, Json));
        }
    }

    private static void PrintTable(Row[] rows)
    {
        string[][] cells =
        [
            ["MODEL", "KIND", "DIMENSIONS", "TOKENS", "SIZE", "STATE", "LICENCE", "GOOD FOR"],
            .. rows.Select(row => new[]
            {
                row.Id, row.Kind ?? "?", Text(row.Dimensions), Text(row.MaxTokens),
                string.Create(CultureInfo.InvariantCulture, $"{(row.SizeIsApproximate ? "~" : "")}{row.Bytes / 1e6:0} MB"), row.State,
                    row.Licence ?? "?", row.Description ?? "",
            }),
        ];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(line => line[column].Length))];
        foreach (string[] line in cells)
        {
            Console.Out.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private sealed record Row(
        string Id, string? Kind, int? Dimensions, int? MaxTokens, long Bytes, bool SizeIsApproximate, string State, string? Licence,
            string? Description);
}

using System.Globalization;
using System.Text.Json;

namespace FaqBot.Bench;

/// <summary>Writes measurements as a Markdown table and as JSON.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void WriteHead(TextWriter output) => output.WriteLine(
        """
        | measured | figure | limit or peer | figure | ratio | goal | met |
        |---|--:|---|--:|--:|---|---|
        """);

    public static void WriteRow(TextWriter output, Measurement row) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.Name} | {Figure(row.Measured, row.Unit)} | {row.LimitName} | {Figure(row.Limit, row.Unit)} "
        + $"| {row.Ratio.Median:0.00} ±{row.Ratio.Spread:0 %} | {row.Goal?.Text ?? "–"} | "
        + $"{row.Met switch { true => "yes", false => "NO", _ => "–" }} |"));

    public static void WriteJson(string path, IEnumerable<Measurement> rows) => File.WriteAllText(path, JsonSerializer.Serialize(
        new
        {
            machine = Machine.Description,
            rows = rows.Select(row => new
            {
                row.Name,
                processor = Machine.Class,
                row.Unit,
                measured = row.Measured,
                row.LimitName,
                row.Limit,
                row.Ratio,
                goal = row.Goal?.Text,
                row.Met,
            }),
        },
        Json) + "\n");

    private static string Figure(Series series, string unit) => string.Create(
        CultureInfo.InvariantCulture, $"{Rounded(series.Median)} {unit} ±{series.Spread:0 %}");

    private static string Rounded(double value) =>
        value.ToString(value >= 1000 ? "#,0" : value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}

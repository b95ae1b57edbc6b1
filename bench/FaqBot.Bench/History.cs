using System.Globalization;
using System.Text.Json;

namespace FaqBot.Bench;

/// <summary>What was measured before on processors of one class: a file of one line a run, in the order of time.</summary>
/// <param name="folder">The folder of all classes.</param>
/// <param name="processor">The class: see <see cref="Machine.Class"/>.</param>
internal sealed class History(string folder, string processor)
{
    /// <summary>By which share a ratio may be worse than the time before.</summary>
    public const double Tolerance = 0.15;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file of the class.</summary>
    public string File { get; } = Path.Combine(
        folder, processor.ToLowerInvariant().Replace(' ', '-') + ".jsonl");

    /// <summary>Finds what got worse since it was recorded last; what was never recorded did not.</summary>
    /// <param name="rows">What was measured now.</param>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    public IEnumerable<Regression> Compare(IEnumerable<Measurement> rows)
    {
        Dictionary<string, RecordedRow> last = new(StringComparer.Ordinal);
        foreach (RecordedRow recorded in Read().SelectMany(run => run.Rows))
        {
            last[recorded.Name] = recorded;
        }

        return
        [
            .. rows.Where(row => row.IsWatched && last.TryGetValue(row.Name, out RecordedRow? before) && IsWorse(row, before.Ratio))
                .Select(row => new Regression(row.Name, last[row.Name].Ratio, row.Ratio.Median, processor)),
        ];
    }

    /// <summary>Adds a run.</summary>
    /// <param name="rows">What was measured; nothing is added where that is nothing.</param>
    /// <param name="machine">The machine in words.</param>
    /// <param name="commit">What was measured; or null.</param>
    /// <param name="at">When.</param>
    public void Record(IReadOnlyCollection<Measurement> rows, string machine, string? commit, DateTimeOffset at)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        RecordedRun run = new(at, commit, processor, machine,
        [
            .. rows.Select(row => new RecordedRow(
                row.Name, row.Unit, Short(row.Measured.Median), row.LimitName, Short(row.Limit.Median), Short(row.Ratio.Median),
                Short(row.Ratio.Spread))),
        ]);
        System.IO.File.AppendAllText(File, JsonSerializer.Serialize(run, Json) + "\n");
    }

    /// <summary>All runs, oldest first.</summary>
    /// <exception cref="InvalidDataException">A line is no run.</exception>
    public IReadOnlyList<RecordedRun> Read()
    {
        if (!System.IO.File.Exists(File))
        {
            return [];
        }

        List<RecordedRun> runs = [];
        foreach ((int index, string line) in System.IO.File.ReadLines(File).Index())
        {
            try
            {
                runs.Add(JsonSerializer.Deserialize<RecordedRun>(line, Json)
                    ?? throw new JsonException("null"));
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"{File}, line {index + 1}: found no run, expected what bench writes.", exception);
            }
        }

        return runs;
    }

    private static bool IsWorse(Measurement row, double before) => row.MoreIsBetter
        ? row.Ratio.Median < before * (1 - Tolerance) : row.Ratio.Median > before * (1 + Tolerance);

    /// <summary>Four digits say all that is known.</summary>
    private static double Short(double value) =>
        double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>One run.</summary>
/// <param name="At">When.</param>
/// <param name="Commit">What was measured; or null.</param>
/// <param name="Processor">The class of the processor.</param>
/// <param name="Machine">The machine in words.</param>
/// <param name="Rows">The figures.</param>
internal sealed record RecordedRun(DateTimeOffset At, string? Commit, string Processor, string Machine, RecordedRow[] Rows);

/// <summary>One figure: medians, and half the distance of the quartiles of the ratio by its median.</summary>
internal sealed record RecordedRow(
    string Name, string Unit, double Measured, string LimitName, double Limit, double Ratio, double Spread);

/// <summary>A ratio that got worse.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Before">The ratio that was recorded last.</param>
/// <param name="Now">The ratio of this run.</param>
/// <param name="Processor">The class of both.</param>
internal sealed record Regression(string Name, double Before, double Now, string Processor)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Worse: {Name}: found a ratio of {Now:0.###}, expected {Before:0.###} as recorded last ({Processor}), off by "
        + $"{History.Tolerance:0 %} at most. Mend it, measure again, or record it with --accept.");
}

using FaqBot.Core.Files;

namespace FaqBot.Core.Evaluation;

/// <summary>Questions that people have labelled, as tab-separated or comma-separated files with one header line hold them.</summary>
/// <param name="Faq">Entry and question: what the knowledge base holds.</param>
/// <param name="Queries">Question and the entry that answers it, or <see cref="None"/> for a near miss: what customers typed.</param>
/// <param name="Foreign">Questions that no entry answers.</param>
public sealed record LabelledQuestions(
    IReadOnlyList<(string Entry, string Question)> Faq,
    IReadOnlyList<(string Question, string Entry)> Queries,
    IReadOnlyList<string> Foreign)
{
    /// <summary>What stands for an entry where none answers.</summary>
    public const string None = "-";

    private const int FewestEntries = 3;

    /// <summary>Reads the files.</summary>
    /// <param name="faq">Columns <c>entry</c>, <c>question</c>; one file a knowledge base.</param>
    /// <param name="queries">Columns <c>question</c>, <c>entry</c>, one file a knowledge base; further columns are not read.</param>
    /// <param name="foreign">Files whose first column is a question that no knowledge base answers.</param>
    /// <returns>The questions of each knowledge base.</returns>
    /// <exception cref="InvalidDataException">A line lacks a column, or there is too little to fit on; all faults are reported
    /// together.</exception>
    public static LabelledQuestions[] Read(IReadOnlyList<string> faq, IReadOnlyList<string> queries, IReadOnlyList<string> foreign)
    {
        List<string> faults = [];
        string[] others = [.. foreign.SelectMany(file => Rows(file, 1, faults)).Select(row => row[0]).Distinct(StringComparer.Ordinal)];
        LabelledQuestions[] all = [.. faq.Zip(queries, (stored, asked) => Read(stored, asked, foreign, others, faults))];
        return faults.Count == 0 ? all : throw new InvalidDataException(FaultLines.Join(faults));
    }

    private static LabelledQuestions Read(string faq, string queries, IReadOnlyList<string> foreign, string[] others, List<string> faults)
    {
        (string, string)[] entries = [.. Rows(faq, 2, faults).Select(row => (row[0], row[1]))];
        (string, string)[] asked = [.. Rows(queries, 2, faults).Select(row => (row[0], row[1]))];
        HashSet<string> known = [.. entries.Select(entry => entry.Item1)];
        faults.AddRange(asked.Select(query => query.Item2).Distinct().Where(entry => entry != None && !known.Contains(entry))
            .Select(entry => $"{queries}: found entry '{entry}', which {faq} does not have; expected the id of an entry"
                + (NearestName.Of(entry, known) is { } near ? $" such as '{near}'" : "") + $", or '{None}' where none answers"));
        faults.AddRange(Shortages(faq, known.Count, queries, asked.Length, foreign, others.Length));
        return new LabelledQuestions(entries, asked, others);
    }

    /// <summary>A question is judged by its two best entries, and once more without its own.</summary>
    private static IEnumerable<string> Shortages(
        string faq, int entries, string queries, int asked, IReadOnlyList<string> foreign, int others)
    {
        if (entries < FewestEntries)
        {
            yield return $"{faq}: found {entries} entries, expected at least {FewestEntries}";
        }

        if (asked == 0)
        {
            yield return $"{queries}: found no question, expected at least 1";
        }

        if (others == 0)
        {
            yield return $"{string.Join(", ", foreign)}: found no question, expected at least 1";
        }
    }

    /// <summary>The rows that have their columns; the others are faults.</summary>
    private static List<string[]> Rows(string file, int columns, List<string> faults)
    {
        List<string[]> rows = [];
        foreach ((int line, string[] row) in SeparatedRows.Read(file).Skip(1))
        {
            if (row.Length < columns || row.Take(columns).Any(string.IsNullOrWhiteSpace))
            {
                faults.Add($"{file}: line {line}: found {row.Length} columns, expected at least {columns} that are not empty");
            }
            else
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}

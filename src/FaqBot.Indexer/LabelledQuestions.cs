namespace FaqBot.Indexer;

/// <summary>Questions that people have labelled, as tab-separated files with one header line hold them.</summary>
/// <param name="Faq">Entry and question: what the knowledge base holds.</param>
/// <param name="Queries">Question and the entry that answers it: what customers typed.</param>
/// <param name="Foreign">Questions that no entry answers.</param>
internal sealed record LabelledQuestions(
    IReadOnlyList<(string Entry, string Question)> Faq,
    IReadOnlyList<(string Question, string Entry)> Queries,
    IReadOnlyList<string> Foreign)
{
    /// <summary>Reads the files.</summary>
    /// <param name="faq">Columns <c>entry</c>, <c>question</c>.</param>
    /// <param name="queries">Columns <c>question</c>, <c>entry</c>; further columns are not read.</param>
    /// <param name="foreign">Files whose first column is a question.</param>
    /// <returns>The questions.</returns>
    /// <exception cref="InvalidDataException">A line lacks a column; all faults are reported together.</exception>
    public static LabelledQuestions Read(string faq, string queries, IReadOnlyList<string> foreign)
    {
        List<string> faults = [];
        (string, string)[] entries = [.. Rows(faq, 2, faults).Select(row => (row[0], row[1]))];
        (string, string)[] asked = [.. Rows(queries, 2, faults).Select(row => (row[0], row[1]))];
        string[] others = [.. foreign.SelectMany(file => Rows(file, 1, faults)).Select(row => row[0]).Distinct(StringComparer.Ordinal)];
        HashSet<string> known = [.. entries.Select(entry => entry.Item1)];
        faults.AddRange(asked.Select(query => query.Item2).Distinct().Where(entry => !known.Contains(entry))
            .Select(entry => $"{queries}: found entry '{entry}', expected one of {faq}"));
        return faults.Count == 0
            ? new LabelledQuestions(entries, asked, others)
            : throw new InvalidDataException(string.Join('\n', faults));
    }

    private static string[][] Rows(string file, int columns, List<string> faults)
    {
        string[][] rows = [.. File.ReadLines(file).Skip(1).Select(line => line.Split('\t'))];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length < columns || rows[i].Take(columns).Any(string.IsNullOrWhiteSpace))
            {
                faults.Add($"{file}: line {i + 2}: found {rows[i].Length} columns, expected at least {columns} that are not empty");
            }
        }

        return faults.Count == 0 ? rows : [];
    }
}

using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Evaluation;

/// <summary>Reads labelled questions from tab-separated files.</summary>
/// <remarks>
/// Two formats, told apart by the first line. FaqBot's own has a header that begins with <c>question</c> (or <c>text</c>), then the id of
/// the entry
/// that answers (<c>-</c>: none does), then, if it is there, a language tag. The batch test of QnA Maker has no header of that kind:
/// knowledge base, question,
/// metadata (<c>name:value</c> joined by <c>|</c>), top, expected id; a line without an expected id is not asked. Source of the latter:
/// https://learn.microsoft.com/azure/ai-services/qnamaker/reference-tsv-format-batch-testing.
/// </remarks>
public static class EvaluationFiles
{
    /// <summary>What stands for "no entry answers".</summary>
    public const string NoEntry = "-";

    /// <summary>Reads files.</summary>
    /// <param name="labelled">Files of labelled questions.</param>
    /// <param name="foreign">Files whose first column holds questions that no entry answers, each with a header.</param>
    /// <param name="foreignShare">Most that the foreign questions make of all, 0…1; of more an even choice is taken.</param>
    /// <param name="knowledge">The knowledge base.</param>
    /// <returns>The questions, the foreign ones last.</returns>
    /// <exception cref="InvalidDataException">Lines have faults, or there is no question; all faults of all files are reported
    /// together.</exception>
    public static IReadOnlyList<EvaluationQuestion> Read(
        IReadOnlyList<string> labelled, IReadOnlyList<string> foreign, double foreignShare, KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(labelled);
        ArgumentNullException.ThrowIfNull(foreign);
        ArgumentNullException.ThrowIfNull(knowledge);
        LabelledLines lines = new([.. knowledge.Entries.Select(entry => entry.Id)], knowledge.Id);
        foreach (string file in labelled)
        {
            lines.ReadLabelled(file);
        }

        int own = lines.Questions.Count;
        foreach (string file in foreign)
        {
            lines.ReadForeign(file);
        }

        if (lines.Faults.Count == 0 && own == 0 && labelled.Count > 0)
        {
            lines.Faults.Add($"{string.Join(", ", labelled)}: found no labelled question, expected at least 1");
        }

        return lines.Faults.Count == 0
            ? [.. lines.Questions.Take(own), .. Thin([.. lines.Questions.Skip(own)], own, foreignShare)]
            : throw new InvalidDataException(string.Join('\n', lines.Faults));
    }

    /// <summary>The counter-examples of a knowledge base, each once: nothing answers them but an entry that has the same wording.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <returns>The questions with their labels.</returns>
    public static IEnumerable<EvaluationQuestion> CounterExamplesOf(KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        Question[] examples =
            [.. knowledge.Entries.SelectMany(entry => entry.NotThis).Select(text => Question.Parse(text, KnowledgeLimits.QuestionRunes))];
        Dictionary<string, string> wordings = new(StringComparer.Ordinal);
        foreach ((string id, string text) in examples.Length == 0
            ? [] : knowledge.Entries.SelectMany(entry => entry.Questions, (entry, text) => (entry.Id, text)))
        {
            wordings.TryAdd(Question.Parse(text, KnowledgeLimits.QuestionRunes).MatchKey, id);
        }

        return examples.DistinctBy(question => question.MatchKey).Select(question => new EvaluationQuestion(
            question, wordings.GetValueOrDefault(question.MatchKey), LanguageTag.Of(question.Language), EntryFilter.None));
    }

    private static IEnumerable<EvaluationQuestion> Thin(EvaluationQuestion[] foreign, int own, double share)
    {
        int most = share >= 1 ? foreign.Length : Math.Min(foreign.Length, (int)Math.Round(own * share / (1 - share)));
        return Enumerable.Range(0, most).Select(i => foreign[(long)i * foreign.Length / most]);
    }

    private sealed class LabelledLines(HashSet<string> entries, string knowledgeBaseId)
    {
        public List<EvaluationQuestion> Questions { get; } = [];

        public List<string> Faults { get; } = [];

        public void ReadLabelled(string file)
        {
            bool? own = null;
            foreach ((int index, string line) in File.ReadLines(file).Index())
            {
                string[] row = line.TrimStart('\uFEFF').Split('\t');
                bool isHeader = own is null
                    && (row[0].Trim().ToLowerInvariant() is "question" or "text"
                        || row[0].Trim().Equals("kbid", StringComparison.OrdinalIgnoreCase));
                own ??= isHeader && !row[0].Trim().Equals("kbid", StringComparison.OrdinalIgnoreCase);
                if (isHeader || string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                string where = $"{file}: line {index + 1}";
                if (own.Value)
                {
                    ReadOwn(row, where);
                }
                else
                {
                    ReadBatchTest(row, where);
                }
            }
        }

        public void ReadForeign(string file)
        {
            foreach ((int index, string line) in File.ReadLines(file).Index().Skip(1))
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    Add(line.Split('\t')[0], NoEntry, null, EntryFilter.None, $"{file}: line {index + 1}");
                }
            }
        }

        private void ReadOwn(string[] row, string where)
        {
            if (row.Length < 2)
            {
                Faults.Add($"{where}: found {row.Length} column, expected question and entry, '{NoEntry}' where no entry answers");
                return;
            }

            Add(row[0], row[1].Trim(), row.Length > 2 ? row[2].Trim() : null, EntryFilter.None, where);
        }

        private void ReadBatchTest(string[] row, string where)
        {
            if (row.Length is < 2 or > 5)
            {
                Faults.Add(
                    $"{where}: found {row.Length} columns, expected the header 'question, entry', or those of a batch test: knowledge "
                    + $"base, question, metadata, top, expected id");
                return;
            }

            string expected = row.Length > 4 ? row[4].Trim() : "";
            if (expected.Length > 0)
            {
                // A batch test writes -1 where the default answer is right.
                Add(row[1], expected == "-1" ? NoEntry : expected, null, ReadFilter(row[2], where), where);
            }
        }

        private EntryFilter ReadFilter(string metadata, string where)
        {
            List<KeyValuePair<string, string>> conditions = [];
            foreach (string pair in metadata.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (pair.Split(':', 2) is [var name, var value] && name.Length > 0 && conditions.Count < EntryFilter.MaxConditions)
                {
                    conditions.Add(new(name, value));
                }
                else
                {
                    Faults.Add($"{where}: found metadata '{pair}', expected name:value, at most {EntryFilter.MaxConditions} joined by '|'");
                }
            }

            return conditions.Count == 0 ? EntryFilter.None : new EntryFilter(conditions, FilterJoin.And, null);
        }

        private void Add(string text, string entry, string? language, EntryFilter filter, string where)
        {
            if (!Question.TryParse(text, KnowledgeLimits.QuestionRunes, null, out Question? question, out string? fault))
            {
                Faults.Add($"{where}: {fault.TrimEnd('.')}");
            }
            else if (entry.Length == 0 || (entry != NoEntry && !entries.Contains(entry)))
            {
                Faults.Add($"{where}: found entry '{entry}', expected one of '{knowledgeBaseId}', or '{NoEntry}' where none answers");
            }
            else
            {
                string tag = LanguageTag.TryParse(language, out Language named) ? LanguageTag.Of(named)
                    : string.IsNullOrEmpty(language) ? LanguageTag.Of(question.Language) : language;
                Questions.Add(new EvaluationQuestion(question, entry == NoEntry ? null : entry, tag, filter));
            }
        }
    }
}

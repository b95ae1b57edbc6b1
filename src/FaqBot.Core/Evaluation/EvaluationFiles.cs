using FaqBot.Core.Files;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Evaluation;

/// <summary>Reads labelled questions from tab-separated or comma-separated files.</summary>
/// <remarks>
/// Two formats, told apart by the first line. FaqBot's own has a header that names its columns: <c>question</c> (or <c>text</c>);
/// <c>entry</c>, the id of the entry that answers, <c>-</c> where none does, or <c>?id1|id2</c> where several fit equally or two are asked
/// for at once; perhaps <c>language</c>, a tag; perhaps <c>kind</c>, a free word, which tells near misses from what is of another field
/// (<see cref="QuestionLabel"/>). The batch test of QnA Maker has no header of that kind: knowledge base, question,
/// metadata (<c>name:value</c> joined by <c>|</c>), top, expected id; a line without an expected id is not asked. Source of the latter:
/// https://learn.microsoft.com/azure/ai-services/qnamaker/reference-tsv-format-batch-testing.
/// </remarks>
public static class EvaluationFiles
{
    /// <summary>What stands for "no entry answers".</summary>
    public const string NoEntry = "-";

    /// <summary>Begins a list of entries that are to be offered, joined by <c>|</c>.</summary>
    public const char OfferSign = '?';

    /// <summary>Most entries of such a list.</summary>
    public const int MostOffered = 20;

    /// <summary>Longest kind, in runes.</summary>
    public const int KindRunes = 64;

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
            : throw new InvalidDataException(FaultLines.Join(lines.Faults));
    }

    /// <summary>Reads labelled questions from the text of a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="knowledge">The knowledge base.</param>
    /// <returns>The questions.</returns>
    /// <exception cref="InvalidDataException">Lines have faults, or there is no question; all faults are reported together.</exception>
    public static IReadOnlyList<EvaluationQuestion> Parse(string text, string name, KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        return Parse(text, name, new LabelledLines([.. knowledge.Entries.Select(entry => entry.Id)], knowledge.Id));
    }

    /// <summary>Reads labelled questions that were kept with a knowledge base: their entries may have been deleted since.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>The questions.</returns>
    /// <exception cref="InvalidDataException">Lines have faults, or there is no question; all faults are reported together.</exception>
    public static IReadOnlyList<EvaluationQuestion> ParseKept(string text, string name) => Parse(text, name, new LabelledLines(null, ""));

    private static List<EvaluationQuestion> Parse(string text, string name, LabelledLines lines)
    {
        ArgumentNullException.ThrowIfNull(text);
        lines.ReadLabelled(name, SeparatedRows.Of(text));
        if (lines.Faults.Count == 0 && lines.Questions.Count == 0)
        {
            lines.Faults.Add($"{name}: found no labelled question, expected at least 1");
        }

        return lines.Faults.Count == 0 ? lines.Questions : throw new InvalidDataException(FaultLines.Join(lines.Faults));
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

    /// <summary>An even choice of foreign questions.</summary>
    /// <param name="foreign">The questions.</param>
    /// <param name="own">How many others there are.</param>
    /// <param name="share">Most that the chosen make of all, 0…1.</param>
    internal static IEnumerable<EvaluationQuestion> Thin(EvaluationQuestion[] foreign, int own, double share)
    {
        int most = share >= 1 ? foreign.Length : Math.Min(foreign.Length, (int)Math.Round(own * share / (1 - share)));
        return EvenChoice.Of(foreign, most);
    }

    /// <param name="entries">The ids that may be named; null: any.</param>
    /// <param name="knowledgeBaseId">Of what knowledge base.</param>
    private sealed class LabelledLines(HashSet<string>? entries, string knowledgeBaseId)
    {
        public List<EvaluationQuestion> Questions { get; } = [];

        public List<string> Faults { get; } = [];

        public void ReadLabelled(string file) => ReadLabelled(file, SeparatedRows.Read(file));

        public void ReadLabelled(string file, IEnumerable<SeparatedRow> written)
        {
            LabelColumns? columns = null;
            foreach ((int index, (int line, string[] row)) in written.Index())
            {
                if (index == 0 && row[0].Trim().Equals("kbid", StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (index == 0 && LabelColumns.Find(row) is { } found)
                {
                    columns = found;
                }
                else
                {
                    ReadRow(row, columns, $"{file}: line {line}");
                }
            }
        }

        public void ReadForeign(string file)
        {
            foreach ((int line, string[] row) in SeparatedRows.Read(file).Skip(1))
            {
                Add(row[0], [], null, QuestionLabel.ForeignKind, EntryFilter.None, $"{file}: line {line}");
            }
        }

        private void ReadRow(string[] row, LabelColumns? columns, string where)
        {
            if (columns is { } own)
            {
                ReadOwn(row, own, where);
            }
            else
            {
                ReadBatchTest(row, where);
            }
        }

        private void ReadOwn(string[] row, LabelColumns columns, string where)
        {
            if (row.Length <= Math.Max(columns.Question, columns.Entry))
            {
                Faults.Add($"{where}: found {row.Length} {(row.Length == 1 ? "column" : "columns")}, expected question and entry, "
                    + $"'{NoEntry}' where no entry answers");
                return;
            }

            string? kind = LabelColumns.Cell(row, columns.Kind);
            if (kind?.EnumerateRunes().Count() > KindRunes)
            {
                Faults.Add($"{where}: found a kind of more than {KindRunes} characters, expected a word");
            }

            Add(row[columns.Question], ReadEntries(row[columns.Entry].Trim(), where), LabelColumns.Cell(row, columns.Language), kind,
                EntryFilter.None, where);
        }

        /// <summary>One entry, none, or several to be offered.</summary>
        private string[] ReadEntries(string cell, string where)
        {
            bool isOffer = cell.StartsWith(OfferSign);
            string[] ids = cell == NoEntry ? []
                : isOffer ? [.. cell[1..].Split('|').Select(id => id.Trim()).Distinct(StringComparer.Ordinal)]
                : [cell];
            if (isOffer && ids.Length is < 2 or > MostOffered)
            {
                Faults.Add($"{where}: found {ids.Length} different {(ids.Length == 1 ? "entry" : "entries")} after '{OfferSign}', "
                    + $"expected 2 to {MostOffered} joined by '|'");
            }

            Faults.AddRange(ids.Where(id => entries?.Contains(id) is false).Take(MostOffered).Select(id =>
                $"{where}: found entry '{id}', which '{knowledgeBaseId}' does not have; expected the id of an entry"
                + (NearestName.Of(id, entries!) is { } near ? $" such as '{near}'" : "") + $", or '{NoEntry}' where none answers"));
            return ids;
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
                Add(row[1], expected == "-1" ? [] : ReadEntries(expected, where), null, null, ReadFilter(row[2], where), where);
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

        private void Add(string text, string[] ids, string? language, string? kind, EntryFilter filter, string where)
        {
            if (!Question.TryParse(text, KnowledgeLimits.QuestionRunes, null, out Question? question, out string? fault))
            {
                Faults.Add($"{where}: {fault.TrimEnd('.')}");
                return;
            }

            string tag = LanguageTag.TryParse(language, out Language named) ? LanguageTag.Of(named)
                : string.IsNullOrEmpty(language) ? LanguageTag.Of(question.Language) : language;
            Questions.Add(new EvaluationQuestion(question, ids.Length == 1 ? ids[0] : null, tag, filter)
            {
                Offered = ids.Length > 1 ? ids : [],
                Kind = kind,
            });
        }
    }
}

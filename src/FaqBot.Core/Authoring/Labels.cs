using System.Text;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;

namespace FaqBot.Core.Authoring;

/// <summary>The labelled questions that live with knowledge bases.</summary>
/// <remarks>Thread-safe; calls block while SQLite works.</remarks>
/// <param name="store">Keeps them.</param>
/// <param name="copies">Know the entries.</param>
/// <param name="time">The clock.</param>
public sealed class Labels(KnowledgeStore store, WorkingCopies copies, TimeProvider time)
{
    /// <summary>Most labelled questions of a knowledge base.</summary>
    public const int Most = 20_000;

    private const string Header = "question\tentry\tlanguage\tkind";

    /// <summary>Lists labelled questions, ordered by their keys.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="after">Only those whose keys come after it; empty: from the first.</param>
    /// <param name="most">Most to give.</param>
    /// <returns>The questions, and how many there are in all.</returns>
    public (IReadOnlyList<StoredLabel> Labels, int All) List(string kb, string after = "", int most = int.MaxValue) =>
        store.Read<(IReadOnlyList<StoredLabel>, int)>(rows =>
            (rows.Evaluations.Labels(kb, after, most), rows.Evaluations.CountLabels(kb)));

    /// <summary>Adds labelled questions, each in place of an equal one.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="labels">Each question with what answers it, none or several to be offered, and its kind.</param>
    /// <param name="author">Who says so.</param>
    /// <returns>The labelled questions.</returns>
    /// <exception cref="InvalidEditException">Some are no questions, or name no entry; all faults are reported together.</exception>
    /// <exception cref="EditRefusedException">There would be too many.</exception>
    public IReadOnlyList<StoredLabel> Add(string kb, IReadOnlyList<NewLabel> labels, string author)
    {
        ArgumentNullException.ThrowIfNull(labels);
        WorkingCopy copy = copies.Get(kb);
        List<Fault> faults = [];
        List<StoredLabel> added = [];
        foreach ((int index, NewLabel label) in labels.Index())
        {
            string path = labels.Count == 1 ? "" : $"labels[{index}].";
            if (!Question.TryParse(OneLine(label.Question), KnowledgeLimits.QuestionRunes, null, out Question? question, out string? fault))
            {
                faults.Add(new Fault(0, null, fault.TrimEnd('.'), "Write a question") { Path = $"{path}question" });
                continue;
            }

            if (label.Offered.Count == 1 || label.Offered.Count > EvaluationFiles.MostOffered
                || (label.Entry is not null && label.Offered.Count > 0))
            {
                faults.Add(new Fault(
                    0, null, $"{label.Offered.Count} entries are to be offered{(label.Entry is null ? "" : " beside one that answers")}, "
                        + $"expected 2 to {EvaluationFiles.MostOffered} instead of one that answers, or none",
                    "Name one that answers, or several to offer")
                { Path = $"{path}offered" });
            }

            faults.AddRange(label.Offered.Append(label.Entry).OfType<string>().Where(id => copy.Find(id) is null).Select(id =>
                new Fault(0, null, $"'{id}' is no entry of '{kb}'", "Name one that is there, or none") { Path = $"{path}entry" }));
            if (label.Kind?.EnumerateRunes().Count() > EvaluationFiles.KindRunes)
            {
                faults.Add(new Fault(
                    0, null, $"the kind has more than {EvaluationFiles.KindRunes} characters", "Write a word")
                { Path = $"{path}kind" });
            }

            added.Add(new StoredLabel(
                kb, question.MatchKey, OneLine(question.Original), LanguageOf(label.Language, question), label.Entry, label.Offered,
                    label.Kind,
                author, time.GetUtcNow()));
        }

        return faults.Count == 0 ? Keep(kb, added, isAll: false) : throw new InvalidEditException(faults);
    }

    /// <summary>Adds what a file of labelled questions holds.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="text">The file: see <see cref="EvaluationFiles"/>.</param>
    /// <param name="author">Who says so.</param>
    /// <param name="replace">Whether all former ones go.</param>
    /// <returns>The labelled questions of the file.</returns>
    /// <exception cref="InvalidDataException">Lines have faults; all are reported together, and nothing was changed.</exception>
    /// <exception cref="EditRefusedException">There would be too many.</exception>
    public IReadOnlyList<StoredLabel> Import(string kb, string text, string author, bool replace)
    {
        IReadOnlyList<EvaluationQuestion> questions = EvaluationFiles.Parse(text, "the file", copies.Get(kb).ToKnowledge());
        return Keep(kb, ToStored(kb, questions, author, time.GetUtcNow()), replace);
    }

    /// <summary>Writes all as a file that <c>eval</c> reads.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>Tab-separated values with a header.</returns>
    public string Export(string kb)
    {
        StringBuilder file = new(Header);
        file.Append('\n');
        foreach (StoredLabel label in List(kb).Labels)
        {
            string entry = label.EntryId
                ?? (label.Offered.Count == 0 ? EvaluationFiles.NoEntry : EvaluationFiles.OfferSign + string.Join('|', label.Offered));
            file.Append(Cell(label.Question)).Append('\t').Append(entry).Append('\t').Append(label.Language).Append('\t')
                .Append(Cell(label.Kind ?? "")).Append('\n');
        }

        return file.ToString();
    }

    /// <summary>Removes a labelled question.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="question">The question, however it is written.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string kb, string question) =>
        store.Change(rows => rows.Evaluations.Remove(kb, WorkingCopy.KeyOf(question)));

    /// <summary>Labelled questions as they are stored, each once.</summary>
    internal static IReadOnlyList<StoredLabel> ToStored(
        string kb, IEnumerable<EvaluationQuestion> questions, string author, DateTimeOffset now) =>
    [
        .. questions.DistinctBy(question => question.Question.MatchKey).Select(question => new StoredLabel(
            kb, question.Question.MatchKey, OneLine(question.Question.Original), question.Language, question.Entry, question.Offered,
            question.Kind, author, now)),
    ];

    /// <summary>Stores labelled questions within its caller's transaction.</summary>
    /// <exception cref="EditRefusedException">There would be too many.</exception>
    internal static IReadOnlyList<StoredLabel> Keep(AuthoringRows rows, string kb, IReadOnlyList<StoredLabel> labels, bool isAll)
    {
        if (isAll)
        {
            rows.Evaluations.Clear(kb);
        }

        foreach (StoredLabel label in labels)
        {
            rows.Evaluations.Put(label);
        }

        int all = rows.Evaluations.CountLabels(kb);
        return all <= Most ? labels : throw new EditRefusedException(
            $"Found {all} labelled questions with these, expected at most {Most}; remove some first.");
    }

    private IReadOnlyList<StoredLabel> Keep(string kb, IReadOnlyList<StoredLabel> labels, bool isAll) =>
        store.Change(rows => Keep(rows, kb, labels, isAll));

    private static string LanguageOf(string? stated, Question question) =>
        LanguageTag.TryParse(stated, out Language language) ? LanguageTag.Of(language) : LanguageTag.Of(question.Language);

    /// <summary>What begins with a quotation mark would else be read as a cell within such marks.</summary>
    private static string Cell(string text) => text.StartsWith('"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>A file has one line for each.</summary>
    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\t', '\r', '\n', '\u2028', '\u2029', '\u0085', '\f', '\v'], StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A question with what an owner says of it.</summary>
/// <param name="Question">The question.</param>
/// <param name="Entry">The entry that answers it, or null.</param>
/// <param name="Offered">Entries that are to be offered instead; or none.</param>
/// <param name="Kind">How it is worded or what it changes; or null.</param>
/// <param name="Language">Tag of its language; null: guessed.</param>
public sealed record NewLabel(string Question, string? Entry, IReadOnlyList<string> Offered, string? Kind, string? Language);

using FaqBot.Core.Evaluation;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Authoring;

/// <summary>Evaluations on the labelled questions of knowledge bases, kept to be compared; and of a draft with what customers are
/// told.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="store">Keeps them.</param>
/// <param name="drafts">Make the drafts that are asked.</param>
/// <param name="trials">Ask.</param>
/// <param name="time">The clock.</param>
public sealed class Evaluations(KnowledgeStore store, Drafts drafts, Trials trials, TimeProvider time)
{
    /// <summary>Asks all labelled questions of a version, and keeps what came of it.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="deployment">Which version: the draft is made first where it is behind.</param>
    /// <param name="by">Who asks, and what for.</param>
    /// <param name="cancellationToken">Stops; nothing is kept then.</param>
    /// <returns>The evaluation and its report.</returns>
    /// <exception cref="EditRefusedException">There is no labelled question.</exception>
    public async Task<(SavedEvaluation Saved, EvaluationReport Report)> RunAsync(
        string kb, Deployment deployment, Authorship by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        IReadOnlyList<StoredLabel> labels = Labelled(kb);
        if (deployment == Deployment.Test)
        {
            await drafts.MakeAsync(kb, cancellationToken);
        }

        EvaluationReport report = await trials.EvaluateAsync(kb, deployment, labels, cancellationToken);
        Scores all = report.Systems[0].All;
        SavedEvaluation saved = new(
            kb, 0, by.Author, time.GetUtcNow(), by.Note, deployment, report.Version, report.Questions.Count, all.Accuracy, all.Precision,
            all.CalibrationError);
        byte[] document = CompressedDocument.Write(System.Text.Encoding.UTF8.GetBytes(report.ToJson()));
        return (store.Change(rows => rows.Evaluations.Add(saved, document)), report);
    }

    /// <summary>Lists evaluations, latest first.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="before">Only those of lower numbers.</param>
    /// <param name="most">Most to give.</param>
    /// <returns>The evaluations.</returns>
    public IReadOnlyList<SavedEvaluation> List(string kb, int before, int most) =>
        store.Read(rows => rows.Evaluations.List(kb, before, most));

    /// <summary>Reads the report of an evaluation.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="number">Its number.</param>
    /// <returns>The report.</returns>
    /// <exception cref="NotThereException">There is none of this number.</exception>
    /// <exception cref="InvalidDataException">Another build wrote it.</exception>
    public EvaluationReport Report(string kb, int number)
    {
        byte[] document = store.Read(rows => rows.Evaluations.Report(kb, number))
            ?? throw new NotThereException($"Found no evaluation {number} of '{kb}'; GET …/evaluations lists those that are kept.");
        return EvaluationReport.Parse(CompressedDocument.Read(document), $"evaluation {number}");
    }

    /// <summary>Compares two evaluations question by question.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="first">Number of the earlier one.</param>
    /// <param name="second">Number of the later one.</param>
    /// <returns>What got better and worse.</returns>
    /// <inheritdoc cref="Report" path="/exception" />
    public Comparison Compare(string kb, int first, int second) => Comparison.Of(Report(kb, first), Report(kb, second));

    /// <summary>Asks all labelled questions of what customers are answered by, and of the draft.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What the draft makes better and worse; null where there is no labelled question.</returns>
    public async Task<Comparison?> CompareDraftAsync(string kb, CancellationToken cancellationToken)
    {
        List<StoredLabel> labels = store.Read(rows => rows.Evaluations.Labels(kb));
        if (labels.Count == 0)
        {
            return null;
        }

        await drafts.MakeAsync(kb, cancellationToken);
        return Comparison.Of(
            await trials.EvaluateAsync(kb, Deployment.Production, labels, cancellationToken),
            await trials.EvaluateAsync(kb, Deployment.Test, labels, cancellationToken));
    }

    private List<StoredLabel> Labelled(string kb) =>
        store.Read(rows => rows.Evaluations.Labels(kb)) is { Count: > 0 } labels
            ? labels
            : throw new EditRefusedException($"Found no labelled question of '{kb}', expected at least 1; add some first.");
}

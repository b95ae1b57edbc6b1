using System.Globalization;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Authoring;

/// <summary>Files to bring into a working copy, and how.</summary>
/// <param name="Kb">The knowledge base.</param>
/// <param name="Files">The files.</param>
/// <param name="Options">How they are read and applied.</param>
public sealed record ImportOrder(string Kb, IReadOnlyList<ImportFile> Files, ImportOptions Options)
{
    /// <summary>Whether it is only told what would be done.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether a knowledge base that is not there begins with the files.</summary>
    public bool MayBegin { get; init; }

    /// <summary>Whether it is done even where nothing of the input becomes an entry; otherwise it is refused then.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The revision of the working copy that was looked at; null: whichever.</summary>
    public int? Revision { get; init; }
}

/// <summary>What an import did.</summary>
/// <param name="Revision">The revision of the working copy afterwards; null: there is none yet.</param>
/// <param name="Set">The change set; null when nothing differs, nothing was to be done, or nothing could be.</param>
/// <param name="Report">What was read, and what became of it.</param>
public sealed record ImportOutcome(int? Revision, ChangeSet? Set, ImportReport Report)
{
    /// <summary>Whether nothing of the input became an entry, or one fault refused the whole: nothing was changed.</summary>
    public bool IsRefused => !Report.Applied || Report.New + Report.Changed + Report.Same == 0;
}

/// <summary>Brings files of other services into working copies, each as one change set.</summary>
/// <remarks>
/// Thread-safe; works on the caller's thread. What is read is read outside the store's transaction: whoever edits meanwhile does not wait,
/// and the import is done anew on what they made.
/// </remarks>
/// <param name="copies">The working copies.</param>
public sealed class Imports(WorkingCopies copies)
{
    private const int MostAttempts = 3;

    /// <summary>Imports files.</summary>
    /// <param name="order">What and how.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Stops; nothing is changed then.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="Answering.UnknownKnowledgeBaseException">There is no such knowledge base, and none is to begin.</exception>
    /// <exception cref="WorkingCopyMovedException">The working copy is of another revision, or was changed again and again.</exception>
    /// <exception cref="ImportException">Nothing of the files can be imported.</exception>
    /// <exception cref="InvalidKnowledgeException">A knowledge file among them breaks rules; all faults are reported
    /// together.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public ImportOutcome Run(ImportOrder order, Authorship by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(by);
        for (int attempt = 1; ; attempt++)
        {
            WorkingCopy? copy = order.MayBegin ? copies.Find(order.Kb) : copies.Get(order.Kb);
            int revision = copy?.Revision ?? 0;
            if (order.Revision is { } expected && expected != revision)
            {
                throw new WorkingCopyMovedException(order.Kb, expected, revision);
            }

            (KnowledgeBase? knowledge, ImportReport report) = KnowledgeImport.Run(
                copy?.ToKnowledge(), order.Files, order.Options with { Id = order.Kb }, cancellationToken);
            ImportOutcome outcome = new(copy?.Revision, null, report);
            if (order.IsDryRun || !report.Applied || knowledge is null || (outcome.IsRefused && !order.MayBeEmpty))
            {
                return outcome;
            }

            by = by with { Note = by.Note ?? NoteOf(report) };

            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (copy is null)
                {
                    WorkingCopy begun = copies.Create(knowledge, by);
                    return outcome with { Revision = begun.Revision, Set = copies.Set(order.Kb, begun.Revision, most: 0)?.Set };
                }

                (WorkingCopy after, ChangeSet? set) = copies.Edit(order.Kb, by, edit =>
                {
                    edit.ExpectRevision(revision);
                    edit.ReplaceWith(knowledge);
                });
                return outcome with { Revision = after.Revision, Set = set };
            }
            catch (WorkingCopyMovedException) when (order.Revision is null && attempt < MostAttempts)
            {
                // Somebody edited meanwhile.
            }
        }
    }

    /// <summary>What the history says of an import whose author does not: how often it is not as the input has it.</summary>
    private static string? NoteOf(ImportReport report)
    {
        string note = string.Join(", ", report.NoteCounts.Select(
            pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}")));
        return note.Length == 0 ? null : note.Length > Authorship.MostNote ? note[..Authorship.MostNote] : note;
    }
}

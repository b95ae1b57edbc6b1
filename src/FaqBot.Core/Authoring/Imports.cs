using System.Globalization;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

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

    /// <summary>Whether columns that nobody states are found by their names alone, whatever they meant before.</summary>
    public bool DetectsColumns { get; init; }

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
    public bool IsRefused => !Report.Applied || Report.IsEmpty;
}

/// <summary>Brings files of other services into working copies, each as one change set.</summary>
/// <remarks>
/// Thread-safe; works on the caller's thread. What is read is read outside the store's transaction: whoever edits meanwhile does not wait,
/// and the import is done anew on what they made.
/// </remarks>
/// <param name="store">Remembers what the columns of tables meant.</param>
/// <param name="copies">The working copies.</param>
/// <param name="time">The clock.</param>
public sealed class Imports(KnowledgeStore store, WorkingCopies copies, TimeProvider time)
{
    private const int MostAttempts = 3;

    /// <summary>Imports files. Columns that are stated are remembered with the table's header, and mean the same the next time.</summary>
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
                copy?.ToKnowledge(), order.Files, Remembering(order), cancellationToken);
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
                    store.Change(rows => Remember(rows, order.Kb, report, by));
                    return outcome with { Revision = begun.Revision, Set = copies.Set(order.Kb, begun.Revision, most: 0)?.Set };
                }

                (WorkingCopy after, ChangeSet? set) = copies.Edit(order.Kb, by, edit =>
                {
                    edit.ExpectRevision(revision);
                    edit.ReplaceWith(knowledge);
                    foreach (ReviewComment comment in report.Comments)
                    {
                        edit.Comment(comment.EntryId, comment.Text);
                    }

                    Remember(edit.Rows, order.Kb, report, by);
                });
                return outcome with { Revision = after.Revision, Set = set };
            }
            catch (WorkingCopyMovedException) when (order.Revision is null && attempt < MostAttempts)
            {
                // Somebody edited meanwhile.
            }
        }
    }

    private ImportOptions Remembering(ImportOrder order) => order.Options with
    {
        Id = order.Kb,
        Reading = order.DetectsColumns ? order.Options.Reading : order.Options.Reading with
        {
            Remembered = header => store.Read(rows => rows.Mappings.Find(order.Kb, header)) is { } found
                ? new RememberedColumns(found.Columns, found.Author, found.At) : null,
        },
    };

    private bool Remember(AuthoringRows rows, string kb, ImportReport report, Authorship by)
    {
        foreach (MappedTable table in report.Mapped.Where(table => table.Header.Length > 0))
        {
            rows.Mappings.Put(kb, table.Header, new StoredMapping(table.Columns, table.RememberedFrom ?? by.Author, time.GetUtcNow()));
        }

        return true;
    }

    /// <summary>What the history says of an import whose author does not: how often it is not as the input has it.</summary>
    private static string? NoteOf(ImportReport report)
    {
        string note = string.Join(", ", report.NoteCounts.Select(
            pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}")));
        return note.Length == 0 ? null : note.Length > Authorship.MostNote ? note[..Authorship.MostNote] : note;
    }
}

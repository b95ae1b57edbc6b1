using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing;

/// <summary>A knowledge base after an import, and what the import did.</summary>
/// <param name="Knowledge">The knowledge base, which keeps every rule; null when a strict import of a new one found faults.</param>
/// <param name="Report">What was read, done and not done.</param>
public sealed record ImportResult(KnowledgeBase? Knowledge, ImportReport Report);

/// <summary>Brings files of other services, and knowledge files, into a knowledge base: the one way in, for commands and interfaces
/// alike.</summary>
/// <remarks>
/// Sniff, decode, read, map, normalise, check, compare, apply. Files may be hostile: all that they can cost is limited, nothing is fetched,
/// nothing is written. Thread-safe; works on the caller's thread, so that a service runs it as a job.
/// </remarks>
public static class KnowledgeImport
{
    private const int MostChecks = 8;

    /// <summary>Imports files.</summary>
    /// <param name="present">The knowledge base as it is; null: a new one is made.</param>
    /// <param name="files">The files; an archive counts as its files.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>The knowledge base as it would be, and the report. The one given is not changed.</returns>
    /// <exception cref="ImportException">Nothing of the files can be imported.</exception>
    /// <exception cref="InvalidKnowledgeException">A knowledge file among them breaks rules, or what is stated of the knowledge base does;
    /// all faults are reported together.</exception>
    /// <exception cref="OperationCanceledException">The import was stopped.</exception>
    public static ImportResult Run(
        KnowledgeBase? present, IReadOnlyList<ImportFile> files, ImportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));
        NoteLog notes = new();
        ReadingContext context = new(options.Reading, options.Limits, notes, cancellationToken)
        {
            RemovesNothing = options.Mode == ImportMode.Merge,
            PresentById = present?.Entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal) ?? [],
        };
        FormatReader reader = new(context);
        reader.Read(files);
        FoundKnowledge found = context.Found;
        found.File = reader.Files[0].Name;
        if (found.Entries.Count > KnowledgeLimits.Entries)
        {
            throw new ImportException(
                ImportFlaw.TooLarge, $"There are {found.Entries.Count} entries, a knowledge base has at most {KnowledgeLimits.Entries}; "
                    + $"split it.");
        }

        List<EntryFate> refused = [];
        List<EntryDraft> drafts = Normalize(found, options, notes, refused, cancellationToken);
        new EntryMatching(present?.Entries ?? [], notes).Match(drafts);
        (KnowledgeBase knowledge, EntryAssembly assembly) = Check(present, drafts, found, options, files[0].Name, notes, cancellationToken);
        ImportReport report = Report(reader, found, drafts, assembly, refused, notes) with
        {
            Mapped = context.Mapped,
            Tables = context.Tables,
            Untouched = found.Untouched,
        };
        return options.Strict && notes.Refused > 0
            ? new ImportResult(present, report with { Applied = false })
            : new ImportResult(knowledge, report);
    }

    private static List<EntryDraft> Normalize(
        FoundKnowledge found, ImportOptions options, NoteLog notes, List<EntryFate> refused, CancellationToken cancellationToken)
    {
        EntryNormalizer normalizer = new(options, notes);
        List<EntryDraft> drafts = [];
        foreach (FoundEntry entry in found.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (normalizer.Normalize(entry) is { } draft)
            {
                drafts.Add(draft);
            }
            else
            {
                refused.Add(new EntryFate(null, EntryChange.Refused, [], entry.Rows));
            }
        }

        return drafts;
    }

    /// <summary>Whatever is made is read as a knowledge file is: an entry that breaks a rule there is refused, and the rest made
    /// anew.</summary>
    private static (KnowledgeBase Knowledge, EntryAssembly Assembly) Check(
        KnowledgeBase? present, List<EntryDraft> drafts, FoundKnowledge found, ImportOptions options, string firstFile, NoteLog notes,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            NoteLog ofHead = new();
            EntryAssembly assembly = new(present?.Entries ?? [], drafts, options);
            KnowledgeBase made = new ImportedHead(present, found, options, firstFile, ofHead).With(assembly.Assemble(cancellationToken));
            try
            {
                KnowledgeBase read = FaqFile.Parse(FaqFileWriter.Write(made), made.Id);
                notes.Append(assembly.Notes);
                notes.Append(ofHead);
                return (read, assembly);
            }
            catch (InvalidKnowledgeException exception) when (attempt < MostChecks && Refuse(exception, drafts, notes))
            {
            }
        }
    }

    private static bool Refuse(InvalidKnowledgeException exception, List<EntryDraft> drafts, NoteLog notes)
    {
        Dictionary<string, EntryDraft> byId = drafts.Where(draft => !draft.IsRefused)
            .ToDictionary(draft => draft.Id, StringComparer.Ordinal);
        bool any = false;
        foreach (IGrouping<string, Fault> faults in exception.Faults.Where(fault => fault.EntryId is not null)
            .GroupBy(fault => fault.EntryId!))
        {
            if (!byId.TryGetValue(faults.Key, out EntryDraft? draft))
            {
                continue;
            }

            any = true;
            bool ofCounterExamples = !draft.LosesNotThis
                && faults.All(fault => fault.Problem.Contains("notThis", StringComparison.Ordinal));
            draft.LosesNotThis |= ofCounterExamples;
            draft.IsRefused = !ofCounterExamples;
            foreach (Fault fault in faults)
            {
                notes.Refuse(NoteCode.RuleBroken, draft.Found.Place, $"{fault.Problem}. {fault.Remedy}");
            }
        }

        return any;
    }

    private static ImportReport Report(
        FormatReader reader, FoundKnowledge found, List<EntryDraft> drafts, EntryAssembly assembly, List<EntryFate> refused, NoteLog notes)
    {
        HashSet<string> taken = [.. assembly.Fates.Select(fate => fate.EntryId).OfType<string>()];
        SuggestedWording[] suggestions =
        [
            .. from draft in drafts
               where !draft.IsRefused && taken.Contains(draft.Id)
               from suggestion in draft.Found.Suggestions
               select new SuggestedWording(draft.Id, suggestion.Question, suggestion.UserCount, suggestion.AutoCount),
        ];
        if (suggestions.Length > 0)
        {
            notes.Changed(
                NoteCode.Suggestions, drafts.First(draft => draft.Found.Suggestions.Count > 0).Found.Place,
                $"{suggestions.Length} wordings are suggested by what users asked, and nobody has accepted them; they wait with their "
                    + "entries, and the report lists them");
        }

        EntryFate[] fates =
        [
            .. assembly.Fates.Where(fate => fate.Change is not EntryChange.Missing and not EntryChange.Removed),
            .. drafts.Where(draft => draft.IsRefused).Select(draft => new EntryFate(null, EntryChange.Refused, [], draft.Found.Rows)),
            .. refused,
            .. assembly.Fates.Where(fate => fate.Change is EntryChange.Missing or EntryChange.Removed),
        ];
        HashSet<string> fresh = [.. fates.Where(fate => fate.Rows.Count > 0).Select(fate => fate.EntryId).OfType<string>()];
        return new ImportReport
        {
            Applied = true,
            Files = reader.Files,
            Rows = found.Rows,
            RowsLeftOut = notes.RowsLeftOut,
            Questions = assembly.QuestionsOf(fresh),
            Entries = fates,
            Notes = notes.Notes,
            NoteCounts = notes.Counts,
            NotesNotKept = notes.NotKept,
            Settings = found.Settings,
            Suggestions = suggestions,
            Comments =
            [
                .. found.Comments,
                .. drafts.Where(draft => draft.Found.Comment is not null && taken.Contains(draft.Id))
                    .Select(draft => new ReviewComment(draft.Id, draft.Found.Comment!, draft.Found.Place)),
            ],
        };
    }
}

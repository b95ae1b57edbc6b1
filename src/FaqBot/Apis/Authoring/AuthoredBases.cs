using FaqBot.Apis.EndpointKeys;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;

namespace FaqBot.Apis.Authoring;

/// <summary>Knowledge bases as authoring clients of other services see them: found by id or name, without those that were
/// removed.</summary>
internal sealed class AuthoredBases(AnsweringEngine engine)
{
    /// <summary>Source of entries whose client states none.</summary>
    public const string Editorial = "Editorial";

    /// <summary>What is said where something is to be fetched.</summary>
    public const string NothingIsFetched =
        "Found addresses, expected none: nothing is fetched from other hosts. Send the entries, or import a file.";

    /// <summary>What edits.</summary>
    public Editing Editing => engine.Require().Editing;

    /// <summary>Who acts.</summary>
    /// <param name="http">The request.</param>
    public static Authorship By(HttpContext http) => Actor.Of(http) with { Origin = ChangeOrigin.BotFramework };

    /// <summary>Ids of all that are there.</summary>
    public IEnumerable<string> Ids() => Editing.Copies.Ids().Where(id => !Editing.Copies.IsRemoved(id));

    /// <summary>Whether there is one of an id.</summary>
    public bool Has(string id) => Ids().Contains(id);

    /// <summary>Finds a knowledge base by its id, else by a name that only one has, in any case.</summary>
    /// <returns>The id; null when there is none.</returns>
    public string? Find(string name)
    {
        string[] ids = [.. Ids()];
        string? found = Array.Find(ids, id => id == name)
            ?? Array.Find(ids, id => id.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is not null)
        {
            return found;
        }

        (string Id, KnowledgeBase Settings)[] named =
        [
            .. ids.Select(id => (Id: id, Editing.Copies.Find(id)?.Settings)).Where(pair => pair.Settings is not null)
                .Select(pair => (pair.Id, pair.Settings!)),
        ];
        return Only(StringComparison.Ordinal) ?? Only(StringComparison.OrdinalIgnoreCase);

        string? Only(StringComparison comparison) =>
            named.Where(pair => pair.Settings.Name.Texts.Values.Any(text => text.Equals(name, comparison))).Take(2).ToArray() is [var only]
                ? only.Id : null;
    }

    /// <summary>Finds a working copy by its id or name.</summary>
    /// <exception cref="UnknownProjectException">There is none.</exception>
    public WorkingCopy Get(string name) =>
        Find(name) is { } id && Editing.Copies.Find(id) is { } copy ? copy : throw new UnknownProjectException();

    /// <summary>The language of texts that have one each: the first of the knowledge base.</summary>
    public static Language LanguageOf(KnowledgeBase knowledge) =>
        LanguageTag.TryParse(knowledge.Languages[0], out Language language) ? language : Language.Other;

    /// <summary>Makes a knowledge base, or what one holds, what a document says.</summary>
    /// <param name="kb">Its id; it begins where there is none.</param>
    /// <param name="document">A document of QnA Maker or Custom Question Answering.</param>
    /// <param name="name">Name of it in the history.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Stops; nothing is changed then.</param>
    /// <param name="change">Says more of how.</param>
    /// <exception cref="InvalidRequestException">Something of it cannot be taken over; all faults are told together.</exception>
    public ImportOutcome Replace(
        string kb, byte[] document, string name, Authorship by, CancellationToken cancellationToken,
        Func<ImportOptions, ImportOptions>? change = null)
    {
        WorkingCopy? present = Editing.Copies.Find(kb);
        ImportOptions options = new()
        {
            Mode = ImportMode.ReplaceAll,
            KeepsUnstated = true,
            Strict = true,
            Source = Editorial,
            Languages = present is null || Editing.Copies.IsRemoved(kb) ? [] : present.Settings.Languages,
            Numbers = present is null ? new Dictionary<int, string>()
                : Editing.Copies.NumbersOf(present.ToKnowledge()).ToDictionary(pair => pair.Value, pair => pair.Key),
        };
        ImportOutcome outcome = Editing.Imports.Run(
            new ImportOrder(kb, [new ImportFile(name, document)], change?.Invoke(options) ?? options)
            {
                MayBegin = true,
                MayBeEmpty = true,
            },
            by, cancellationToken);
        if (!outcome.Report.Applied)
        {
            RequestFaults faults = new();
            foreach (ImportNote note in outcome.Report.Notes.Where(note => note.Kind == NoteKind.Refused))
            {
                faults.Add(note.Place.ToString(), note.Text);
            }

            throw faults.ToException();
        }

        if (outcome.Set is null)
        {
            Editing.Copies.Revive(kb, by);
        }

        return outcome;
    }

    /// <summary>Publishes the working copy as it is.</summary>
    /// <exception cref="PublicationBlockedException">A gate is shut.</exception>
    /// <exception cref="WorkingCopyMovedException">It was edited again and again meanwhile.</exception>
    public async Task<PublishedResult> PublishAsync(string kb, Authorship by, CancellationToken cancellationToken)
    {
        const int MostAttempts = 3;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await Editing.Publishing.PublishAsync(kb, Editing.Copies.Get(kb).Revision, by, null, cancellationToken);
            }
            catch (WorkingCopyMovedException) when (attempt < MostAttempts)
            {
                // These routes publish what is there.
            }
        }
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Authoring;

/// <summary>A knowledge base in an archive.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Entries">How many entries it has as its owners have it.</param>
/// <param name="Published">Its number where it answered customers; null: it did not.</param>
/// <param name="PublishedEntries">How many entries answered them.</param>
/// <param name="HasDraft">Whether its owners had changed what is not published.</param>
/// <param name="Labelled">How many labelled questions it has.</param>
public sealed record ArchivedKnowledge(
    string Id, int Entries, int? Published, int PublishedEntries, bool HasDraft, int Labelled)
{
    /// <summary>What answered customers, or null.</summary>
    internal KnowledgeBase? PublishedContent { get; init; }

    /// <summary>What its owners had, where it is not the same; or null.</summary>
    internal KnowledgeBase? Draft { get; init; }

    /// <summary>Its labelled questions.</summary>
    internal IReadOnlyList<EvaluationQuestion> Labels { get; init; } = [];

    /// <summary>What answered customers.</summary>
    /// <returns>The knowledge base; null: nothing did.</returns>
    public KnowledgeBase? ToPublish() => PublishedContent;
}

/// <summary>All knowledge bases of a store in one archive: what is published, what is drafted, labelled questions.</summary>
/// <remarks>
/// For moving and keeping knowledge: history, question log, keys and members stay, which backups hold. One knowledge base at a time is in
/// memory while an archive is written. What is read is checked wholly, its numbers included, before anything of it counts.
/// </remarks>
public static partial class KnowledgeArchive
{
    /// <summary>Most knowledge bases of an archive.</summary>
    public const int Most = 2_000;

    /// <summary>Most bytes that an archive becomes when it is unpacked.</summary>
    public const long MostBytes = 16L * 1024 * 1024 * 1024;

    private const string Manifest = "archive.json", PublishedFolder = "published/", DraftFolder = "drafts/", LabelFolder = "labelled/";
    private const int FormatVersion = 1, ManifestBytes = 4 * 1024 * 1024, LabelBytes = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes an archive.</summary>
    /// <param name="store">The store.</param>
    /// <param name="copies">Its working copies.</param>
    /// <param name="to">Takes the archive.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops; what was written by then is no archive.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    /// <exception cref="ImportException">There are too many knowledge bases.</exception>
    public static IReadOnlyList<ArchivedKnowledge> Write(
        KnowledgeStore store, WorkingCopies copies, Stream to, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(copies);
        ArgumentNullException.ThrowIfNull(time);
        string[] ids = [.. copies.Ids().Where(id => !copies.IsRemoved(id))];
        if (ids.Length > Most)
        {
            throw new ImportException(
                ImportFlaw.TooLarge, $"Found {ids.Length} knowledge bases, expected at most {Most}; export them one by one.");
        }

        Labels labels = new(store, copies, time);
        List<ArchivedKnowledge> all = [];
        using ZipArchive archive = new(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach (string id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StoredVersion? version = store.Load(id);
            KnowledgeBase? published = version is null ? null : store.ContentOf(version);
            KnowledgeBase draft = copies.Get(id).ToKnowledge();
            bool hasDraft = published is null || KnowledgeHash.Of(published) != KnowledgeHash.Of(draft);
            (IReadOnlyList<StoredLabel> _, int labelled) = labels.List(id, most: 0);
            if (published is not null)
            {
                Add(archive, $"{PublishedFolder}{id}.json", FaqFileWriter.Write(published));
            }

            if (hasDraft)
            {
                Add(archive, $"{DraftFolder}{id}.json", FaqFileWriter.Write(draft));
            }

            if (labelled > 0)
            {
                Add(archive, $"{LabelFolder}{id}.tsv", Utf8.GetBytes(labels.Export(id)));
            }

            all.Add(new ArchivedKnowledge(
                id, draft.Entries.Count, version?.Identity.Number, published?.Entries.Count ?? 0, hasDraft, labelled));
        }

        Add(archive, Manifest, JsonSerializer.SerializeToUtf8Bytes(new ArchiveManifest(FormatVersion, time.GetUtcNow(), all), Json));
        return all;
    }

    /// <summary>Whether a file is an archive of knowledge bases.</summary>
    /// <param name="content">The file, which can be sought in.</param>
    /// <returns>Whether it is; what is no archive at all is none.</returns>
    public static bool IsOne(Stream content)
    {
        try
        {
            using ZipArchive archive = new(content, ZipArchiveMode.Read, leaveOpen: true);
            return archive.GetEntry(Manifest) is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Reads an archive.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="content">The archive, which can be sought in.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="mostBytes">Most bytes that it may become: all that it holds is in memory then.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="ImportException">It is none, is not whole, or too large.</exception>
    /// <exception cref="InvalidKnowledgeException">Knowledge bases break rules; all faults are reported together.</exception>
    public static IReadOnlyList<ArchivedKnowledge> Read(
        string name, Stream content, CancellationToken cancellationToken, long mostBytes = MostBytes)
    {
        try
        {
            using ZipArchive archive = new(content, ZipArchiveMode.Read, leaveOpen: true);
            Reader reader = new(name, archive, mostBytes, cancellationToken);
            List<ArchivedKnowledge> all = [];
            List<InvalidKnowledgeException> faulty = [];
            foreach (ArchivedKnowledge stated in reader.List())
            {
                try
                {
                    all.Add(reader.Whole(stated));
                }
                catch (InvalidKnowledgeException exception)
                {
                    faulty.Add(exception);
                }
            }

            return faulty.Count == 0 ? all : throw InvalidKnowledgeException.Together(faulty);
        }
        catch (Exception exception)
            when (exception is InvalidDataException or JsonException or NotSupportedException or EndOfStreamException)
        {
            throw new ImportException(ImportFlaw.Unreadable, $"{name} is no archive of knowledge bases, or a damaged one.", exception);
        }
    }

    /// <summary>Makes the working copies what an archive holds, each as one change set; those that are not there begin. What answers
    /// customers stays.</summary>
    /// <param name="store">The store.</param>
    /// <param name="copies">Its working copies.</param>
    /// <param name="archived">What <see cref="Read"/> gave.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The change set of each knowledge base; null where nothing differs.</returns>
    /// <exception cref="EditRefusedException">Others began or published them again and again meanwhile.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    public static IReadOnlyList<(string Id, ChangeSet? Set)> Restore(
        KnowledgeStore store, WorkingCopies copies, IReadOnlyList<ArchivedKnowledge> archived, Authorship by, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(copies);
        ArgumentNullException.ThrowIfNull(archived);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(time);
        if (archived.Count == 0)
        {
            return [];
        }

        IReadOnlyList<ChangeSet?> sets = copies.ReplaceAll(
            [.. archived.Select(one => one.Draft ?? one.PublishedContent!)],
            by,
            rows =>
            {
                foreach (ArchivedKnowledge one in archived.Where(one => one.Labels.Count > 0))
                {
                    Labels.Keep(rows, one.Id, Labels.ToStored(one.Id, one.Labels, by.Author, time.GetUtcNow()), isAll: true);
                }
            });
        return [.. archived.Select((one, index) => (one.Id, sets[index]))];
    }

    private static void Add(ZipArchive archive, string path, byte[] content)
    {
        using Stream part = archive.CreateEntry(path, CompressionLevel.Fastest).Open();
        part.Write(content);
    }

    private sealed record ArchiveManifest(int Format, DateTimeOffset MadeAt, IReadOnlyList<ArchivedKnowledge> KnowledgeBases);
}

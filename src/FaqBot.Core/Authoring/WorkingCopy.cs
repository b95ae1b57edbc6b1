using System.Collections.Immutable;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Authoring;

/// <summary>A knowledge base as its owners are editing it.</summary>
/// <remarks>Immutable and thread-safe. Every edit makes another one, which shares with it what did not change.</remarks>
public sealed class WorkingCopy
{
    private readonly Lazy<WorkingEntry[]> _entries;

    internal WorkingCopy(
        WorkingCopyHead head,
        KnowledgeBase settings,
        ImmutableDictionary<string, WorkingEntry> byId,
        ImmutableDictionary<string, string> owners)
    {
        Head = head;
        Settings = settings;
        ById = byId;
        Owners = owners;
        _entries = new(() =>
            [.. byId.Values.Where(entry => !entry.IsDeleted).OrderBy(entry => entry.Position).ThenBy(entry => entry.Id,
                StringComparer.Ordinal)]);
    }

    /// <summary>Id of the knowledge base.</summary>
    public string Id => Head.KnowledgeBaseId;

    /// <summary>Number of the last change set; 0 before the first.</summary>
    public int Revision => Head.Revision;

    /// <summary>How it stands to what is published.</summary>
    public WorkingCopyHead Head { get; }

    /// <summary>All but the entries.</summary>
    public KnowledgeBase Settings { get; }

    /// <summary>The entries in their order.</summary>
    public IReadOnlyList<WorkingEntry> Entries => _entries.Value;

    /// <summary>Entries that were deleted and can be restored, the latest first.</summary>
    public IReadOnlyList<WorkingEntry> Deleted =>
        [.. ById.Values.Where(entry => entry.IsDeleted).OrderByDescending(entry => entry.Revision).ThenBy(entry => entry.Id,
            StringComparer.Ordinal)];

    /// <summary>All entries by id, the deleted ones too.</summary>
    internal ImmutableDictionary<string, WorkingEntry> ById { get; }

    /// <summary>Which entry each question leads to, by its match key.</summary>
    internal ImmutableDictionary<string, string> Owners { get; }

    /// <summary>Finds an entry that is there.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The entry; null when it never was there, or was deleted.</returns>
    public WorkingEntry? Find(string id) => ById.TryGetValue(id, out WorkingEntry? entry) && !entry.IsDeleted ? entry : null;

    /// <summary>Finds the entry that a question is stored for.</summary>
    /// <param name="question">The question; case, width, blanks and punctuation do not tell questions apart.</param>
    /// <returns>Id of the entry, or null.</returns>
    public string? OwnerOf(string question) => Owners.GetValueOrDefault(KeyOf(question));

    /// <summary>The knowledge base as it would be published.</summary>
    /// <returns>The knowledge base.</returns>
    public KnowledgeBase ToKnowledge() => Settings with { Entries = [.. Entries.Select(entry => entry.Entry)] };

    /// <summary>Puts together what is stored.</summary>
    internal static WorkingCopy Of(WorkingCopyHead head, IReadOnlyList<StoredEntry> stored)
    {
        IReadOnlyList<FaqEntry> contents = EntryDocument.Read([.. stored.Select(entry => entry.Content)]);
        ImmutableDictionary<string, WorkingEntry>.Builder byId =
            ImmutableDictionary.CreateBuilder<string, WorkingEntry>(StringComparer.Ordinal);
        ImmutableDictionary<string, string>.Builder owners = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((StoredEntry entry, FaqEntry content) in stored.Zip(contents))
        {
            byId[entry.EntryId] = new WorkingEntry(content, entry.Revision, entry.Position, entry.Content, entry.DeletedAt);
            foreach (string key in entry.DeletedAt is null ? KeysOf(content) : [])
            {
                owners.TryAdd(key, entry.EntryId);
            }
        }

        return new WorkingCopy(head, EntryDocument.ReadSettings(head.Settings), byId.ToImmutable(), owners.ToImmutable());
    }

    /// <summary>The keys by which typed questions equal those of an entry.</summary>
    internal static IEnumerable<string> KeysOf(FaqEntry entry) => entry.Questions.Select(KeyOf);

    /// <summary>The key by which a typed question equals another.</summary>
    internal static string KeyOf(string question) => TextNormalizer.MatchKey(TextNormalizer.Clean(question));
}

/// <summary>An entry of a working copy.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Revision">Number of the change set that changed it last; never the same for two contents of it.</param>
/// <param name="Position">Its place: entries stand in ascending order.</param>
/// <param name="Content">It as JSON of the knowledge file.</param>
/// <param name="DeletedAt">When it was deleted; null: it is there.</param>
public sealed record WorkingEntry(FaqEntry Entry, int Revision, long Position, string Content, DateTimeOffset? DeletedAt)
{
    /// <summary>Its id.</summary>
    public string Id => Entry.Id;

    /// <summary>Whether it was deleted.</summary>
    public bool IsDeleted => DeletedAt is not null;

    internal StoredEntry ToStored() => new(Id, Position, Revision, Content, DeletedAt);
}

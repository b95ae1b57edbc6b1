using System.Collections.Immutable;
using System.Globalization;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Authoring;

/// <summary>One change set in the making: what it makes of a working copy, and what it changes on the way.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed partial class WorkingCopyEdit
{
    private readonly ImmutableDictionary<string, WorkingEntry>.Builder _byId;
    private readonly Dictionary<string, WorkingEntry> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly List<Change> _changes = [];
    private readonly Dictionary<string, int> _changeOf = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _now;
    private KnowledgeBase _settings;
    private string _settingsJson;
    private long? _lastPosition;
    private int? _highestNumber;

    internal WorkingCopyEdit(WorkingCopy from, AuthoringRows rows, DateTimeOffset now)
    {
        From = from;
        Rows = rows;
        _now = now;
        _byId = from.ById.ToBuilder();
        _settings = from.Settings;
        _settingsJson = from.Head.Settings;
    }

    /// <summary>The working copy before it.</summary>
    public WorkingCopy From { get; }

    /// <summary>What is stored, within the edit's transaction.</summary>
    internal AuthoringRows Rows { get; }

    /// <summary>What it changes, in order; not what came and went within it.</summary>
    internal IReadOnlyList<Change> Changes => [.. _changes.Where(change => change.Before != change.After)];

    /// <summary>How many entries there are after it.</summary>
    internal int Count => _byId.Values.Count(entry => !entry.IsDeleted);

    /// <summary>Entries that must be written.</summary>
    internal IEnumerable<WorkingEntry> Touched => _touched.Values;

    /// <summary>Ids of entries whose content it changes.</summary>
    internal IReadOnlySet<string> ChangedIds => _changed;

    /// <summary>The settings after it, as JSON; null when it does not change them.</summary>
    internal string? ChangedSettings => _settingsJson == From.Head.Settings ? null : _settingsJson;

    private int Revision => From.Revision + 1;

    /// <summary>Finds an entry as it is by now.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The entry, or null.</returns>
    public WorkingEntry? Find(string id) => _byId.TryGetValue(id, out WorkingEntry? entry) && !entry.IsDeleted ? entry : null;

    /// <summary>Refuses to go on where an entry is not the one that was looked at.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="revisions">The revision that was looked at, or several of which each will do; null: whichever.</param>
    /// <exception cref="EditConflictException">It is not there, or of another revision.</exception>
    public void Expect(string id, IReadOnlyCollection<int>? revisions)
    {
        if (Find(id) is not { } entry)
        {
            WorkingEntry? deleted = _byId.GetValueOrDefault(id);
            throw new EditConflictException($"entry '{id}'", null, null, SetOf(deleted?.Revision));
        }

        if (revisions?.Contains(entry.Revision) == false)
        {
            throw new EditConflictException($"entry '{id}'", entry, entry.Revision, SetOf(entry.Revision));
        }
    }

    /// <summary>Refuses to go on where anything was changed since it was looked at.</summary>
    /// <param name="revision">The revision of the working copy that was looked at; null: whichever.</param>
    /// <exception cref="WorkingCopyMovedException">It is another one.</exception>
    public void ExpectRevision(int? revision)
    {
        if (revision is { } expected && expected != From.Revision)
        {
            throw new WorkingCopyMovedException(From.Id, expected, From.Revision);
        }
    }

    /// <summary>A number that is no id yet.</summary>
    /// <returns>The id.</returns>
    public string NewId()
    {
        _highestNumber ??= _byId.Keys.Select(id => EntryNumber.Of(id) ?? 0).DefaultIfEmpty().Max();
        return string.Create(CultureInfo.InvariantCulture, $"{1 + _highestNumber.Value}");
    }

    /// <summary>Refuses to go on where there is an entry already.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="EditConflictException">It is there.</exception>
    public void ExpectNone(string id)
    {
        if (Find(id) is { } entry)
        {
            throw new EditConflictException($"entry '{id}'", entry, entry.Revision, SetOf(entry.Revision));
        }
    }

    /// <summary>Refuses to go on where the settings are not those that were looked at.</summary>
    /// <param name="revisions">The revision that was looked at, or several of which each will do; null: whichever.</param>
    /// <exception cref="EditConflictException">They are of another revision.</exception>
    public void ExpectSettings(IReadOnlyCollection<int>? revisions)
    {
        if (revisions?.Contains(From.Head.SettingsRevision) == false)
        {
            throw new EditConflictException("the settings", null, From.Head.SettingsRevision, SetOf(From.Head.SettingsRevision));
        }
    }

    /// <summary>Writes an entry over what it was; a new one comes last.</summary>
    /// <param name="entry">The entry.</param>
    public void Put(FaqEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        WorkingEntry? was = Find(entry.Id);
        string content = EntryDocument.Write(entry);
        if (was?.Content == content)
        {
            return;
        }

        long position = was?.Position ?? LastPosition() + WorkingCopyRows.Spacing;
        Set(new WorkingEntry(entry, Revision, position, content, null), was?.Content, content);
    }

    /// <summary>Deletes an entry, which can be restored for a while.</summary>
    /// <param name="id">Its id; nothing is done where there is none.</param>
    /// <param name="unlink">Whether prompts of others that lead to it go with it.</param>
    public void Remove(string id, bool unlink = false) => Remove([id], unlink);

    /// <summary>Deletes entries, with one look at the prompts of others, however many they are.</summary>
    /// <param name="ids">Their ids; nothing is done for those of none.</param>
    /// <param name="unlink">Whether prompts of others that lead to them go with them.</param>
    internal void Remove(IReadOnlyCollection<string> ids, bool unlink)
    {
        Dictionary<string, WorkingEntry> gone = ids.Select(Find).OfType<WorkingEntry>()
            .ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        FaqEntry[] leading = !unlink ? [] :
        [
            .. Present.Select(entry => entry.Entry)
                .Where(entry => !gone.ContainsKey(entry.Id) && entry.Prompts.Any(prompt => gone.ContainsKey(prompt.EntryId))),
        ];
        foreach (FaqEntry entry in leading)
        {
            Put(entry with { Prompts = [.. entry.Prompts.Where(prompt => !gone.ContainsKey(prompt.EntryId))] });
        }

        foreach (WorkingEntry was in gone.Values)
        {
            Set(was with { Revision = Revision, DeletedAt = _now }, was.Content, null);
        }
    }

    /// <summary>Brings a deleted entry back to where it was.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether it was there to be restored.</returns>
    public bool Restore(string id)
    {
        if (!_byId.TryGetValue(id, out WorkingEntry? was) || !(was.DeletedAt > _now - WorkingCopies.DeletedLifetime))
        {
            return false;
        }

        Set(was with { Revision = Revision, DeletedAt = null }, null, was.Content);
        return true;
    }

    /// <summary>Says something of an entry; what was said of it in the same words before is not said again.</summary>
    /// <param name="id">Its id; nothing is said where there is none.</param>
    /// <param name="text">What.</param>
    public void Comment(string id, string text)
    {
        if (Find(id) is not null && !Rows.Copies.HasComment(From.Id, id, text))
        {
            _changes.Add(new Change(ChangeKind.Comment, id, null, text));
        }
    }

    /// <summary>Writes everything but the entries over what it was.</summary>
    /// <param name="settings">A knowledge base of the same id; its entries count for nothing.</param>
    public void PutSettings(KnowledgeBase settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string former = _settingsJson;
        _settings = settings with { Id = From.Id, Entries = [] };
        _settingsJson = EntryDocument.WriteSettings(_settings);
        if (_settingsJson != former)
        {
            _changes.Add(new Change(ChangeKind.Settings, null, former, _settingsJson));
        }
    }

    /// <summary>Makes the whole of it what another knowledge base holds; what is the same there stays as it is.</summary>
    /// <param name="knowledge">A knowledge base, which keeps every rule.</param>
    public void ReplaceWith(KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        HashSet<string> kept = new(knowledge.Entries.Select(entry => entry.Id), StringComparer.Ordinal);
        foreach (string gone in Present.Select(entry => entry.Id).Where(id => !kept.Contains(id)).ToArray())
        {
            Remove(gone);
        }

        foreach (FaqEntry entry in knowledge.Entries)
        {
            Put(entry);
        }

        Order([.. knowledge.Entries.Select(entry => entry.Id)]);
        PutSettings(knowledge);
    }

    /// <summary>The entries as they are by now, in no order.</summary>
    internal IEnumerable<WorkingEntry> Present => _byId.Values.Where(entry => !entry.IsDeleted);

    /// <summary>Entries with a prompt that leads to another.</summary>
    internal IEnumerable<WorkingEntry> LeadingTo(string id) =>
        [.. _byId.Values.Where(entry => !entry.IsDeleted && entry.Entry.Prompts.Any(prompt => prompt.EntryId == id))];

    /// <summary>The working copy after it.</summary>
    /// <param name="owners">Which entry each question leads to.</param>
    internal WorkingCopy Result(ImmutableDictionary<string, string> owners) => new(
        From.Head with
        {
            Revision = Revision,
            Settings = _settingsJson,
            SettingsRevision = ChangedSettings is null ? From.Head.SettingsRevision : Revision,
        },
        _settings,
        _byId.ToImmutable(),
        owners);

    private ChangeSet? SetOf(int? revision) => revision is > 0 and var number ? Rows.Copies.Set(From.Id, number) : null;

    private void Set(WorkingEntry entry, string? before, string? after)
    {
        _changed.Add(entry.Id);
        Touch(entry);

        // Of several changes of one entry only the whole counts.
        if (_changeOf.TryGetValue(entry.Id, out int earlier))
        {
            _changes[earlier] = _changes[earlier] with { After = after };
        }
        else
        {
            _changeOf[entry.Id] = _changes.Count;
            _changes.Add(new Change(ChangeKind.Entry, entry.Id, before, after));
        }
    }

    private void Touch(WorkingEntry entry)
    {
        _byId[entry.Id] = _touched[entry.Id] = entry;
        _lastPosition = _lastPosition is { } last ? Math.Max(last, entry.Position) : null;
        _highestNumber = _highestNumber is { } highest ? Math.Max(highest, EntryNumber.Of(entry.Id) ?? 0) : null;
    }

    /// <summary>The last place that is taken, or one behind it.</summary>
    private long LastPosition() => _lastPosition ??= _byId.Count == 0 ? 0 : _byId.Values.Max(entry => entry.Position);
}

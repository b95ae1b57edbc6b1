using System.Text.Json;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Authoring;

/// <summary>How an entry differs between two contents.</summary>
public enum EntryDifference
{
    /// <summary>Only the second has it.</summary>
    Added,

    /// <summary>Only the first has it.</summary>
    Removed,

    /// <summary>Both have it, and it is not the same.</summary>
    Changed,

    /// <summary>It has another id, and the same questions.</summary>
    Renamed,
}

/// <summary>A member that differs.</summary>
/// <param name="Member">Its name in the knowledge file.</param>
/// <param name="Before">Its JSON in the first content; null: it is not there.</param>
/// <param name="After">Its JSON in the second; null: it is not there.</param>
public sealed record FieldChange(string Member, JsonElement? Before, JsonElement? After)
{
    /// <summary>Where its texts differ, word by word.</summary>
    /// <returns>The texts that differ; none where it holds no text.</returns>
    public IReadOnlyList<TextChange> Texts() => TextDiff.Of(Before, After);
}

/// <summary>An entry that differs.</summary>
/// <param name="Difference">How.</param>
/// <param name="EntryId">Its id: in the second content, where that has it.</param>
/// <param name="FormerId">Its id in the first content, where it was renamed.</param>
/// <param name="Fields">The members that differ.</param>
public sealed record EntryChange(EntryDifference Difference, string EntryId, string? FormerId, IReadOnlyList<FieldChange> Fields);

/// <summary>What differs between two contents of a knowledge base.</summary>
/// <param name="Settings">Members beside the entries that differ.</param>
/// <param name="Entries">Entries that differ, in the order of the second content, those that it lacks last.</param>
/// <param name="IsReordered">Whether entries that both have stand in another order.</param>
public sealed record ContentDiff(IReadOnlyList<FieldChange> Settings, IReadOnlyList<EntryChange> Entries, bool IsReordered)
{
    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => Settings.Count + Entries.Count == 0 && !IsReordered;

    /// <summary>Compares two contents.</summary>
    /// <param name="first">The earlier one.</param>
    /// <param name="second">The later one.</param>
    /// <returns>What differs.</returns>
    public static ContentDiff Of(KnowledgeBase first, KnowledgeBase second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Dictionary<string, (FaqEntry Entry, string Content)> before = Contents(first), after = Contents(second);
        Dictionary<string, string> lost = new(StringComparer.Ordinal);
        foreach ((string id, (FaqEntry entry, _)) in before.Where(pair => !after.ContainsKey(pair.Key)))
        {
            lost.TryAdd(QuestionsOf(entry), id);
        }

        List<EntryChange> changes = [];
        foreach (FaqEntry entry in second.Entries)
        {
            string content = after[entry.Id].Content;
            if (before.TryGetValue(entry.Id, out (FaqEntry Entry, string Content) was))
            {
                if (was.Content != content)
                {
                    changes.Add(new EntryChange(EntryDifference.Changed, entry.Id, null, Fields(was.Content, content)));
                }
            }
            else if (lost.Remove(QuestionsOf(entry), out string? former))
            {
                changes.Add(new EntryChange(EntryDifference.Renamed, entry.Id, former, Fields(before[former].Content, content)));
            }
            else
            {
                changes.Add(new EntryChange(EntryDifference.Added, entry.Id, null, Fields(null, content)));
            }
        }

        HashSet<string> renamed = [.. changes.Select(change => change.FormerId).OfType<string>()];
        foreach (FaqEntry gone in first.Entries.Where(entry => !after.ContainsKey(entry.Id) && !renamed.Contains(entry.Id)))
        {
            changes.Add(new EntryChange(EntryDifference.Removed, gone.Id, null, Fields(before[gone.Id].Content, null)));
        }

        return new ContentDiff(
            [.. Fields(EntryDocument.WriteSettings(first), EntryDocument.WriteSettings(second))],
            changes,
            !first.Entries.Select(entry => entry.Id).Where(after.ContainsKey)
                .SequenceEqual(second.Entries.Select(entry => entry.Id).Where(before.ContainsKey)));
    }

    /// <summary>Compares the members of two objects.</summary>
    /// <param name="before">JSON of the first; null: it is not there.</param>
    /// <param name="after">JSON of the second; null: it is not there.</param>
    /// <returns>The members that differ, in the order of the second, those that it lacks last; none of an id, which is no
    /// content.</returns>
    public static IReadOnlyList<FieldChange> Fields(string? before, string? after)
    {
        Dictionary<string, JsonElement> first = Members(before), second = Members(after);
        return
        [
            .. second.Where(member => !first.TryGetValue(member.Key, out JsonElement was) || !JsonElement.DeepEquals(was, member.Value))
                .Select(member => new FieldChange(
                    member.Key, first.TryGetValue(member.Key, out JsonElement was) ? was : null, member.Value)),
            .. first.Where(member => !second.ContainsKey(member.Key)).Select(member => new FieldChange(member.Key, member.Value, null)),
        ];
    }

    private static Dictionary<string, JsonElement> Members(string? json)
    {
        if (json is null)
        {
            return [];
        }

        JsonElement content = JsonElement.Parse(json);
        return content.EnumerateObject().Where(member => member.Name is not ("id" or "formatVersion" or "entries"))
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
    }

    // The same instant is the same, in whichever time zone it was written.
    private static Dictionary<string, (FaqEntry Entry, string Content)> Contents(KnowledgeBase knowledge) =>
        knowledge.Entries.ToDictionary(
            entry => entry.Id,
            entry => (entry, EntryDocument.Write(entry with
            {
                ValidFrom = entry.ValidFrom?.ToUniversalTime(),
                ValidUntil = entry.ValidUntil?.ToUniversalTime(),
            })),
            StringComparer.Ordinal);

    private static string QuestionsOf(FaqEntry entry) =>
        string.Join('\n', WorkingCopy.KeysOf(entry).Order(StringComparer.Ordinal));
}

using System.Text.Json;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Authoring;

/// <content>The order of the entries.</content>
public sealed partial class WorkingCopyEdit
{
    /// <summary>Puts entries behind another, in the order given.</summary>
    /// <param name="ids">Their ids, none twice.</param>
    /// <param name="after">Id of the entry before them, none of them; null: they come first.</param>
    public void Move(IReadOnlyList<string> ids, string? after)
    {
        ArgumentNullException.ThrowIfNull(ids);
        string? before = after;
        foreach (string id in ids)
        {
            string? former = Neighbour(id);
            if (former != before)
            {
                Place(id, before);
                _changes.Add(new Change(ChangeKind.Place, id, former, before));
            }

            before = id;
        }
    }

    /// <summary>Puts all entries into an order; those that are not named come last, in the order that they had.</summary>
    /// <param name="ids">Ids, the first first.</param>
    public void Order(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        string[] before = [.. Ordered().Select(entry => entry.Id)];
        Dictionary<string, int> places = ids.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        string[] after = [.. before.OrderBy(id => places.GetValueOrDefault(id, int.MaxValue))];
        if (before.SequenceEqual(after))
        {
            return;
        }

        foreach ((int index, string id) in after.Index())
        {
            Touch(_byId[id] with { Position = (index + 1) * WorkingCopyRows.Spacing });
        }

        _changes.Add(new Change(ChangeKind.Order, null, JsonSerializer.Serialize(before), JsonSerializer.Serialize(after)));
    }

    private WorkingEntry[] Ordered() => [.. _byId.Values.Where(entry => !entry.IsDeleted)
        .OrderBy(entry => entry.Position).ThenBy(entry => entry.Id, StringComparer.Ordinal)];

    /// <summary>The entry that another stands behind; null when it is the first.</summary>
    private string? Neighbour(string id)
    {
        WorkingEntry entry = _byId[id];
        WorkingEntry? before = null;
        foreach (WorkingEntry other in _byId.Values)
        {
            if (!other.IsDeleted && IsBefore(other, entry) && (before is null || IsBefore(before, other)))
            {
                before = other;
            }
        }

        return before?.Id;
    }

    private static bool IsBefore(WorkingEntry first, WorkingEntry second) => first.Position != second.Position
        ? first.Position < second.Position
        : string.CompareOrdinal(first.Id, second.Id) < 0;

    private void Place(string id, string? after)
    {
        WorkingEntry[] others = [.. Ordered().Where(entry => entry.Id != id)];
        int index = after is null ? 0 : Array.FindIndex(others, entry => entry.Id == after) + 1;
        long low = index == 0 ? 0 : others[index - 1].Position;
        long high = index == others.Length ? low + (2 * WorkingCopyRows.Spacing) : others[index].Position;
        if (high - low >= 2)
        {
            Touch(_byId[id] with { Position = low + ((high - low) / 2) });
            return;
        }

        // No room between the two: all get new places.
        foreach ((int place, WorkingEntry entry) in others.Take(index).Append(_byId[id]).Concat(others.Skip(index)).Index())
        {
            Touch(_byId[entry.Id] with { Position = (place + 1) * WorkingCopyRows.Spacing });
        }
    }
}

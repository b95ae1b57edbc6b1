using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Authoring;

public sealed partial class WorkingCopies
{
    /// <summary>All knowledge bases that can be edited, by their ids: working copies, and what is published without one.</summary>
    /// <returns>The knowledge bases.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<EditableKnowledge> All()
    {
        Dictionary<string, EditableKnowledge> all = store.Read(rows => rows.Copies.Heads()).ToDictionary(
            head => head.KnowledgeBaseId,
            head => new EditableKnowledge(EntryDocument.ReadSettings(head.Settings), head.Revision, head.HasUnpublished),
            StringComparer.Ordinal);
        foreach (string id in store.Published().Select(version => version.Identity.KnowledgeBaseId).Where(id => !all.ContainsKey(id)))
        {
            if (Published(id) is { } copy)
            {
                all[id] = new EditableKnowledge(copy.ToKnowledge() with { Entries = [] }, copy.Revision, copy.Head.HasUnpublished);
            }
        }

        return [.. all.Values.OrderBy(one => one.Settings.Id, StringComparer.Ordinal)];
    }
}

/// <summary>A knowledge base that can be edited.</summary>
/// <param name="Settings">All but its entries.</param>
/// <param name="Revision">Number of its last change set; 0 where there is none yet.</param>
/// <param name="HasUnpublished">Whether it holds what customers are not answered by yet.</param>
public sealed record EditableKnowledge(KnowledgeBase Settings, int Revision, bool HasUnpublished);

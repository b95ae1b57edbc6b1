using System.Globalization;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Authoring;

/// <summary>Changes of <see cref="QnaEdits"/> applied to one edit of a working copy.</summary>
/// <param name="edit">The edit.</param>
/// <param name="changes">The changes.</param>
/// <param name="isLeftOut">Whether a change, by its index, is left out.</param>
internal sealed partial class QnaEditRun(WorkingCopyEdit edit, IReadOnlyList<QnaChange> changes, Func<int, bool> isLeftOut)
{
    private readonly Dictionary<int, string> _byNumber = NumbersOf(edit);
    private readonly Dictionary<int, string> _stated = [];
    private readonly Dictionary<string, int> _changeOf = new(StringComparer.Ordinal);
    private readonly List<(string Id, bool Keeps, List<QnaPromptLink> Links, int Change)> _links = [];
    private readonly List<(int Change, Fault Fault)> _faults = [];

    /// <summary>Applies them.</summary>
    /// <exception cref="InvalidEditException">A change has faults of its own; all faults are told together.</exception>
    public void Apply()
    {
        foreach ((int index, QnaChange change) in changes.Index())
        {
            if (!isLeftOut(index))
            {
                Apply(index, change);
            }
        }

        foreach ((string id, bool keeps, List<QnaPromptLink> links, int change) in _links)
        {
            Link(id, keeps, links, change);
        }

        CheckEntries();
        if (_faults.Count > 0)
        {
            // With the rules of the whole, so that one answer tells everything.
            List<Fault> rules = [];
            WorkingCopyRules.Check(edit, rules);
            throw new InvalidEditException([.. _faults.Select(fault => fault.Fault), .. rules]);
        }
    }

    /// <summary>Which change a fault belongs to, and the fault with its path in the request.</summary>
    public (int? Change, Fault Fault) Placed(Fault fault)
    {
        int own = _faults.FindIndex(one => ReferenceEquals(one.Fault, fault));
        if (own >= 0)
        {
            return (_faults[own].Change, fault);
        }

        if (fault.EntryId is not { } id || !_changeOf.TryGetValue(id, out int index))
        {
            return (null, fault);
        }

        // Members of our own files are none of the request.
        return (index, fault with { EntryId = null, Path = changes[index].Path });
    }

    private static Dictionary<int, string> NumbersOf(WorkingCopyEdit edit)
    {
        Dictionary<string, int> given = edit.Rows.Numbers.Of(edit.From.Id);
        Dictionary<int, string> numbers = [];
        foreach (string id in edit.Present.Select(entry => entry.Id))
        {
            if ((EntryNumber.Of(id) ?? (given.TryGetValue(id, out int number) ? number : null)) is { } known)
            {
                numbers[known] = id;
            }
        }

        return numbers;
    }

    private void Apply(int index, QnaChange change)
    {
        switch (change.Kind)
        {
            case QnaChangeKind.Add:
                if (Read(index, change) is { } added)
                {
                    Add(index, added);
                }

                break;
            case QnaChangeKind.Replace:
                if (Known(index, change) is { } replaced && Read(index, change) is { } entry)
                {
                    Replace(index, replaced, entry);
                }

                break;
            case QnaChangeKind.Update:
                if (Known(index, change) is { } updated)
                {
                    Update(index, updated, change);
                }

                break;
            case QnaChangeKind.Delete:
                if (Known(index, change) is { } gone)
                {
                    Remove(gone);
                }

                break;
            default:
                DeleteSource(index, change);
                break;
        }
    }

    private QnaEntry? Read(int index, QnaChange change)
    {
        List<Fault> faults = [];
        QnaEntry? entry = QnaEntries.Read(change.Value, change.Path, faults);
        Refuse(index, faults);
        return faults.Count == 0 ? entry : null;
    }

    private void Refuse(int index, IEnumerable<Fault> faults) => _faults.AddRange(faults.Select(fault => (index, fault)));

    private WorkingEntry? Known(int index, QnaChange change)
    {
        if (_byNumber.TryGetValue(change.Number, out string? id) && edit.Find(id) is { } entry)
        {
            return entry;
        }

        Refuse(index, [QnaEntries.Of(
            change.Path + ".id", change.Number == 0 ? "no id is stated" : $"no entry has the id {change.Number}",
            "Take the id that the list of entries gives")]);
        return null;
    }

    private string Add(int index, QnaEntry added)
    {
        string stated = added.Number.ToString(CultureInfo.InvariantCulture);
        string id = EntryNumber.Of(stated) is not null && !edit.From.ById.ContainsKey(stated) && edit.Find(stated) is null
            ? stated : edit.NewId();
        Put(index, added.Entry with { Id = id });
        _byNumber[EntryNumber.Of(id) ?? 0] = id;
        if (added.Number > 0)
        {
            _stated[added.Number] = id;
        }

        AddNested(index, added.Prompts);
        _links.Add((id, Keeps: false, added.Prompts ?? [], index));
        return id;
    }

    private void Replace(int index, WorkingEntry former, QnaEntry entry)
    {
        Put(index, former.Entry with
        {
            Question = entry.Entry.Question,
            Alternates = entry.Entry.Alternates,
            NotThis = WithoutQuestions(former.Entry.NotThis, entry.Entry),
            Answer = EntryAssembly.Merged(entry.Draft, former.Entry.Answer, new NoteLog()),
            Metadata = entry.Draft.Metadata is { Count: > 0 } || entry.Draft.Found.StatesMetadata
                ? entry.Entry.Metadata : former.Entry.Metadata,
            Source = entry.Draft.StatesSource ? entry.Entry.Source : former.Entry.Source,
            ContextOnly = entry.Draft.Found.StatesDialog ? entry.Entry.ContextOnly : former.Entry.ContextOnly,
        });
        if (entry.Draft.Found.StatesDialog)
        {
            AddNested(index, entry.Prompts);
            _links.Add((former.Id, Keeps: false, entry.Prompts ?? [], index));
        }
    }

    private static string[] WithoutQuestions(IReadOnlyList<string> notThis, FaqEntry entry)
    {
        HashSet<string> own = [.. entry.Questions.Select(WorkingCopy.KeyOf)];
        return [.. notThis.Where(text => !own.Contains(WorkingCopy.KeyOf(text)))];
    }

    private void DeleteSource(int index, QnaChange change)
    {
        WorkingEntry[] entries =
        [
            .. edit.Present.Where(entry => string.Equals(entry.Entry.Source ?? QnaEntries.Editorial, change.Source,
                StringComparison.OrdinalIgnoreCase)),
        ];
        if (entries.Length == 0)
        {
            Refuse(index, [QnaEntries.Of(change.Path, "no entry has this source", "Take a source that the list of entries gives")]);
        }

        foreach (WorkingEntry entry in entries)
        {
            Remove(entry);
        }
    }

    private void Remove(WorkingEntry entry)
    {
        edit.Remove(entry.Id, unlink: true);
        _links.RemoveAll(link => link.Id == entry.Id);
    }

    private void AddNested(int index, List<QnaPromptLink>? links)
    {
        foreach ((int place, QnaPromptLink link) in (links ?? []).Index().ToArray())
        {
            if (link.Target is { } nested)
            {
                string id = Add(index, nested);
                links![place] = link with { Target = null, Number = EntryNumber.Of(id)!.Value };
            }
        }
    }

    /// <summary>Prompts lead to entries of the same request, under the ids that it gives them, or to those that are there.</summary>
    private void Link(string id, bool keeps, List<QnaPromptLink> links, int change)
    {
        if (edit.Find(id) is not { } entry)
        {
            return;
        }

        List<FollowUpPrompt> prompts = keeps ? [.. entry.Entry.Prompts] : [];
        foreach (QnaPromptLink link in links)
        {
            string? target = _stated.GetValueOrDefault(link.Number) ?? _byNumber.GetValueOrDefault(link.Number);
            if (target is null || edit.Find(target) is not { } found)
            {
                Refuse(change, [QnaEntries.Of(link.Path, $"the prompt leads to {link.Number}, which no entry is", "Correct its qnaId")]);
                continue;
            }

            prompts.RemoveAll(prompt => prompt.EntryId == target);
            string text = link.Text ?? found.Entry.Question;
            prompts.Add(new FollowUpPrompt(entry.Entry.Prompts.FirstOrDefault(former => former.EntryId == target
                && former.Text.Texts.Values.Contains(text))?.Text ?? new LocalizedText(text), target));
        }

        Put(change, entry.Entry with { Prompts = prompts });
    }

    private void Put(int index, FaqEntry entry)
    {
        edit.Put(entry);
        _changeOf[entry.Id] = index;
    }

    /// <summary>The rules of single entries, as those of the knowledge file.</summary>
    private void CheckEntries()
    {
        foreach ((string id, int index) in _changeOf)
        {
            if (edit.Find(id) is { } entry)
            {
                List<Fault> faults = [];
                EntryDocument.Read(System.Text.Encoding.UTF8.GetBytes(entry.Content), faults);
                Refuse(index, faults.Select(fault => fault with { EntryId = null, Path = $"{changes[index].Path}.{fault.Path}" }));
            }
        }
    }
}

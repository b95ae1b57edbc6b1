using System.Collections.Immutable;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Authoring;

/// <summary>The rules that concern several entries at once, checked of what an edit changes: see <see cref="KnowledgeRules"/>.</summary>
/// <remarks>What was whole before stays whole, so that only changed entries, and those that lead to deleted ones, need a look.</remarks>
internal static class WorkingCopyRules
{
    private const int MostNamed = 20;

    /// <summary>Checks an edit.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <returns>Which entry each question leads to afterwards.</returns>
    public static ImmutableDictionary<string, string> Check(WorkingCopyEdit edit, List<Fault> faults)
    {
        WorkingEntry[] changed = [.. edit.ChangedIds.Select(edit.Find).OfType<WorkingEntry>()];
        ImmutableDictionary<string, string> owners = Questions(edit, changed, faults);
        foreach (WorkingEntry entry in changed)
        {
            Prompts(edit, entry, faults);
        }

        LostTargets(edit, faults);

        CounterExamples(edit, changed, faults);
        if (edit.Count > KnowledgeLimits.Entries)
        {
            faults.Add(new Fault(
                0, null, $"it would have {edit.Count} entries, at most {KnowledgeLimits.Entries} are allowed", "Split the knowledge base")
            { Path = "" });
        }

        return owners;
    }

    private static ImmutableDictionary<string, string> Questions(WorkingCopyEdit edit, WorkingEntry[] changed, List<Fault> faults)
    {
        ImmutableDictionary<string, string>.Builder owners = edit.From.Owners.ToBuilder();
        foreach (string id in edit.ChangedIds)
        {
            foreach (string key in edit.From.Find(id) is { } was ? WorkingCopy.KeysOf(was.Entry) : [])
            {
                if (owners.TryGetValue(key, out string? owner) && owner == id)
                {
                    owners.Remove(key);
                }
            }
        }

        bool isOne = changed.Length == 1;
        foreach (FaqEntry entry in changed.Select(changed => changed.Entry))
        {
            HashSet<string> own = new(StringComparer.Ordinal);
            foreach ((int index, string question) in entry.Questions.Index())
            {
                string key = WorkingCopy.KeyOf(question), path = index == 0 ? "question" : $"alternates[{index - 1}]";
                if (!own.Add(key))
                {
                    faults.Add(new Fault(0, entry.Id, $"'{question}' repeats a question of this entry", "Remove one of them")
                    { Path = PathOf(isOne, entry, path) });
                }
                else if (owners.TryGetValue(key, out string? owner) && owner != entry.Id)
                {
                    faults.Add(new Fault(
                        0, entry.Id, $"'{question}' is also a question of entry '{owner}'",
                        "Keep it in the entry whose answer is right; case, width, blanks and punctuation do not tell questions apart")
                    { Path = PathOf(isOne, entry, path) });
                }
                else
                {
                    owners[key] = entry.Id;
                }
            }
        }

        return owners.ToImmutable();
    }

    private static void Prompts(WorkingCopyEdit edit, WorkingEntry entry, List<Fault> faults)
    {
        foreach ((int index, FollowUpPrompt prompt) in entry.Entry.Prompts.Index())
        {
            if (prompt.EntryId == entry.Id)
            {
                faults.Add(new Fault(0, entry.Id, "a prompt leads to its own entry", "Name another entry or remove the prompt")
                { Path = PathOf(edit.ChangedIds.Count == 1, entry.Entry, $"prompts[{index}].entryId") });
            }
            else if (edit.Find(prompt.EntryId) is null)
            {
                faults.Add(new Fault(
                    0, entry.Id, $"a prompt leads to '{prompt.EntryId}', which no entry is", "Correct the entryId or add the entry")
                { Path = PathOf(edit.ChangedIds.Count == 1, entry.Entry, $"prompts[{index}].entryId") });
            }
        }
    }

    private static void LostTargets(WorkingCopyEdit edit, List<Fault> faults)
    {
        HashSet<string> gone = [.. edit.ChangedIds.Where(id => edit.Find(id) is null)];
        if (gone.Count == 0)
        {
            return;
        }

        foreach (IGrouping<string, string> lost in edit.Present
            .SelectMany(entry => entry.Entry.Prompts.Select(prompt => prompt.EntryId).Where(gone.Contains).Distinct(StringComparer.Ordinal),
                (entry, target) => (entry.Id, Target: target))
            .GroupBy(pair => pair.Target, pair => pair.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string[] leading = [.. lost.Order(StringComparer.Ordinal)];
            faults.Add(new Fault(
                0, lost.Key, $"prompts of {leading.Length} {(leading.Length == 1 ? "entry" : "entries")} lead to '{lost.Key}' "
                    + $"({string.Join(", ", leading.Take(MostNamed))}{(leading.Length > MostNamed ? ", …" : "")})",
                "Take those prompts away first, or delete it with unlink=true")
            { Path = "" });
        }
    }

    /// <summary>Other words may make two questions one: after a change of them every entry needs a look.</summary>
    private static void CounterExamples(WorkingCopyEdit edit, WorkingEntry[] changed, List<Fault> faults)
    {
        bool isOne = changed.Length == 1 && edit.ChangedSettings is null;
        WorkingCopy after = edit.Result(edit.From.Owners);
        FaqEntry[] entries =
        [
            .. (edit.ChangedSettings is null ? changed : after.Entries).Select(entry => entry.Entry)
                .Where(entry => entry.NotThis.Count > 0),
        ];
        if (entries.Length == 0)
        {
            return;
        }

        Vocabulary vocabulary = OwnersWords.VocabularyOf(after.Settings, after.Entries.SelectMany(entry => entry.Entry.Questions));
        foreach (FaqEntry entry in entries)
        {
            Dictionary<string, string> own = new(StringComparer.Ordinal);
            HashSet<string> seen = new(StringComparer.Ordinal);
            foreach (string question in entry.Questions)
            {
                foreach (string key in KeysOf(question, vocabulary))
                {
                    own.TryAdd(key, question);
                }
            }

            foreach ((int index, string question) in entry.NotThis.Index())
            {
                IReadOnlyCollection<string> keys = KeysOf(question, vocabulary);
                if (keys.FirstOrDefault(own.ContainsKey) is { } shared)
                {
                    faults.Add(new Fault(
                        0, entry.Id, $"'{question}' of notThis is a question of this entry ('{own[shared]}')",
                        "Remove one of them; case, script, polite words and synonyms do not tell questions apart")
                    { Path = PathOf(isOne, entry, $"notThis[{index}]") });
                }
                else if (keys.Any(seen.Contains))
                {
                    faults.Add(new Fault(0, entry.Id, $"'{question}' of notThis repeats another", "Remove one of them")
                    { Path = PathOf(isOne, entry, $"notThis[{index}]") });
                }

                seen.UnionWith(keys);
            }
        }
    }

    private static string PathOf(bool isOne, FaqEntry entry, string member) => isOne ? member : $"{entry.Id}.{member}";

    private static IReadOnlyCollection<string> KeysOf(string text, Vocabulary vocabulary) =>
        Question.TryParse(text, KnowledgeLimits.QuestionRunes, Language.Other, out Question? question, out _)
            ? QuestionKeys.Of(question, vocabulary)
            : [];
}

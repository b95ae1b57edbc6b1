using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing;

/// <content>Follow-up questions, and what they lead to.</content>
internal sealed partial class EntryAssembly
{
    private List<FollowUpPrompt> Prompts(EntryDraft draft, FaqEntry? basis, HashSet<string> ids)
    {
        List<FollowUpPrompt> prompts = [];
        foreach (FoundPrompt prompt in draft.Found.Prompts!.OrderBy(prompt => prompt.Order))
        {
            string? id = TargetOf(draft, prompt);
            if (id is null || id == draft.Id || !ids.Contains(id))
            {
                Notes.LeftOut(
                    NoteCode.PromptLost, prompt.Place,
                    $"the prompt '{QnaCells.Shown(prompt.Text?.ToString() ?? prompt.TargetQuestion ?? "")}' leads to "
                        + $"{(id == draft.Id ? "its own entry" : "no entry")}");
            }
            else if (prompt.Text?.Texts.Values.Any(text => text.Contains(TextDecoder.Replacement, StringComparison.Ordinal)) == true)
            {
                Notes.Refuse(
                    NoteCode.DamagedText, prompt.Place, "a prompt holds U+FFFD, which stands for characters that are lost; it was left "
                        + "out");
            }
            else if (prompts.Count == KnowledgeLimits.Prompts)
            {
                Notes.LeftOut(
                    NoteCode.TooManyPrompts, prompt.Place, $"the prompt '{prompt.Text}' is more than the {KnowledgeLimits.Prompts} that "
                        + $"an entry has");
            }
            else
            {
                prompts.Add(new FollowUpPrompt(TextOf(draft, prompt, id, basis), id));
            }
        }

        return prompts;
    }

    private LocalizedText TextOf(EntryDraft draft, FoundPrompt prompt, string id, FaqEntry? basis)
    {
        if (prompt.Text is null)
        {
            string question = _byId.TryGetValue(id, out EntryDraft? target) && _questions[target].Count > 0
                ? _questions[target][0] : _presentById[id].Question;
            return new LocalizedText(EntryNormalizer.Cut(question, KnowledgeLimits.PromptText, "text of a prompt", prompt.Place, Notes));
        }

        IReadOnlyDictionary<string, string> texts = prompt.Text.Texts;
        if (texts.Count == 1 && basis?.Prompts.FirstOrDefault(former => former.EntryId == id
            && former.Text.Texts.Values.Contains(texts.Values.First()))
            is { } translated)
        {
            return translated.Text;
        }

        return new LocalizedText(texts.ToDictionary(
            text => text.Key, text => EntryNormalizer.Cut(text.Value.Trim(), KnowledgeLimits.PromptText, "text of a prompt",
                prompt.Place, Notes)));
    }

    private string? TargetOf(EntryDraft draft, FoundPrompt prompt)
    {
        if (prompt.Target is { } found)
        {
            return _byFound.GetValueOrDefault(found)?.Id;
        }

        if (prompt.TargetId?.Trim() is { Length: > 0 } id)
        {
            EntryDraft? target = _byPlacedId.GetValueOrDefault((draft.Found.Place.File, draft.Found.Place.Sheet, id))
                ?? _byStatedId.GetValueOrDefault(id);
            return target?.Id ?? (draft.Found.IsOwnId ? id : null);
        }

        return prompt.TargetQuestion is { } question ? _owners.GetValueOrDefault(EntryMatching.KeyOf(question)) : null;
    }
}

using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Takes a knowledge file as what is imported.</summary>
internal static class OwnKnowledge
{
    /// <summary>Takes over all that a knowledge base holds.</summary>
    /// <param name="file">Name of its file.</param>
    /// <param name="located">The knowledge base, with lines.</param>
    /// <param name="context">Takes what is found.</param>
    public static void Read(string file, LocatedKnowledge located, ReadingContext context)
    {
        KnowledgeBase knowledge = located.Base;
        FoundKnowledge found = context.Found;
        found.Id ??= knowledge.Id;
        found.Name ??= knowledge.Name;
        found.Languages = found.Languages.Count > 0 ? found.Languages : knowledge.Languages;
        found.DefaultAnswer ??= knowledge.DefaultAnswer;
        found.Starters = [.. found.Starters, .. knowledge.Starters];
        found.Greeting ??= knowledge.Greeting;
        found.Categories =
            [.. found.Categories.Concat(knowledge.Categories).DistinctBy(one => one.Value, StringComparer.OrdinalIgnoreCase)];
        found.Contrasts = [.. found.Contrasts, .. knowledge.Contrasts];
        found.StopPhrases = [.. found.StopPhrases, .. knowledge.StopPhrases];
        found.Synonyms.AddRange(knowledge.Synonyms.Select(group => (group, new Place(file, null, "synonyms"))));
        foreach (LocatedEntry one in located.Entries)
        {
            context.CountRow();
            context.Add(Entry(one.Entry, new Place(file, one.Line)));
        }
    }

    private static FoundEntry Entry(FaqEntry entry, Place place)
    {
        FoundEntry found = new(place)
        {
            Id = entry.Id,
            IsOwnId = true,
            Metadata = [.. entry.Metadata.Select(pair => new FoundPair(pair.Key, pair.Value, place with { Column = "metadata" }))],
            Source = entry.Source ?? "",
            Prompts =
            [
                .. entry.Prompts.Select((prompt, index) => new FoundPrompt(index, prompt.Text, place with { Column = "prompts" })
                {
                    TargetId = prompt.EntryId,
                }),
            ],
            ContextOnly = entry.ContextOnly,
            Enabled = entry.Enabled,
            Validity = (entry.ValidFrom, entry.ValidUntil),
        };
        found.Questions.AddRange(entry.Questions.Select(question => new FoundText(question, place with { Column = "question" })));
        found.NotThis.AddRange(entry.NotThis.Select(question => new FoundText(question, place with { Column = "notThis" })));
        found.Suggestions.AddRange(entry.Suggested.Select(one => new FoundSuggestion(one.Text, one.Chosen, one.Asked)));
        foreach ((string language, string text) in entry.Answer.Texts)
        {
            found.Answers[language] = new FoundText(text, place with { Column = "answer" });
        }

        return found;
    }
}

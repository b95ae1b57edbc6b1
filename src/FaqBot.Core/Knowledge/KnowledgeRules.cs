using FaqBot.Core.Text;

namespace FaqBot.Core.Knowledge;

/// <summary>The rules that concern several entries at once.</summary>
internal static class KnowledgeRules
{
    /// <summary>Checks a knowledge base.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <returns>The faults.</returns>
    public static IEnumerable<Fault> Check(LocatedKnowledge knowledge) =>
        [.. DuplicateIds(knowledge), .. DuplicateQuestions(knowledge), .. CounterExamples(knowledge), .. PromptTargets(knowledge)];

    private static IEnumerable<Fault> DuplicateIds(LocatedKnowledge knowledge)
    {
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        foreach (LocatedEntry located in knowledge.Entries)
        {
            if (located.Entry.Id.Length > 0 && !lines.TryAdd(located.Entry.Id, located.Line))
            {
                yield return new Fault(
                    located.Line, located.Entry.Id, $"the id is already used in line {lines[located.Entry.Id]}",
                        "Give one of the entries another id");
            }
        }
    }

    private static IEnumerable<Fault> DuplicateQuestions(LocatedKnowledge knowledge)
    {
        Dictionary<string, (int Entry, int Line)> owners = new(StringComparer.Ordinal);
        for (int i = 0; i < knowledge.Entries.Count; i++)
        {
            LocatedEntry located = knowledge.Entries[i];
            foreach ((string question, int line) in located.Entry.Questions.Zip(located.QuestionLines))
            {
                if (!Question.TryParse(question, KnowledgeLimits.QuestionRunes, Language.Other, out Question? parsed, out _))
                {
                    continue;
                }

                if (!owners.TryAdd(parsed.MatchKey, (i, line)))
                {
                    (int entry, int firstLine) = owners[parsed.MatchKey];
                    yield return entry == i
                        ? new Fault(line, located.Entry.Id, $"'{question}' repeats the question in line {firstLine}", "Remove one of them")
                        : new Fault(line, located.Entry.Id,
                            $"'{question}' is also a question of entry '{knowledge.Entries[entry].Entry.Id}' in line {firstLine}",
                            "Keep it in the entry whose answer is right; case, width, blanks and punctuation do not tell questions apart");
                }
            }
        }
    }

    /// <summary>What bars a question from an entry must not be a wording of it, in whatever form a question is compared.</summary>
    private static IEnumerable<Fault> CounterExamples(LocatedKnowledge knowledge)
    {
        if (!knowledge.Entries.Any(located => located.Entry.NotThis.Count > 0))
        {
            yield break;
        }

        Vocabulary vocabulary =
            OwnersWords.VocabularyOf(knowledge.Base, knowledge.Base.Entries.SelectMany(entry => entry.Questions));
        foreach (LocatedEntry located in knowledge.Entries.Where(located => located.Entry.NotThis.Count > 0))
        {
            Dictionary<string, int> own = new(StringComparer.Ordinal), seen = new(StringComparer.Ordinal);
            foreach ((string question, int line) in located.Entry.Questions.Zip(located.QuestionLines))
            {
                foreach (string key in KeysOf(question, vocabulary))
                {
                    own.TryAdd(key, line);
                }
            }

            foreach ((string question, int line) in located.Entry.NotThis.Zip(located.NotThisLines))
            {
                IReadOnlyCollection<string> keys = KeysOf(question, vocabulary);
                if (keys.FirstOrDefault(own.ContainsKey) is { } shared)
                {
                    yield return new Fault(
                        line, located.Entry.Id,
                        $"'{question}' of notThis is a question of this entry in line {own[shared]}",
                            "Remove one of them; case, script, polite words and synonyms do not tell questions apart");
                }
                else if (keys.FirstOrDefault(seen.ContainsKey) is { } former)
                {
                    yield return new Fault(
                        line, located.Entry.Id, $"'{question}' of notThis repeats the one in line {seen[former]}", "Remove one of them");
                }

                foreach (string key in keys)
                {
                    seen.TryAdd(key, line);
                }
            }
        }
    }

    private static IReadOnlyCollection<string> KeysOf(string text, Vocabulary vocabulary) =>
        Question.TryParse(text, KnowledgeLimits.QuestionRunes, Language.Other, out Question? question, out _)
            ? QuestionKeys.Of(question, vocabulary)
            : [];

    private static IEnumerable<Fault> PromptTargets(LocatedKnowledge knowledge)
    {
        HashSet<string> ids = new(knowledge.Entries.Select(located => located.Entry.Id), StringComparer.Ordinal);
        foreach (LocatedEntry located in knowledge.Entries)
        {
            foreach ((FollowUpPrompt prompt, int line) in located.Entry.Prompts.Zip(located.PromptLines))
            {
                if (prompt.EntryId.Length > 0 && prompt.EntryId == located.Entry.Id)
                {
                    yield return new Fault(
                        line, located.Entry.Id, "a prompt leads to its own entry", "Name another entry or remove the prompt");
                }
                else if (prompt.EntryId.Length > 0 && !ids.Contains(prompt.EntryId))
                {
                    yield return new Fault(
                        line, located.Entry.Id, $"a prompt leads to '{prompt.EntryId}', which no entry is",
                            "Correct the entryId or add the entry");
                }
            }
        }
    }
}

using FaqBot.Core.Text;

namespace FaqBot.Core.Knowledge;

/// <summary>The words of an owner, as questions are compared by them.</summary>
internal static class OwnersWords
{
    /// <summary>The vocabulary of a knowledge base.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="questions">Its questions, as they were written.</param>
    /// <returns>The vocabulary; a synonym that contrasts with another one of its group is none.</returns>
    public static Vocabulary VocabularyOf(KnowledgeBase knowledge, IEnumerable<string> questions)
    {
        string[][] synonyms =
            [.. knowledge.Synonyms.Select(group => WithoutContrasts(group, knowledge.Contrasts)).Where(group => group.Length > 1)];
        return synonyms.Length + knowledge.StopPhrases.Count == 0
            ? Vocabulary.None
            : new Vocabulary(synonyms, knowledge.StopPhrases, questions.Select(TextNormalizer.Clean));
    }

    /// <summary>Finds the synonyms that contrast with one another.</summary>
    /// <param name="group">A group of synonyms.</param>
    /// <param name="contrasts">Groups of words that make different questions.</param>
    /// <returns>Those that are in one group of contrasts with another of them, in the order of the synonyms.</returns>
    public static IEnumerable<string> ContrastsAmong(IReadOnlyList<string> group, IReadOnlyList<IReadOnlyList<string>> contrasts)
    {
        HashSet<string> keys = [.. group.Select(PhraseKey.Of)], contradicting = new(StringComparer.Ordinal);
        foreach (IReadOnlyList<string> contrast in contrasts)
        {
            string[] common = [.. contrast.Select(PhraseKey.Of).Where(keys.Contains)];
            if (common.Length > 1)
            {
                contradicting.UnionWith(common);
            }
        }

        return group.Where(word => contradicting.Contains(PhraseKey.Of(word)));
    }

    private static string[] WithoutContrasts(IReadOnlyList<string> group, IReadOnlyList<IReadOnlyList<string>> contrasts) =>
        contrasts.Count == 0 ? [.. group] : [.. group.Except(ContrastsAmong(group, contrasts))];
}

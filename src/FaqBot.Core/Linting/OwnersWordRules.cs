using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Similarity;
using FaqBot.Core.Text;

namespace FaqBot.Core.Linting;

/// <summary>Rules about what owners write beside questions: synonyms, contrasts, counter-examples.</summary>
internal static class OwnersWordRules
{
    private const int MostWords = 8;

    /// <summary>The contrasts of a knowledge base's own questions.</summary>
    public static IEnumerable<LintContrast> Contrasts(StoredQuestions questions) =>
        questions.Catalog.Rivals.Find().Contrasts.Select(contrast => new LintContrast(
        [
            .. contrast.Words.Zip(contrast.Questions).Take(MostWords).Select(pair =>
                new ContrastedWord(pair.First, questions.EntryOf(pair.Second).Id, questions.TextOf(pair.Second))),
        ]));

    /// <summary>Synonyms that a written contrast, or the questions of different entries, tell apart.</summary>
    public static IEnumerable<LintFinding> ContradictingSynonyms(StoredQuestions questions)
    {
        KnowledgeBase knowledge = questions.Catalog.Knowledge;
        if (knowledge.Synonyms.Count == 0)
        {
            yield break;
        }

        // As they were written: with one word for all synonyms no question would contradict them.
        RivalWords found = new(FoundRivals.In([.. questions.Catalog.Questions.Select(
            question => new ComparedQuestion(question.Entry, TextNormalizer.Clean(question.Text)))]).Groups);
        foreach (IReadOnlyList<string> group in knowledge.Synonyms)
        {
            string[] written = [.. OwnersWords.ContrastsAmong(group, knowledge.Contrasts)];
            if (written.Length > 0)
            {
                yield return new LintFinding(LintRule.ContradictingSynonyms, null,
                    $"{Quoted(written)} are synonyms and contrasts; they count as contrasts. Take them out of one of the two.");
            }

            foreach ((string word, string rival) in RivalsAmong(group, found).Where(pair => !written.Contains(pair.Word)))
            {
                yield return new LintFinding(LintRule.ContradictingSynonyms, null,
                    $"{Quoted([word, rival])} are synonyms, but questions of different entries differ in them alone; they count as "
                    + "synonyms. Take one of them out of its group, or merge the entries.");
            }
        }
    }

    /// <summary>Counter-examples that are far from their entry: nobody would have got it.</summary>
    public static IEnumerable<LintFinding> FarCounterExamples(StoredQuestions questions)
    {
        CounterExamples examples = questions.Catalog.CounterExamples;
        for (int row = 0; row < examples.All.Count; row++)
        {
            (int first, int end) = questions.Catalog.Rows(examples.All[row].Entry);
            float[] cosines = new float[end - first];
            questions.Catalog.Vectors.Cosines(examples[row], first, cosines);
            if (SimilarityScale.LevelOf(questions.Scale.Of(cosines.Max())) == SimilarityLevel.VeryLow)
            {
                yield return new LintFinding(LintRule.FarCounterExample, questions.Catalog.Entries[examples.All[row].Entry].Id,
                    $"'{examples.All[row].Text}' of notThis is far from its questions: it would hardly have got this entry. "
                    + "Keep it if it did.")
                { Question = examples.All[row].Text };
            }
        }
    }

    private static IEnumerable<(string Word, string Rival)> RivalsAmong(IReadOnlyList<string> group, RivalWords found)
    {
        for (int i = 0; i < group.Count; i++)
        {
            int[] word = found.In(TextNormalizer.Clean(group[i]));
            for (int j = i + 1; j < group.Count && word.Length > 0; j++)
            {
                if (found.Between(word, found.In(TextNormalizer.Clean(group[j]))).Count > 0)
                {
                    yield return (group[i], group[j]);
                }
            }
        }
    }

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"'{word}'"));
}

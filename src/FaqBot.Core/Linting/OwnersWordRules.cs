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
                yield return new LintFinding(LintRule.ContradictingSynonyms, null, new(
                    $"{Quoted(written)} are synonyms and contrasts; they count as contrasts. Take them out of one of the two.",
                    $"{Quoted(written, '“', '”', "、")}既是同义词又是区别词，现在按区别词算。请从其中一处去掉。",
                    $"{Quoted(written, '「', '」', "、")}既是同義詞又是區別詞，現在按區別詞算。請從其中一處去掉。"));
            }

            foreach ((string word, string rival) in RivalsAmong(group, found).Where(pair => !written.Contains(pair.Word)))
            {
                string[] both = [word, rival];
                yield return new LintFinding(LintRule.ContradictingSynonyms, null, new(
                    $"{Quoted(both)} are synonyms, but questions of different entries differ in them alone; they count as "
                    + "synonyms. Take one of them out of its group, or merge the entries.",
                    $"{Quoted(both, '“', '”', "、")}是同义词，但不同条目的问题只在它们上不同；现在按同义词算。请把其中一个移出这一组，或合并条目。",
                    $"{Quoted(both, '「', '」', "、")}是同義詞，但不同條目的問題只在它們上不同；現在按同義詞算。請把其中一個移出這一組，或合併條目。"));
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
                yield return new LintFinding(LintRule.FarCounterExample, questions.Catalog.Entries[examples.All[row].Entry].Id, new(
                    $"'{examples.All[row].Text}' of notThis is far from its questions: it would hardly have got this entry. "
                    + "Keep it if it did.",
                    $"notThis 里的“{examples.All[row].Text}”离它的问题很远，本来就不大会得到这个条目。若确实发生过就留着。",
                    $"notThis 裡的「{examples.All[row].Text}」離它的問題很遠，本來就不大會得到這個條目。若確實發生過就留著。"))
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

    private static string Quoted(IEnumerable<string> words, char open = '\'', char close = '\'', string between = ", ") =>
        string.Join(between, words.Select(word => $"{open}{word}{close}"));
}

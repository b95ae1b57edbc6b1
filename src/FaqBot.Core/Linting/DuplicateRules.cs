using System.Globalization;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Similarity;
using FaqBot.Core.Text;

namespace FaqBot.Core.Linting;

/// <summary>Rules about questions that mean the same.</summary>
internal static class DuplicateRules
{
    private const int MostPairs = 20_000;

    // Denials in a long answer say nothing about each other.
    private const int ShortAnswer = 60;

    /// <summary>Questions that are the same but for their characters.</summary>
    public static IEnumerable<LintFinding> SameQuestions(StoredQuestions questions)
    {
        Dictionary<string, int> first = new(StringComparer.Ordinal);
        for (int row = 0; row < questions.Count; row++)
        {
            string key = SimplifiedChinese.Of(questions.Catalog.Questions[row].MatchKey);
            if (!first.TryAdd(key, row) && questions.Catalog.Questions[first[key]].Entry != questions.Catalog.Questions[row].Entry)
            {
                yield return Pair(
                    LintRule.SameQuestion, questions, new SimilarPair(first[key], row, 1), new(
                        "Keep it in the entry whose answer is right.", "请只留在答案正确的条目里。", "請只留在答案正確的條目裡。"));
            }
        }
    }

    /// <summary>Near-duplicates, one finding a pair of entries, and contradictions between their answers.</summary>
    public static IEnumerable<LintFinding> NearDuplicates(StoredQuestions questions, double band, CancellationToken cancellationToken)
    {
        IReadOnlyList<SimilarPair> pairs = Similarity.NearDuplicates.Pairs(
            questions.Catalog.Vectors, questions.Scale, band, questions.MayCollide, MostPairs, cancellationToken);
        foreach (var between in pairs.GroupBy(pair =>
            (questions.Catalog.Questions[pair.First].Entry, questions.Catalog.Questions[pair.Second].Entry)))
        {
            SimilarPair nearest = between.First();
            LintText remedy = new(
                "Merge the entries, or word the questions so that each says what sets it apart.",
                "请合并条目，或把问题改写得各自说明区别。", "請合併條目，或把問題改寫得各自說明區別。");
            int more = between.Count() - 1;
            yield return Pair(LintRule.NearDuplicate, questions, nearest, more == 0 ? remedy : remedy.Then(new(
                string.Create(CultureInfo.InvariantCulture, $"So do {more} more pairs of the two entries."),
                string.Create(CultureInfo.InvariantCulture, $"这两个条目另有 {more} 对问题也是如此。"),
                string.Create(CultureInfo.InvariantCulture, $"這兩個條目另有 {more} 對問題也是如此。"))));
            if (Contradiction(questions.EntryOf(nearest.First), questions.EntryOf(nearest.Second)) is { } difference)
            {
                yield return Pair(
                    LintRule.Contradiction, questions, nearest, new(
                        $"Their answers differ in {difference.English}: make sure that both are right.",
                        $"它们的答案在{difference.Simplified}上不同，请确认两个都对。",
                        $"它們的答案在{difference.Traditional}上不同，請確認兩個都對。"));
            }
        }
    }

    /// <summary>Near-duplicates of several entries, put together.</summary>
    public static IEnumerable<QuestionCluster> Clusters(StoredQuestions questions, double band, CancellationToken cancellationToken) =>
        Similarity.NearDuplicates.Clusters(questions.Catalog.Vectors, questions.Scale, band, cancellationToken)
            .Select(cluster => new QuestionCluster(
            [
                new ClusteredQuestion(questions.EntryOf(cluster.Representative).Id, questions.TextOf(cluster.Representative), 1),
                .. cluster.Members.Select(member =>
                    new ClusteredQuestion(questions.EntryOf(member.Row).Id, questions.TextOf(member.Row), member.Similarity)),
            ]))
            .Where(cluster => cluster.Questions.DistinctBy(question => question.Entry).Skip(1).Any());

    /// <summary>Questions that are nearer to another entry than to the rest of their own, and entries of which all are.</summary>
    public static IEnumerable<LintFinding> LeaveOneOut(StoredQuestions questions, CancellationToken cancellationToken)
    {
        FaqCatalog catalog = questions.Catalog;
        int[] winners = new int[questions.Count];
        Parallel.For(0, questions.Count, new ParallelOptions { CancellationToken = cancellationToken }, row =>
            winners[row] = WinnerWithout(questions, row));
        for (int entry = 0; entry < catalog.Entries.Count; entry++)
        {
            (int first, int end) = catalog.Rows(entry);
            int[] lost = [.. Enumerable.Range(first, end - first).Where(row => winners[row] >= 0 && winners[row] != entry)];
            if (end - first > 1 && lost.Length == end - first)
            {
                yield return new LintFinding(
                    LintRule.NeverWins,
                    catalog.Entries[entry].Id,
                    new(
                        $"Each of its {lost.Length} questions, were it not stored, would be answered by another entry: customers who word "
                        + "it otherwise do not get here. "
                        + "Add alternates that are near to each other, or merge it with the entry that wins.",
                        $"它的 {lost.Length} 个问题，若没有存下来，每一个都会由别的条目回答：顾客换个说法就到不了这里。请补充彼此相近的问法，或并入胜出的条目。",
                        $"它的 {lost.Length} 個問題，若沒有存下來，每一個都會由別的條目回答：顧客換個說法就到不了這裡。請補充彼此相近的問法，或併入勝出的條目。"))
                { OtherEntry = catalog.Entries[lost.GroupBy(row => winners[row]).MaxBy(group => group.Count())!.Key].Id };
            }

            foreach (int row in lost)
            {
                // Below this the question is far from all others: no reason to move it.
                if (NearestOf(catalog, row, entry) is { } other && catalog.Questions[other].Entry == winners[row]
                    && questions.MayCollide(row, other)
                    && SimilarityScale.LevelOf(SimilarityOf(questions, row, other)) >= SimilarityLevel.High)
                {
                    yield return Pair(
                        LintRule.NearerElsewhere, questions, new SimilarPair(row, other, SimilarityOf(questions, row, other)),
                        new(
                            "Move it there, or word it so that it says what sets its entry apart.",
                            "请移过去，或改写得能说明本条目的区别。", "請移過去，或改寫得能說明本條目的區別。"),
                        isNearer: true);
                }
            }
        }
    }

    private static int WinnerWithout(StoredQuestions questions, int row)
    {
        FaqCatalog catalog = questions.Catalog;
        (int first, int end) = catalog.Rows(catalog.Questions[row].Entry);
        if (end - first < 2 || questions.EntryOf(row).ContextOnly || !questions.IsActive(questions.EntryOf(row)))
        {
            return -1;
        }

        string text = Question.Parse(questions.TextOf(row)).Essence;
        ConfidenceModel confidence = questions.Confidence;
        FoundEntries found = EvidenceSearch.Find(
            catalog, text, catalog.Vectors[row], confidence.Scale, EntryFilter.None, questions.Now, row);
        Contenders contenders = Contenders.Of(catalog, text, found, confidence.Ranking, taught: null);
        return Ranking.Rank(contenders, null, confidence.Weights) is [var best, ..] ? best.Entry : -1;
    }

    /// <summary>The nearest question of all other entries, if it is nearer than the nearest of the own one.</summary>
    private static int? NearestOf(FaqCatalog catalog, int row, int entry)
    {
        float[] cosines = new float[catalog.Questions.Count];
        catalog.Vectors.Cosines(catalog.Vectors[row], 0, cosines);
        (int first, int end) = catalog.Rows(entry);
        float own = Enumerable.Range(first, end - first).Where(other => other != row).Max(other => cosines[other]);
        int nearest = Enumerable.Range(0, cosines.Length).Where(other => other < first || other >= end).MaxBy(other => cosines[other]);
        return cosines[nearest] > own ? nearest : null;
    }

    private static double SimilarityOf(StoredQuestions questions, int first, int second)
    {
        Span<float> cosine = stackalloc float[1];
        questions.Catalog.Vectors.Cosines(questions.Catalog.Vectors[first], second, cosine);
        return questions.Scale.Of(cosine[0]);
    }

    private static LintText? Contradiction(FaqEntry one, FaqEntry other)
    {
        foreach ((string tag, string text) in one.Answer.Texts)
        {
            if (other.Answer.Texts.TryGetValue(tag, out string? counterpart))
            {
                AnalyzedText mine = AnalyzeAnswer(text), theirs = AnalyzeAnswer(counterpart);
                LintText? difference = mine.Numbers.Length > 0 && theirs.Numbers.Length > 0
                    && !mine.Numbers.AsSpan().ContainsAny(theirs.Numbers) ? new("numbers", "数字", "數字")
                    : OpposedWords.Conflicts(mine.Sides, theirs.Sides) > 0 ? new("decisive words", "关键的词", "關鍵的詞")
                    : mine.Negated != theirs.Negated && mine.Length <= ShortAnswer && theirs.Length <= ShortAnswer
                        ? new("denial", "是否", "是否") : null;
                if (difference is not null)
                {
                    return difference;
                }
            }
        }

        return null;
    }

    private static AnalyzedText AnalyzeAnswer(string markdown) =>
        TermAnalyzer.Analyze(TextNormalizer.Clean(MarkdownLinks.Without(markdown)));

    private static LintFinding Pair(
        LintRule rule, StoredQuestions questions, SimilarPair pair, LintText remedy, bool isNearer = false)
    {
        string one = questions.TextOf(pair.First), other = questions.TextOf(pair.Second), entry = questions.EntryOf(pair.Second).Id;
        LintText relation = isNearer
            ? new(
                $"'{one}' is nearer than to any other question of its entry to '{other}' of '{entry}'.",
                $"“{one}”离“{entry}”的“{other}”比离本条目的任何问题都近。", $"「{one}」離「{entry}」的「{other}」比離本條目的任何問題都近。")
            : new(
                $"'{one}' means about the same as '{other}' of '{entry}'.",
                $"“{one}”和“{entry}”的“{other}”意思差不多。", $"「{one}」和「{entry}」的「{other}」意思差不多。");
        return new LintFinding(rule, questions.EntryOf(pair.First).Id, relation.Then(remedy))
        {
            OtherEntry = entry,
            Question = one,
            OtherQuestion = other,
            Similarity = pair.Similarity,
        };
    }
}

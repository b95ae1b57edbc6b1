using FaqBot.Core.Evaluation;
using FaqBot.Core.Matching;
using FaqBot.Core.Tests.Matching;

namespace FaqBot.Core.Tests.Evaluation;

[Collection(BundledEncoderCollection.Name)]
public sealed class SiblingSetsTests(BundledEncoder bundled)
{
    private const double Weight = 12;

    [Fact]
    public void Make_is_the_same_each_time() => Assert.Equal(Describe(Make()), Describe(Make()));

    [Fact]
    public void Make_no_text_is_both_stored_and_asked()
    {
        foreach (Draft draft in Make())
        {
            string[] stored = [.. draft.Stored.Select(item => item.Question)], asked = [.. draft.Asked.Select(item => item.Text)];
            Assert.NotEmpty(stored);
            Assert.Empty(stored.Intersect(asked));
            Assert.Equal(asked.Length, asked.Distinct().Count());

            // Who is answered is stored; who is left out has no question stored.
            HashSet<string> entries = [.. draft.Stored.Select(item => item.Entry)];
            Assert.All(draft.Asked, item => Assert.True(entries.IsSupersetOf(item.Entries)));
            Assert.All(draft.Asked.Where(item => item.Entries.Count == 1), item =>
                Assert.Equal(TextOf(draft.Stored.First(stored => stored.Entry == item.Entries[0]).Question), TextOf(item.Text)));
            Assert.DoesNotContain(
                draft.Asked.Where(item => item.Entries.Count == 0), item => stored.Select(TextOf).Contains(TextOf(item.Text)));
        }
    }

    [Fact]
    public void Make_near_misses_weigh_a_third_and_all_sets_what_they_should()
    {
        Draft[] drafts = Make();
        LabelledSibling[] asked = [.. drafts.SelectMany(draft => draft.Asked)];
        double answered = asked.Where(item => item.Entries.Count == 1).Sum(item => item.Weight);
        double nearMiss = asked.Where(item => item.Entries.Count == 0).Sum(item => item.Weight);
        Assert.Equal(1.0 / 3, nearMiss / (answered + nearMiss), 1e-9);
        Assert.Equal(Weight, drafts.Sum(draft => draft.Set.Weight), 1e-9);
        Assert.All(drafts, draft => Assert.Equal(0, draft.Set.TakenOut));
        Assert.All(drafts, draft => Assert.Equal(
            Weight / answered * draft.Asked.Where(item => item.Entries.Count == 1).Sum(item => item.Weight), draft.Set.Weight, 1e-9));
    }

    [Fact]
    public void Make_knowledge_bases_are_of_one_language_and_differ_in_size_and_stored_questions()
    {
        Draft[] drafts = Make();
        Assert.All(drafts, draft =>
            Assert.Single(draft.Stored.Select(item => item.Question.StartsWith("zh", StringComparison.Ordinal)).Distinct()));
        int[] entries = [.. drafts.Select(draft => draft.Stored.DistinctBy(item => item.Entry).Count())];
        Assert.True(entries.Min() < 5 && entries.Max() > 10, string.Join(' ', entries));
        double[] perEntry = [.. drafts.Zip(entries, (draft, count) => (double)draft.Stored.Count / count)];
        Assert.True(perEntry.Min() == 1 && perEntry.Max() > 2, string.Join(' ', perEntry));
        Assert.All(drafts.SelectMany(draft => draft.Stored.GroupBy(item => item.Entry)), own => Assert.InRange(own.Count(), 1, 3));
    }

    [Fact]
    public void Make_stretch_that_stored_siblings_share_names_all_of_them()
    {
        LabelledSibling[] several = [.. Make().SelectMany(draft => draft.Asked).Where(item => item.Entries.Count > 1)];
        Assert.NotEmpty(several);
        Assert.All(several, item => Assert.Contains("subject", item.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Make_sets_of_an_encoder_have_labels_of_their_catalog_and_what_a_judge_reads()
    {
        SiblingCluster[] clusters =
        [
            new("zh-Hans", [["怎么取消会员订单", "会员订单不想要了"], ["怎么修改会员订单", "会员订单写错了"], ["怎么查询会员订单", "会员订单到哪了"]]),
            new("en", [["How do I cancel my plan?", "stop my plan"], ["How do I upgrade my plan?", "a bigger plan"]]),
        ];
        foreach (bool toJudge in new[] { false, true })
        {
            IReadOnlyList<CalibrationSet> sets = new CalibrationSets(bundled.Encoder).Make([clusters], 3, toJudge);
            LabelledQuestion[] questions = [.. sets.SelectMany(set => set.Questions)];
            Assert.Equal(3, sets.Sum(set => set.Weight), 1e-9);
            Assert.Contains(questions, question => question.Entry >= 0);
            Assert.Contains(questions, question => question.IsNearMiss);
            Assert.All(questions, question => Assert.Equal(question.Entry < 0 && question.Several.Count == 0, question.IsNearMiss));
            Assert.All(questions, question => Assert.Equal(toJudge, question.Judged is not null));
            Assert.All(sets, set => Assert.All(
                set.Questions, question => Assert.InRange(question.Entry, -1, set.Catalog.Entries.Count - 1)));
            Assert.All(questions.Where(question => question.Several.Count > 0), question => Assert.DoesNotContain(-1, question.Several));
        }
    }

    private static Draft[] Make()
    {
        List<Draft> drafts = [];
        IReadOnlyList<CalibrationSet> sets = new SiblingSets((stored, asked) =>
        {
            CalibrationSet set = new(Catalogs.Build([]), []);
            drafts.Add(new Draft(set, stored, asked));
            return set;
        }).Make([Clusters("zh", 60), Clusters("en", 40)], Weight);
        return [.. drafts.Zip(sets, (draft, set) => draft with { Set = set })];
    }

    /// <summary>Clusters of four members whose texts share words with no other cluster.</summary>
    private static SiblingCluster[] Clusters(string language, int count) =>
    [
        .. Enumerable.Range(0, count).Select(cluster => new SiblingCluster(
            language,
            [
                .. Enumerable.Range(0, 4).Select(member => (IReadOnlyList<string>)
                [
                    .. Enumerable.Range(0, 4).Select(text =>
                        $"{language}{cluster}verb{member}variant{text} the subject{cluster} of {language}{cluster}m{member}"),
                ]),
            ])),
    ];

    /// <summary>The member of which a text is.</summary>
    private static string TextOf(string text) => text[(text.LastIndexOf(' ') + 1)..];

    private static string Describe(IEnumerable<Draft> drafts) => string.Join('\n', drafts.SelectMany(draft =>
        (IEnumerable<string>)
        [
            $"{draft.Set.Weight}: ", .. draft.Stored.Select(item => $"{item}"), .. draft.Asked.Select(item => $"{item.Text} {item.Weight}"),
        ]));

    private sealed record Draft(
        CalibrationSet Set, IReadOnlyList<(string Entry, string Question)> Stored, IReadOnlyList<LabelledSibling> Asked);
}

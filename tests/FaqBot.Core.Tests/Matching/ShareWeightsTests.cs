using System.Text.Json;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class ShareWeightsTests
{
    private static readonly ShareWeights Nothing = ShareWeights.Of(new double[ShareWeights.Count]);

    [Fact]
    public void Of_shares_are_the_softmax_of_the_weighted_sums_with_none_as_one_more_alternative()
    {
        Contenders contenders = Equal(2, entry => entry with { Score = entry.Found.Entry });
        Assert.All(Nothing.Of(contenders, judged: false), share => Assert.Equal(1.0 / 3, share, 1e-12));

        ShareWeights weights = Confidences.Changed(Confidences.Changed(Nothing, "score", 2), "constant", 0.5);
        double sum = 1 + Math.Exp(2) + Math.Exp(0.5);
        double[] shares = weights.Of(contenders, judged: false);
        Assert.Equal(1 / sum, shares[0], 1e-12);
        Assert.Equal(Math.Exp(2) / sum, shares[1], 1e-12);
        Assert.Equal(Math.Exp(0.5) / sum, 1 - shares.Sum(), 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_any_contenders_all_shares_leave_something_to_none(bool judged)
    {
        foreach (Contenders contenders in DrawnContenders.Draw(500, 1, judged))
        {
            ShareWeights weights = judged ? ConfidenceModel.Reference.Judging!.Weights : ConfidenceModel.Reference.Weights;
            double[] shares = weights.Of(contenders, judged);
            Assert.Equal(contenders.Entries.Count, shares.Length);
            Assert.All(shares, share => Assert.InRange(share, 0, 1));
            Assert.InRange(shares.Sum(), 0, 1);
        }
    }

    [Fact]
    public void Of_equal_entries_get_equal_shares_a_quarter_each_at_most()
    {
        double[] shares = ConfidenceModel.Reference.Weights.Of(Equal(4), judged: false);
        Assert.All(shares, share => Assert.Equal(shares[0], share, 1e-12));
        Assert.InRange(shares[0], 0.01, 0.25);
    }

    [Fact]
    public void Of_nothing_is_nothing() =>
        Assert.Empty(ConfidenceModel.Reference.Weights.Of(new Contenders([], 3, 1, 0, 1), judged: false));

    [Fact]
    public void Of_scores_far_apart_stay_finite()
    {
        double[] shares = Confidences.Changed(Nothing, "score", 1).Of(
            Equal(2, entry => entry with { Score = entry.Found.Entry == 0 ? -5_000 : 5_000 }), judged: false);
        Assert.Equal([0, 1], shares);
    }

    [Theory]
    [InlineData(0.5, 1, 0.5)]
    [InlineData(0.79, 3.9, 0.5)]
    [InlineData(0.8, 1, 0.9)]
    [InlineData(0.5, 4, 0.9)]
    public void Of_entries_that_have_all_asked_words_and_say_more_none_is_surer_than_a_half(
        double storedCoverage, double questionsPerEntry, double expected)
    {
        Contenders contenders = Equal(3, entry => entry with
        {
            Score = entry.Found.Entry == 1 ? 9 : 0,
            Found = entry.Found with
            {
                Evidence = entry.Found.Evidence with { Coverage = entry.Found.Entry < 2 ? 0.95 : 0.3, StoredCoverage = storedCoverage },
            },
        }) with
        { QuestionsPerEntry = questionsPerEntry };
        double[] shares = Confidences.Changed(Nothing, "score", 1).Of(contenders, judged: false);
        Assert.Equal(expected, Math.Min(0.9, shares[1]));
        Assert.True(shares.Sum() <= 1 && shares[1] > shares[0]);
    }

    [Theory]
    [InlineData(0.4, 0.4, 1.3, true)]
    [InlineData(0.4, 0.4, 1.5, false)]
    [InlineData(0.4, 0.3, 1.3, false)]
    [InlineData(0.1, 0.1, 1.3, false)]
    public void Of_two_entries_with_the_same_asked_words_a_small_lead_is_no_more_than_a_half(
        double coverage, double other, double lead, bool isOpen)
    {
        Contenders contenders = Equal(2, entry => entry with
        {
            Score = entry.Found.Entry == 0 ? 9 + lead : 9,
            Found = entry.Found with
            {
                Evidence = entry.Found.Evidence with { Coverage = entry.Found.Entry == 0 ? coverage : other, StoredCoverage = 0.9 },
            },
        }) with
        { QuestionsPerEntry = 1 };
        double[] shares = Confidences.Changed(Nothing, "score", 1).Of(contenders, judged: false);
        Assert.Equal(isOpen, shares[0] == 0.5);
        Assert.InRange(shares[0], 0.5, 0.9);
    }

    [Theory]
    [InlineData("rivals", true)]
    [InlineData("conflictingValues", true)]
    [InlineData("missingValues", true)]
    [InlineData("equalValues", false)]
    public void Of_differences_count_against_an_entry_and_equal_values_for_it(string feature, bool countsAgainst)
    {
        double plain = Share(new Differences { Rivals = [] }), other = Share(new Differences
        {
            Rivals = feature == "rivals" ? [("取消", "修改")] : [],
            ConflictingValues = feature == "conflictingValues" ? 1 : 0,
            MissingValues = feature == "missingValues" ? 1 : 0,
            EqualValues = feature == "equalValues" ? 1 : 0,
        });
        Assert.True(countsAgainst ? other < plain : other > plain, $"{plain} {other}");

        static double Share(Differences differences) => ConfidenceModel.Reference.Weights.Of(
            Equal(1, entry => entry with { Differences = differences }), judged: false)[0];
    }

    [Fact]
    public void Of_verdict_of_a_judge_lifts_an_entry_or_lowers_it()
    {
        double[] shares =
        [
            .. new float[] { -4, 0, 4 }.Select(logit => ConfidenceModel.Reference.Judging!.Weights.Of(
                Equal(1, entry => entry with { Logits = [logit, logit] }), judged: true)[0]),
        ];
        Assert.True(shares[0] < 0.1 && shares[0] < shares[1] && shares[1] < shares[2] && shares[2] > 0.7, string.Join(' ', shares));
    }

    [Fact]
    public void Of_many_questions_an_entry_switches_the_features_of_few_off()
    {
        ShareWeights weights = ConfidenceModel.Reference.Weights;
        bool[] ofFew = ShareWeights.AreOfFew();
        ShareWeights withoutFew = ShareWeights.Of([.. weights.ToArray().Select((weight, i) => ofFew[i] ? 0 : weight)]);
        foreach (Contenders contenders in DrawnContenders.Draw(100, 2, judged: false))
        {
            Contenders many = contenders with { QuestionsPerEntry = 10 }, few = contenders with { QuestionsPerEntry = 1 };
            Assert.Equal(withoutFew.Of(many, judged: false), weights.Of(many, judged: false));
            Assert.NotEqual(withoutFew.Of(few, judged: false), weights.Of(few, judged: false));
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(40, 1, 1)]
    [InlineData(40, 10, 0)]
    [InlineData(40, 50, 0)]
    [InlineData(0, 0, 1)]
    public void FewOf_is_how_little_a_knowledge_base_shows_of_its_entries(int entries, double questionsPerEntry, double few) =>
        Assert.Equal(few, ShareFeatures.FewOf(new Contenders([], 3, 0, entries, questionsPerEntry)), 0.005);

    [Fact]
    public void FewOf_falls_with_questions_and_with_entries()
    {
        double Few(int entries, double questions) => ShareFeatures.FewOf(new Contenders([], 3, 0, entries, questions));
        Assert.True(Few(40, 1) > Few(40, 2) && Few(40, 2) > Few(40, 5) && Few(40, 5) > 0);
        Assert.True(Few(40, 1) > Few(400, 1) && Few(400, 1) > Few(10_000, 1) && Few(10_000, 1) > 0.3);
    }

    [Fact]
    public void Weights_come_back_from_json()
    {
        ShareWeights weights = DrawnContenders.Weights(5);
        ShareWeights read = JsonSerializer.Deserialize<ShareWeights>(
            JsonSerializer.Serialize(weights, JsonSerializerOptions.Web), JsonSerializerOptions.Web)!;
        Assert.Equal(weights, read);
        Assert.Equal(weights.ToArray(), read.ToArray());
        Assert.NotEqual(weights, Confidences.Changed(weights, "few.judgedBest", 9));
    }

    [Fact]
    public void Weights_by_name_are_those_of_the_features()
    {
        Assert.Equal(ShareWeights.Count, Nothing.Entry.Count + Nothing.None.Count);
        Assert.Equal(9, Confidences.Changed(Nothing, "few.judgedBest", 9).Entry["few.judgedBest"]);
        Assert.Equal(9, Confidences.Changed(Nothing, "unknown", 9).None["unknown"]);
    }

    [Fact]
    public void Missing_and_unknown_weights_are_named()
    {
        Dictionary<string, double> entry = Nothing.Entry.ToDictionary(), none = Nothing.None.ToDictionary();
        entry.Remove("score");
        entry["lead"] = 1;
        Assert.Equal(
            "found other weights than expected: score, lead", Assert.Throws<JsonException>(() => new ShareWeights(entry, none)).Message);
        none.Remove("few.constant");
        Assert.Equal(
            "found other weights than expected: few.constant",
            Assert.Throws<JsonException>(() => new ShareWeights(Nothing.Entry, none)).Message);
    }

    /// <summary>Entries that nothing tells apart.</summary>
    private static Contenders Equal(int count, Func<Contender, Contender>? change = null) => new(
        [
            .. Enumerable.Range(0, count).Select(entry => new Contender(
                new EntryEvidence(entry, entry, Confidences.Evidence(1, coverage: 0.6)), 4, new Differences { Rivals = [] }, 0))
                .Select(entry => change?.Invoke(entry) ?? entry),
        ],
        5, 0.2, 20, 1);
}

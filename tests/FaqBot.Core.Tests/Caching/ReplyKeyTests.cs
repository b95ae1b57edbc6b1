using System.Globalization;
using FaqBot.Core.Caching;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Caching;

public sealed class ReplyKeyTests
{
    private static readonly VersionIdentity Version = CachedQuestion.Catalog.Identity;
    private static readonly MatchPolicy Policy = new(0.6, 0.35);
    private static readonly ConfidenceModel Confidence = Confidences.Of(Version.Model.Fingerprint);

    [Fact]
    public void Key_differs_in_every_field_that_decides_a_reply()
    {
        ReplyKey[] keys =
        [
            Key(),
            Key(text: "发票抬头写错了怎么办?"),
            Key(text: "发票抬头写错了"),
            Key(language: Language.TraditionalChinese),
            Key(Version with { KnowledgeBaseId = "other" }),
            Key(Version with { Number = 2 }),
            Key(Version with { ContentHash = "other" }),
            Key(Version with { Model = Version.Model with { Fingerprint = new string('b', 64) } }),
            Key(Version with { Normalizer = "other" }),
            Key(Version with { Format = VectorFormat.Int8 }),
            Key(Version with { Taught = Teaching.None.ToJson() }),
            Key(Version with { Taught = (Teaching.None with { Centroid = 9 }).ToJson() }),
            Key(policy: Policy with { AnswerThreshold = 0.5 }),
            Key(policy: Policy with { AnswerThreshold = Math.BitIncrement(0.6) }),
            Key(policy: Policy with { SuggestThreshold = 0.3 }),
            Key(confidence: Confidence),
            Key(confidence: Confidence with { Ranking = Confidence.Ranking with { Votes = 9 } }),
            Key(confidence: Confidence with { Ranking = Confidence.Ranking with { Context = 9 } }),
            Key(confidence: Confidence with { Weights = Confidences.Changed(Confidence.Weights, "few.coverage", 9) }),
            Key(confidence: Confidence with { Weights = Confidences.Changed(Confidence.Weights, "constant", 9) }),
            Key(confidence: Confidence with { Judging = new JudgedShares("a", Confidence.Weights) }),
            Key(confidence: Confidence with { Judging = new JudgedShares("b", Confidence.Weights) }),
            Key(confidence: Confidence with
            {
                Judging = new JudgedShares("a", Confidences.Changed(Confidence.Weights, "few.coverage", 9)),
            }),
            Key(confidence: Confidence with { UnrelatedCosine = 0.5 }),
            Key(confidence: Confidence with { RelatedCosine = 0.9 }),
            Key(filter: And(("a", "b"))),
            Key(filter: And(("a", "c"))),
            Key(filter: And(("ab", ""))),
            Key(filter: And(("", "ab"))),
            Key(filter: And(("a", "b"), ("c", "d"))),
            Key(filter: And(("a", "d"), ("c", "b"))),
            Key(filter: Filter(FilterJoin.Or, null, ("a", "b"))),
            Key(filter: Filter(FilterJoin.Or, null, ("a", "b"), ("c", "d"))),
            Key(filter: Filter(FilterJoin.And, "e1")),
            Key(filter: Filter(FilterJoin.And, "E1")),
            Key(filter: Filter(FilterJoin.And, "")),
            Key(filter: Filter(FilterJoin.And, "-")),
            Key(filter: new EntryFilter([], FilterJoin.And, null) { Sources = ["a"] }),
            Key(filter: new EntryFilter([], FilterJoin.And, null) { Sources = ["a", "b"] }),
            Key(filter: new EntryFilter([], FilterJoin.And, null) { Sources = ["ab"] }),
            Key(filter: new EntryFilter([new("a", "b")], FilterJoin.And, null) { Sources = ["a"] }),
            Key(filter: new EntryFilter([new("a", "b")], FilterJoin.And, null) { Sources = ["a"], SourceJoin = FilterJoin.Or }),
        ];
        Assert.Equal(keys.Length, keys.Select(key => key.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(keys.Length, keys.Select(key => key.Hash()).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("k", "\u212A")]
    [InlineData("i", "\u0130")]
    public void Key_values_that_a_filter_tells_apart_stay_apart(string one, string other)
    {
        Assert.False(one.Equals(other, StringComparison.OrdinalIgnoreCase));
        Assert.NotEqual(Key(filter: And(("a", one))).Hash(), Key(filter: And(("a", other))).Hash());
    }

    [Fact]
    public void Key_halves_of_characters_stay_apart()
    {
        string[] values = ["\uD800", "\uD801", "\uFFFD", "?"];
        Assert.Equal(values.Length, values.Select(value => Key(filter: And(("a", value))).Hash()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Key_order_and_case_of_conditions_do_not_matter() => Assert.Equal(
        Key(filter: And(("a", "b"), ("c", "d"), ("a", "ß"))).Hash(),
        Key(filter: And(("A", "ß"), ("C", "D"), ("A", "B"))).Hash());

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("zh-CN")]
    public void Key_is_the_same_in_every_culture(string culture)
    {
        EntryFilter filter = And(("co-op", "ill"), ("coop", "ı"), ("Éa", "1"), ("ea", "2"), ("z", "İ"));
        string expected = Key(filter: filter, confidence: Confidence).Hash();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Key(filter: filter, confidence: Confidence).Hash());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Key_same_question_in_other_width_is_the_same() =>
        Assert.Equal(Key(text: "APP 怎么下载").Hash(), Key(text: "ＡＰＰ　怎么下载").Hash());

    [Fact]
    public void Key_hash_is_64_hexadecimal_digits_without_the_words() => Assert.Matches("^[0-9a-f]{64}$", Key().Hash());

    private static ReplyKey Key(
        VersionIdentity? version = null,
        MatchPolicy? policy = null,
        EntryFilter? filter = null,
        string text = CachedQuestion.Text,
        Language? language = null,
        ConfidenceModel? confidence = null) =>
        new(version ?? Version, policy ?? Policy, filter ?? EntryFilter.None, Question.Parse(text, language: language), confidence);

    private static EntryFilter And(params (string Name, string Value)[] pairs) => Filter(FilterJoin.And, null, pairs);

    private static EntryFilter Filter(FilterJoin join, string? previous, params (string Name, string Value)[] pairs) =>
        new([.. pairs.Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value))], join, previous);
}

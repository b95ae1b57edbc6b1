using FaqBot.Caching;
using FaqBot.Matching;
using FaqBot.Text;

namespace FaqBot.Core.Tests.Caching;

public sealed class ReplyKeyTests
{
    [Fact]
    public void Key_differs_in_every_field_that_decides_a_reply()
    {
        EntryFilter And(params (string, string)[] pairs) => Filter(FilterJoin.And, null, pairs);
        ReplyKey[] keys =
        [
            CachedQuestion.Key(),
            CachedQuestion.Key("发票抬头写错了怎么办?"),
            CachedQuestion.Key(version: 2),
            CachedQuestion.Key(threshold: 0.5),
            CachedQuestion.Key(language: Language.TraditionalChinese),
            CachedQuestion.Key(filter: And(("a", "b"))),
            CachedQuestion.Key(filter: And(("a", "c"))),
            CachedQuestion.Key(filter: And(("ab", ""))),
            CachedQuestion.Key(filter: And(("", "ab"))),
            CachedQuestion.Key(filter: And(("a", "b"), ("c", "d"))),
            CachedQuestion.Key(filter: Filter(FilterJoin.Or, null, ("a", "b"))),
            CachedQuestion.Key(filter: Filter(FilterJoin.And, "e1")),
            CachedQuestion.Key(filter: Filter(FilterJoin.And, "e2")),
        ];
        Assert.Equal(keys.Length, keys.Select(key => key.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(keys.Length, keys.Select(key => key.Hash()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Key_order_and_case_of_conditions_do_not_matter() => Assert.Equal(
        CachedQuestion.Key(filter: Filter(FilterJoin.And, null, ("a", "b"), ("c", "d"))).Text,
        CachedQuestion.Key(filter: Filter(FilterJoin.And, null, ("C", "D"), ("A", "B"))).Text);

    [Fact]
    public void Key_same_question_in_other_width_is_the_same() =>
        Assert.Equal(CachedQuestion.Key("APP 怎么下载").Text, CachedQuestion.Key("ＡＰＰ　怎么下载").Text);

    private static EntryFilter Filter(FilterJoin join, string? previous, params (string Name, string Value)[] pairs) =>
        new([.. pairs.Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value))], join, previous);
}

using FaqBot.Core.Matching;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Tests.Matching;

public sealed class LexicalIndexTests
{
    private static readonly string[] Questions =
    [
        "怎么开发票", "发票抬头写错了怎么办", "怎么退货", "退货运费谁出", "怎么修改收货地址", "how do I get an invoice", "七天无理由退货", "能退款吗", "转入怎么操作",
    ];

    private readonly LexicalIndex _index = new(Questions);

    [Theory]
    [InlineData("发票", 0)]
    [InlineData("發票抬頭", 1)]
    [InlineData("运费", 3)]
    [InlineData("invoices please", 5)]
    public void Search_question_that_shares_most_comes_first(string query, int row) => Assert.Equal(row, Search(query)[0]);

    [Fact]
    public void Search_leaves_its_working_memory_clean()
    {
        float[] shared = new float[Questions.Length];
        TopItems best = new(new (float, int)[5]);
        _index.Search(_index.Prepare("发票退货运费怎么"), ref best, shared);
        Assert.True(best.Count > 3);
        Assert.All(shared, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Search_nothing_in_common_finds_nothing() => Assert.Empty(Search("quantum mechanics"));

    [Fact]
    public void Compare_equal_questions_share_everything()
    {
        LexicalMatch match = Compare("怎么开发票", 0);
        Assert.Equal((1, 1, 1), (match.QueryCoverage, match.StoredCoverage, match.Overlap));
        Assert.Equal((false, false, 0, false), (match.NumbersDiffer, match.NegationDiffers, match.Opposed, match.OtherScript));
    }

    [Fact]
    public void Compare_rare_words_weigh_more_than_generic_ones() =>
        Assert.True(Compare("怎么发票", 0).QueryCoverage > 2 * Compare("怎么地铁", 0).QueryCoverage);

    [Fact]
    public void Compare_differences_are_seen()
    {
        Assert.True(Compare("15天无理由退货", 6).NumbersDiffer);
        Assert.False(Compare("7天退货", 6).NumbersDiffer);
        Assert.False(Compare("退货", 6).NumbersDiffer);
        Assert.True(Compare("不能退款吗", 7).NegationDiffers);
        Assert.Equal(1, Compare("转出怎么操作", 8).Opposed);
        Assert.True(Compare("invoice", 0).OtherScript);
        Assert.False(Compare("invoice", 5).OtherScript);
    }

    [Fact]
    public void Coverage_is_that_of_several_questions_together()
    {
        LexicalQuery query = _index.Prepare("发票运费");
        bool[] covered = new bool[query.Known.Length];
        _index.Compare(query, 0, covered);
        float one = query.Coverage(covered);
        _index.Compare(query, 3, covered);
        Assert.True(query.Coverage(covered) > one && one > 0, $"{one} {query.Coverage(covered)}");
    }

    [Fact]
    public void Index_of_nothing_finds_nothing()
    {
        LexicalIndex empty = new([]);
        TopItems best = new(new (float, int)[5]);
        empty.Search(empty.Prepare("发票 invoice"), ref best, []);
        Assert.Equal((0, 0), (best.Count, empty.Terms));
    }

    [Fact]
    public void Prepare_text_without_terms_matches_nothing()
    {
        LexicalQuery query = _index.Prepare("?!…");
        LexicalMatch match = _index.Compare(query, 0, new bool[query.Known.Length]);
        Assert.Equal((0, 0, 0), (match.QueryCoverage, match.StoredCoverage, match.Overlap));
    }

    private LexicalMatch Compare(string query, int row)
    {
        LexicalQuery prepared = _index.Prepare(query);
        return _index.Compare(prepared, row, new bool[prepared.Known.Length]);
    }

    private int[] Search(string query)
    {
        TopItems best = new(new (float, int)[5]);
        _index.Search(_index.Prepare(query), ref best, new float[Questions.Length]);
        return [.. best.Items.ToArray().Select(item => item.Item)];
    }
}

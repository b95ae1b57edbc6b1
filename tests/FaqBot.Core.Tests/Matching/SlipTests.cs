using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Matching;

public sealed class SlipTests
{
    private static readonly string[] Questions = ["怎么开发票", "优惠券怎么用", "快递单号在哪里", "发表评论", "how do I get an invoice", "where is my parcel"];

    private readonly LexicalIndex _index = new(Questions);

    [Theory]
    [InlineData("法票怎么开", "地票怎么开", 0)]
    [InlineData("優會券怎麼用", "優貴券怎麼用", 1)]
    [InlineData("快第单号", "快手单号", 2)]
    [InlineData("get an invoise", "get an elephant", 4)]
    [InlineData("get an invioce", "get an envoy", 4)]
    [InlineData("get an nvoice", "get an voice", 4)]
    [InlineData("where is my parcell", "where is my parish", 5)]
    public void Prepare_slip_counts_as_the_word_that_is_meant(string slip, string otherWord, int row)
    {
        float found = Coverage(slip, row);
        Assert.True(found > Coverage(otherWord, row) + 0.1, $"{found} against {Coverage(otherWord, row)}");
        Assert.True(found < Coverage(Questions[row], row), "a slip is less than the word");
    }

    [Fact]
    public void Prepare_pair_that_is_known_is_no_slip()
    {
        // 发表 sounds like 发票 in no reading; 法票 does, unless a question has it.
        LexicalIndex known = new([.. Questions, "法票是什么"]);
        Assert.True(known.Compare(known.Prepare("法票怎么开"), 0, new bool[16]).QueryCoverage < Coverage("法票怎么开", 0));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("mye")]
    public void Prepare_short_word_is_not_mended(string word) => Assert.InRange(_index.Prepare($"{word}x").Known.Length, 0, 0);

    [Fact]
    public void Prepare_members_of_a_group_are_one_term()
    {
        LexicalIndex grouped = new(Questions, new Vocabulary([["发票", "票据"]], [], Questions));
        Assert.Equal(1, grouped.Compare(grouped.Prepare("怎么开票据"), 0, new bool[16]).QueryCoverage);
        Assert.True(Coverage("怎么开票据", 0) < 0.7);
    }

    private float Coverage(string question, int row) => _index.Compare(_index.Prepare(question), row, new bool[32]).QueryCoverage;
}

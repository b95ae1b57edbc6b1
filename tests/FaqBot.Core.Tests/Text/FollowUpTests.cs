using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class FollowUpTests
{
    [Theory]
    [InlineData("那运费呢", "运费")]
    [InlineData("那運費呢？", "運費")]
    [InlineData("那么，赠品呢？", "赠品")]
    [InlineData("运费呢", "运费")]
    [InlineData("那个包裹呢", "那个包裹")]
    [InlineData("那可以上门取件吗", "可以上门取件吗")]
    [InlineData("如果是会员的话呢", "会员")]
    [InlineData("what about shipping", "shipping")]
    [InlineData("And what about the shipping fee?", "shipping fee")]
    [InlineData("How about a refund then?", "refund")]
    [InlineData("and for gifts", "gifts")]
    public void TopicOf_frame_is_taken_off(string question, string topic) => Assert.Equal(topic, FollowUp.TopicOf(question));

    [Theory]
    [InlineData("运费怎么算")]
    [InlineData("怎么退货呢")]
    [InlineData("那件衣服能退吗")]
    [InlineData("那呢")]
    [InlineData("呢")]
    [InlineData("android app crashes")]
    [InlineData("what is the shipping fee")]
    [InlineData("那我上个星期在你们商城买的那台洗衣机的保修卡呢")]
    public void TopicOf_whole_question_is_no_follow_up(string question) => Assert.Null(FollowUp.TopicOf(question));
}

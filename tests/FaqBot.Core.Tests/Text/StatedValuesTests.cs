using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class StatedValuesTests
{
    [Theory]
    [InlineData("打五折", "percent=50")]
    [InlineData("半价退票吗", "percent=50")]
    [InlineData("half price on Fridays", "percent=50 weekday=5")]
    [InlineData("下午三点可以入住吗", "clock=900")]
    [InlineData("Can I check in at 3 pm?", "clock=900")]
    [InlineData("15:00 可以入住吗", "clock=900")]
    [InlineData("两周内", "time=14")]
    [InlineData("within 14 days", "time=14")]
    [InlineData("12个月", "time=365.25")]
    [InlineData("一年", "time=365.25")]
    [InlineData("over 50 gigabytes", "data=51200")]
    [InlineData("iPhone 15 电池多少钱", "iphon=15")]
    [InlineData("error E07 on the XR-200", "e=7 xr=200")]
    [InlineData("A340", "a=340")]
    [InlineData("3rd floor printer", "floor=3")]
    [InlineData("第三层", "floor=3")]
    [InlineData("version 2.1.0", "version=0/2.1.0")]
    [InlineData("5月3日", "date=503")]
    [InlineData("march 5", "date=305")]
    [InlineData("周五", "weekday=5")]
    [InlineData("XL码", "size=0/xl")]
    [InlineData("12C 座位", "-c=12")]
    [InlineData("一百块", "money=100/cny")]
    [InlineData("$20", "money=20/usd")]
    [InlineData("20 dollars", "money=20/usd")]
    [InlineData("6斤", "weight=3")]
    [InlineData("3公斤", "weight=3")]
    [InlineData("1,000元", "money=1000/cny")]
    [InlineData("10点半", "clock=630/?")]
    [InlineData("2024年", "year=2024")]
    [InlineData("我想买一件", "")]
    [InlineData("怎么退货", "")]
    public void In_reads_what_a_text_states(string text, string expected) => Assert.Equal(
        expected,
        string.Join(' ', StatedValues.In(TextNormalizer.Clean(text)).Select(
            value => FormattableString.Invariant($"{value.Kind}={value.Number}{(value.Text.Length > 0 ? "/" + value.Text : "")}"))));

    [Theory]
    [InlineData("3 pm", "3点", true)]
    [InlineData("3 pm", "下午4点", false)]
    [InlineData("50%", "半价", true)]
    [InlineData("2 weeks", "14 days", true)]
    [InlineData("7天", "7", true)]
    [InlineData("iPhone 14", "iPhone 15", false)]
    [InlineData("$20", "20 euros", false)]
    public void IsSame_compares_by_what_is_said(string first, string second, bool expected) => Assert.Equal(
        expected, StatedValues.In(TextNormalizer.Clean(first)).Single().IsSame(StatedValues.In(TextNormalizer.Clean(second)).Single()));
}

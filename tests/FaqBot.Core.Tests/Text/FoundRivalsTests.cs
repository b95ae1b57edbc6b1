using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class FoundRivalsTests
{
    [Theory]
    [InlineData("重置VPN密码", "重置Windows密码", "VPN≠Windows")]
    [InlineData("How do I charge my iPhone 14", "How do I charge my iPhone 15?", "14≠15")]
    [InlineData("怎么申请退货？", "怎么申请换货", "退货≠换货")]
    [InlineData("怎么注册账号", "怎么注销账号", "注册≠注销")]
    [InlineData("怎麼開通免密支付", "怎么关闭免密支付", "開通≠关闭")]
    [InlineData("How long does delivery take?", "how long does customs clearance take", "delivery≠customs clearance")]
    [InlineData("我的快递单号在哪里查", "我的快递单号在哪里改", "查≠改")]
    [InlineData("怎么退货", "怎么登录", "")]
    [InlineData("怎么取消订单", "如何取消订单", "")]
    [InlineData("怎么取消订单", "怎么取消订单呢", "")]
    [InlineData("cancel my order", "cancel membership auto-renewal", "")]
    [InlineData("怎么取消机票订单", "怎么修改酒店订单", "取消机票≠修改酒店")]
    [InlineData("请问怎么取消机票订单以及退款", "请问怎么修改机票订单以及发票", "")]
    public void Questions_of_two_entries_that_differ_in_one_stretch_give_rivals(string first, string second, string expected) =>
        Assert.Equal(expected, Found((0, first), (1, second), (2, "账号注册失败"), (3, "注销了还能恢复吗")));

    [Theory]
    [InlineData("重置VPN密码", "重置Windows密码")]
    [InlineData("怎么申请退货", "怎么申请退款")]
    public void Questions_of_one_entry_give_none(string first, string second) => Assert.Equal("", Found((0, first), (0, second)));

    [Fact]
    public void Words_that_are_the_same_in_one_entry_are_no_rivals_elsewhere()
    {
        FoundRivals found = In((0, "重置邮箱密码"), (0, "找回邮箱密码"), (1, "重置路由器设置"), (2, "找回路由器设置"));
        RivalWords words = new(found.Groups);
        Assert.Equal(["重置", "找回"], Assert.Single(found.Contrasts).Words);
        Assert.Empty(words.Between(words.In("重置手机"), words.In("找回手机")));
        Assert.Equal([("重置", "找回")], words.Shared(words.In("重置手机"), words.In("找回手机")));
    }

    [Fact]
    public void All_that_fit_a_frame_are_rivals_of_each_other_but_not_within_an_entry()
    {
        FoundRivals found = In(
            (0, "重置VPN密码"), (1, "重置Windows密码"), (1, "重置电脑密码"), (2, "重置银行卡密码"), (3, "重置年度密码"), (4, "重置月度密码"));
        RivalWords words = new(found.Groups);
        Assert.Equal([("vpn", "电脑")], Between("VPN", "电脑"));
        Assert.Equal([("银行卡", "windows")], Between("银行卡", "windows"));
        Assert.Equal([("年度", "月度")], Between("年度", "月度"));
        Assert.Equal([("年度", "vpn")], Between("年度", "vpn"));
        Assert.Empty(Between("windows", "电脑"));
        Assert.Empty(Between("vpn密码", "vpn"));

        IEnumerable<(string, string)> Between(string some, string others) =>
            words.Between(words.In(some), words.In(others)).Select(pair => (pair.Word.ToLowerInvariant(), pair.Rival.ToLowerInvariant()));
    }

    [Fact]
    public void Questions_give_rivals_in_any_order_and_number()
    {
        ComparedQuestion[] questions =
        [
            .. Enumerable.Range(0, 3_000)
                .Select(i => new ComparedQuestion(i, $"how to {(i % 2 == 0 ? "open" : "close")} account number{i / 2}")),
        ];
        RivalWords words = new(FoundRivals.In(questions).Groups);
        Assert.Equal([("open", "close")], words.Between(words.In("open it"), words.In("close it")));
        Assert.Equal([("number7", "number900")], words.Between(words.In("number7"), words.In("number900")));
        Assert.Empty(FoundRivals.In([]).Groups);
    }

    private static string Found(params (int Entry, string Text)[] questions) =>
        string.Join(' ', In(questions).Contrasts.Select(contrast => string.Join('≠', contrast.Words)));

    private static FoundRivals In(params (int Entry, string Text)[] questions) =>
        FoundRivals.In([.. questions.Select(question => new ComparedQuestion(question.Entry, TextNormalizer.Clean(question.Text)))]);
}

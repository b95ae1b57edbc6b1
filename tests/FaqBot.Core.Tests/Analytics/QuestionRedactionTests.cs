using System.Text.Json;
using FaqBot.Core.Analytics;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Analytics;

public sealed class QuestionRedactionTests
{
    [Theory]
    [InlineData("我的手机号是13812345678，收不到验证码", "我的手机号是<phone>,收不到验证码")]
    [InlineData("打 138 1234 5678 或 139-8765-4321", "打 <phone> 或 <phone>")]
    [InlineData("电话１３８１２３４５６７８", "电话<phone>")]
    [InlineData("+86 138-1234-5678 打不通", "<phone> 打不通")]
    [InlineData("0086 13812345678", "<phone>")]
    [InlineData("微信同号一三八零零一三八零零零", "微信同号<phone>")]
    [InlineData("座机010-62771234转3", "座机<phone>转3")]
    [InlineData("call me at +44 20 7946 0958 please", "call me at <phone> please")]
    [InlineData("my number is (212) 555-0143", "my number is <phone>")]
    [InlineData("text 212-555-0143 when it ships", "text <phone> when it ships")]
    [InlineData("手機 0912-345-678", "手機 <phone>")]
    [InlineData("رقمي +٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", "رقمي <phone>")]
    [InlineData("send it to li.wei+shop@mail.example.com today", "send it to <email> today")]
    [InlineData("邮箱li@shop.example改不了", "邮箱<email>改不了")]
    [InlineData("身份证11010519491231002X能注册吗", "身份证<id>能注册吗")]
    [InlineData("id 110105 19491231 002x", "id <id>")]
    [InlineData("老身份证 110105491231002 还能用吗", "老身份证 <id> 还能用吗")]
    [InlineData("卡号 6222 0212 3456 7890 128 扣了两次", "卡号 <card> 扣了两次")]
    [InlineData("card 4111111111111111 was charged twice", "card <card> was charged twice")]
    [InlineData("amex 3782 822463 10005", "amex <card>")]
    [InlineData("护照号E12345678可以吗", "护照号<passport>可以吗")]
    [InlineData("passport no. 123456789", "passport no. <passport>")]
    [InlineData("my passport number is AB1234567", "my passport number is <passport>")]
    [InlineData("京A12345停哪里", "<plate>停哪里")]
    [InlineData("粤B·D12345 能充电吗", "<plate> 能充电吗")]
    [InlineData("see https://shop.example/reset?token=abc123 does not open", "see <url> does not open")]
    [InlineData("https://user:pw@shop.example/", "<url>")]
    [InlineData("https://shop.example/s/9f8e7d6c5b4a39281706f5e4", "<url>")]
    [InlineData("my address is 203.0.113.7, why blocked", "my address is <ip>, why blocked")]
    [InlineData("从2001:db8::8a2e:370:7334登录不了", "从<ip>登录不了")]
    [InlineData("订单号202611300012345到哪了", "订单号<number>到哪了")]
    [InlineData("where is SF1234567890123", "where is <number>")]
    [InlineData("key sk-a1B2c3D4e5F6g7H8i9J0k1L2", "key <token>")]
    public void What_tells_who_asks_becomes_a_mark(string text, string expected) => Assert.Equal(expected, QuestionRedaction.Of(text));

    [Theory]
    [InlineData("iPhone 15 Pro Max 256GB 多少钱")]
    [InlineData("2026-11-30 下单，2026-12-01 能到吗")]
    [InlineData("20261130 之后还有优惠吗")]
    [InlineData("满 1000 减 200，最多 3 件 10000000 元")]
    [InlineData("v1.2.3.4 和 version 10.20.30.40 有什么不同")]
    [InlineData("12:30:45 之前付款")]
    [InlineData("std::vector is fine")]
    [InlineData("1280 x 1024 or 1920x1080")]
    [InlineData("2024 2025 2026 年的发票")]
    [InlineData("999.1.1.1")]
    [InlineData("E1234567 这个型号")]
    [InlineData("新款A级和B级")]
    [InlineData("京东A12是什么")]
    [InlineData("https://shop.example/help/returns 打不开")]
    [InlineData("price@100 each")]
    [InlineData("一二三四五六")]
    [InlineData("护照怎么办理")]
    [InlineData("does the passport fee of 150 apply")]
    [InlineData("self-service-checkout-terminal broken")]
    [InlineData("100-300-4000 mAh")]
    public void What_a_question_needs_stays(string text) => Assert.Equal(text.Normalize(System.Text.NormalizationForm.FormKC),
        QuestionRedaction.Of(text));

    [Theory]
    [InlineData("11010519491231002X", "110105194912310021", "<id>", "<number>")] // the check character
    [InlineData("4111111111111111", "4111111111111112", "<card>", "<number>")] // Luhn
    [InlineData("110105491231002", "110105491331002", "<id>", "<number>")] // the thirteenth month
    [InlineData("13812345678", "12812345678", "<phone>", "<number>")] // no mobile network
    public void Check_digits_tell_persons_from_orders(string real, string near, string mark, string other)
    {
        Assert.Equal($"x {mark} y", QuestionRedaction.Of($"x {real} y"));
        Assert.Equal($"x {other} y", QuestionRedaction.Of($"x {near} y"));
    }

    [Fact]
    public void Nothing_is_found_in_the_questions_of_the_shop()
    {
        using JsonDocument shop = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("data", "faq.json")),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        List<string> questions = [];
        foreach (JsonElement entry in shop.RootElement.GetProperty("entries").EnumerateArray())
        {
            questions.Add(entry.GetProperty("question").GetString()!);
            questions.AddRange(entry.TryGetProperty("alternates", out JsonElement alternates)
                ? alternates.EnumerateArray().Select(alternate => alternate.GetString()!) : []);
        }

        questions.AddRange(File.ReadLines(Repository.PathOf("tests", "data", "shop.queries.tsv")).Skip(1)
            .Select(line => line.Split('\t')[0]));
        Assert.True(questions.Count > 500, $"{questions.Count} questions");
        Assert.All(questions.Select(TextNormalizer.Clean), question => Assert.Equal(question, QuestionRedaction.Of(question)));
    }

    [Fact]
    public void Redacting_twice_changes_nothing_more()
    {
        const string Text = "13812345678 li@shop.example 京A12345 E12345678 https://a.example/?x=1 203.0.113.7 4111111111111111";
        string once = QuestionRedaction.Of(Text);
        Assert.Equal("<phone> <email> <plate> <passport> <url> <ip> <card>", once);
        Assert.Equal(once, QuestionRedaction.Of(once));
    }
}

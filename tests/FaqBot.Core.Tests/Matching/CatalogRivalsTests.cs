using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Tests.Matching;

public sealed class CatalogRivalsTests
{
    [Theory]
    [InlineData("怎么取消订单", "怎么修改订单", "怎么取消≠怎么修改")]
    [InlineData("重置VPN密码失败", "重置Windows密码", "VPN≠Windows")]
    [InlineData("月付怎么取消", "年付多少钱", "月付≠年付")]
    [InlineData("包年怎么取消", "月付多少钱", "包年≠月付")]
    [InlineData("运费多少", "邮费多少", "")]
    [InlineData("重置VPN和Windows密码", "重置Windows密码", "")]
    public void Between_answers_for_contrasts_found_and_built_in_words(string question, string stored, string expected) =>
        Assert.Equal(expected, Between(Build([], [["月付", "年付"]], stored), question, stored));

    [Fact]
    public void Between_synonyms_go_before_found_and_built_in_words()
    {
        FaqCatalog catalog = Build([["VPN", "Windows"], ["取消", "修改"]], [], "怎么修改订单");
        Assert.Equal("", Between(catalog, "怎么取消订单", "怎么修改订单"));
        Assert.Equal("", Between(catalog, "重置VPN密码失败", "重置Windows密码"));
    }

    [Fact]
    public void Between_contrasts_go_before_synonyms()
    {
        FaqCatalog catalog = Build([["运费", "邮费", "快递费"], ["包年", "年付"]], [["运费", "邮费"], ["月付", "包年"]], "邮费多少", "月付怎么取消");
        Assert.Equal("运费≠邮费", Between(catalog, "运费多少", "邮费多少"));
        Assert.Equal("年付≠月付", Between(catalog, "年付怎么取消", "月付怎么取消").Replace("包年", "年付", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("怎么取消订单", "订单怎么撤销", 1)]
    [InlineData("重置VPN密码失败", "重置VPN密码", 1)]
    [InlineData("天气好", "重置VPN密码", 0)]
    public void Agreements_counts_words_that_both_say(string question, string stored, int least)
    {
        FaqCatalog catalog = Build([], [], stored);
        int agreements = catalog.Rivals.Agreements(catalog.Rivals.MarksOf(question), RowOf(catalog, stored));
        Assert.InRange(agreements, least, least == 0 ? 0 : 9);
    }

    [Fact]
    public void Agreements_does_not_count_what_the_owner_contrasts()
    {
        FaqCatalog without = Build([], [], "撤销"), with = Build([], [["取消", "撤销"]], "撤销");
        Assert.Equal(1, without.Rivals.Agreements(without.Rivals.MarksOf("取消"), RowOf(without, "撤销")));
        Assert.Equal(0, with.Rivals.Agreements(with.Rivals.MarksOf("取消"), RowOf(with, "撤销")));
        Assert.Equal("取消≠撤销", Between(with, "取消", "撤销"));
    }

    [Fact]
    public void Vocabulary_keeps_contrasting_synonyms_apart_and_the_others_together()
    {
        FaqCatalog catalog = Build([["运费", "邮费", "快递费", "配送费"]], [["运费", "邮费"]], "快递费");
        Assert.Equal(catalog.Vocabulary.Unify("快递费"), catalog.Vocabulary.Unify("配送费"));
        Assert.Equal(("运费", "邮费"), (catalog.Vocabulary.Unify("运费"), catalog.Vocabulary.Unify("邮费")));
    }

    private static string Between(FaqCatalog catalog, string question, string stored) => string.Join(' ',
        catalog.Rivals.Between(catalog.Rivals.MarksOf(question), RowOf(catalog, stored)).Select(pair => $"{pair.Word}≠{pair.Rival}"));

    private static int RowOf(FaqCatalog catalog, string text) =>
        catalog.Questions.Index().First(question => question.Item.Text == text).Index;

    /// <summary>With two questions that tell VPN and Windows apart.</summary>
    private static FaqCatalog Build(string[][] synonyms, string[][] contrasts, params string[] questions)
    {
        string[] texts = [.. questions.Union(["重置VPN密码", "重置Windows密码"])];
        StoredVersion version = Catalogs.Version([.. texts.Select((text, i) => Catalogs.Entry($"e{i}", text))]);
        string[][] all = synonyms.Length > 0 ? synonyms : [["包年", "年付"]];
        return FaqCatalog.Build(
            version with { Knowledge = version.Knowledge with { Synonyms = all, Contrasts = contrasts } }, version.Identity.Model);
    }
}

using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Matching;

public sealed class QuestionCompletionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly FaqCatalog Catalog = Catalogs.Build(
    [
        Catalogs.Entry("issue", "怎么开发票？", "发票在哪里申请", "How do I get an invoice?"),
        Catalogs.Entry("title", "发票抬头写错了怎么办？", "The title on my invoice is wrong"),
        Catalogs.Entry("traditional", "發票品名可以換嗎"),
        Catalogs.Entry("voice", "Is there voice control", "语音控制 App 在哪里"),
        Catalogs.Entry("off", "发票关") with { Enabled = false },
        Catalogs.Entry("over", "发票过") with { ValidUntil = Now },
        Catalogs.Entry("later", "发票后") with { ValidFrom = Now.AddDays(1) },
        Catalogs.Entry("context", "发票要") with { ContextOnly = true },
    ]);

    [Theory]
    [InlineData("发票", "发票在哪里申请|發票品名可以換嗎|发票抬头写错了怎么办？")]
    [InlineData("發票", "发票在哪里申请|發票品名可以換嗎|发票抬头写错了怎么办？")]
    [InlineData("发票抬", "发票抬头写错了怎么办？")]
    [InlineData("fapiao", "发票在哪里申请|發票品名可以換嗎|发票抬头写错了怎么办？")]
    [InlineData("fapiaot", "发票抬头写错了怎么办？")]
    [InlineData("fa piao tai", "发票抬头写错了怎么办？")]
    [InlineData("fptt", "发票抬头写错了怎么办？")]
    [InlineData("zmk", "怎么开发票？")]
    [InlineData("zenmek", "怎么开发票？")]
    [InlineData("INVOICE", "How do I get an invoice?|The title on my invoice is wrong")]
    [InlineData("title on my inv", "The title on my invoice is wrong")]
    [InlineData("voice", "Is there voice control|How do I get an invoice?|The title on my invoice is wrong")]
    [InlineData("app", "语音控制 App 在哪里")]
    [InlineData("apiao", "")]
    [InlineData("quantum", "")]
    [InlineData("？！", "")]
    [InlineData("\n", "")]
    public void Complete_gives_what_may_become_of_the_text_best_place_first(string typed, string expected) =>
        Assert.Equal(expected, string.Join('|', Complete(typed)));

    [Theory]
    [InlineData("invoice", Language.SimplifiedChinese, "")]
    [InlineData("发票", Language.English, "")]
    [InlineData("发票", Language.TraditionalChinese, "發票品名可以換嗎|发票在哪里申请|发票抬头写错了怎么办？")]
    [InlineData("发票", Language.SimplifiedChinese, "发票在哪里申请|发票抬头写错了怎么办？|發票品名可以換嗎")]
    public void Complete_language_keeps_to_it(string typed, Language language, string expected) =>
        Assert.Equal(expected, string.Join('|', Complete(typed, language: language)));

    [Fact]
    public void Complete_gives_one_question_of_an_entry_and_no_more_than_asked_for()
    {
        Assert.Equal(["发票在哪里申请"], Complete("发票", top: 1));
        Assert.Equal(3, Complete("发票", top: 20).Length);
    }

    [Fact]
    public void Complete_entry_that_has_become_valid_is_given() =>
        Assert.Contains("发票后", Catalog.Completion.Complete("发票", null, Now.AddDays(2), 10).Select(row => Catalog.Questions[row].Text));

    [Fact]
    public void Complete_every_prefix_of_every_question_finds_it()
    {
        foreach (FaqEntry entry in Catalog.Entries.Take(4))
        {
            foreach (string question in entry.Questions)
            {
                for (int length = 1; length <= question.Length; length++)
                {
                    IReadOnlyList<int> rows = Catalog.Completion.Complete(question[..length], null, Now, 20);
                    Assert.Contains(entry.Id, rows.Select(row => Catalog.Entries[Catalog.Questions[row].Entry].Id));
                }
            }
        }
    }

    private static string[] Complete(string typed, int top = 5, Language? language = null) =>
        [.. Catalog.Completion.Complete(typed, language, Now, top).Select(row => Catalog.Questions[row].Text)];
}

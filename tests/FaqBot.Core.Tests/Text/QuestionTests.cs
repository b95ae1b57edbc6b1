using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class QuestionTests
{
    private const string Secret = "秘密-4111111111111111";

    [Fact]
    public void Parse_question_holds_all_its_forms()
    {
        Question question = Question.Parse("  发票ＡＢＣ，怎么开？ ");

        Assert.Equal("  发票ＡＢＣ，怎么开？ ", question.Original);
        Assert.Equal("发票ABC,怎么开?", question.Text);
        Assert.Equal("发票abc怎么开", question.MatchKey);
        Assert.Equal(Language.SimplifiedChinese, question.Language);
    }

    [Fact]
    public void Parse_stated_language_wins_over_the_guess() =>
        Assert.Equal(Language.TraditionalChinese, Question.Parse("发票", language: Language.TraditionalChinese).Language);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Parse_nothing_is_refused(string? text) =>
        Assert.Equal("The question is empty.", Assert.Throws<InvalidQuestionException>(() => Question.Parse(text)).Message);

    [Theory]
    [InlineData("   ")]
    [InlineData("\u200B\u3164\u2066\t")]
    [InlineData("\u0000\u0007")]
    public void Parse_text_that_nobody_sees_is_refused(string text) => Assert.Equal(
        "The question has no visible character.", Assert.Throws<InvalidQuestionException>(() => Question.Parse(text)).Message);

    [Theory]
    [InlineData("问")]
    [InlineData("a")]
    [InlineData("𠮷")]
    [InlineData("😀")]
    public void Parse_limit_counts_runes_not_utf16_units(string rune)
    {
        Assert.NotNull(Question.Parse(Repeat(rune, 1_000)));
        InvalidQuestionException refused = Assert.Throws<InvalidQuestionException>(() => Question.Parse(Repeat(rune, 1_001)));
        Assert.Equal("The question is longer than 1000 characters.", refused.Message);
    }

    [Fact]
    public void Parse_text_that_grows_over_the_limit_when_normalised_is_refused()
    {
        // One character that NFKC writes with eighteen.
        Assert.NotNull(Question.Parse(Repeat("\uFDFA", 50)));
        InvalidQuestionException refused = Assert.Throws<InvalidQuestionException>(() => Question.Parse(Repeat("\uFDFA", 60)));
        Assert.Equal("The question is longer than 1000 characters.", refused.Message);
    }

    [Fact]
    public void Parse_own_limit_is_kept()
    {
        Assert.NotNull(Question.Parse("12345", maxRunes: 5));
        Assert.Equal(
            "The question is longer than 5 characters.",
            Assert.Throws<InvalidQuestionException>(() => Question.Parse("123456", maxRunes: 5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Question.Parse("1", maxRunes: 0));
    }

    [Fact]
    public void Parse_refusal_does_not_repeat_the_text()
    {
        InvalidQuestionException refused = Assert.Throws<InvalidQuestionException>(() => Question.Parse(Repeat(Secret, 100)));
        Assert.DoesNotContain("4111", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("秘密", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_fault_and_question_exclude_each_other()
    {
        Assert.True(Question.TryParse("hi", 10, null, out Question? question, out string? fault));
        Assert.NotNull(question);
        Assert.Null(fault);
        Assert.False(Question.TryParse(" ", 10, null, out question, out fault));
        Assert.Null(question);
        Assert.NotNull(fault);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}

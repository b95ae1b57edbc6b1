using FaqBot.Core.Matching;
using FaqBot.Core.Spans;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Spans;

[Collection(BundledEncoderCollection.Name)]
public sealed class AnswerSpanFinderTests : IDisposable
{
    private readonly SharedEncoder _encoder;
    private readonly double _unrelated;
    private readonly AnswerSpanFinder _finder = new();

    public AnswerSpanFinderTests(BundledEncoder bundled)
    {
        _encoder = new SharedEncoder(bundled.Encoder, new EncoderOptions());
        _unrelated = ConfidenceModel.Read(Repository.BundledModel, bundled.Encoder.Identity).UnrelatedCosine;
    }

    public void Dispose() => _encoder.Dispose();

    [Theory]
    [InlineData(
        "How long does the battery take to charge?",
        "Power and care. It takes two to four hours to charge the battery fully. Keep it away from water. You can also charge a phone with "
        + "it.",
        "It takes two to four hours to charge the battery fully.")]
    [InlineData("退款多久到账？", "仓库收到后会检查商品。检查通过后，退款在 48 小时内原路退回。运费不退。退款多久到账？", "检查通过后，退款在 48 小时内原路退回。")]
    [InlineData("Where is the shop?", "We sell shoes and bags.\n\n- The shop is at 5 Main Street.\n- It opens at nine.",
        "The shop is at 5 Main Street.")]
    [InlineData("发票能开公司抬头吗", "下单时可以选择发票类型。支持开具公司抬头的增值税发票。电子发票会发到邮箱。", "支持开具公司抬头的增值税发票。")]
    public async Task FindAsync_gives_the_sentence_that_answers(string question, string text, string expected)
    {
        AnswerSpan best = Assert.Single(await FindAsync(question, text, 1));
        Assert.Equal(expected, best.Span.Of(text));
        Assert.InRange(best.Confidence, 0.1, 1);
    }

    [Fact]
    public async Task FindAsync_is_unsure_where_the_text_speaks_of_something_else()
    {
        const string Text = "The moon goes round the earth in a month. Tides follow it.";
        double foreign = Assert.Single(await FindAsync("How do I pay my invoice by card?", Text, 1)).Confidence;
        double own = Assert.Single(await FindAsync("How long does the moon need to go round the earth?", Text, 1)).Confidence;
        Assert.True(foreign < 0.2 && own > 0.45, $"{foreign} {own}");
    }

    [Fact]
    public async Task FindAsync_gives_each_paragraph_once_best_first_and_nothing_of_nothing()
    {
        string text = string.Join('\n', Enumerable.Range(1, 6).Select(number => $"Counter {number} opens early. It closes late."));
        IReadOnlyList<AnswerSpan> spans = await FindAsync("When does the counter open?", text, 3);
        Assert.Equal(3, spans.Count);
        Assert.Equal(3, spans.Select(span => span.Passage.Offset).Distinct().Count());
        Assert.Equal(spans.Select(span => span.Confidence).OrderDescending(), spans.Select(span => span.Confidence));
        Assert.Empty(await FindAsync("When?", " \n ", 3));
        Assert.Empty(await FindAsync("When?", "---\n\u200B", 3));
    }

    [Fact]
    public async Task FindAsync_kept_text_gives_the_same_span_again()
    {
        string text = new("We open at nine. Dogs are welcome.");
        for (int round = 0; round < 3; round++)
        {
            AnswerSpan span = Assert.Single(await _finder.FindAsync(
                _encoder, _unrelated, Question.Parse("May I bring my dog?"), text, 1, keep: true, TestContext.Current.CancellationToken));
            Assert.Equal("Dogs are welcome.", span.Span.Of(text));
        }
    }

    private ValueTask<IReadOnlyList<AnswerSpan>> FindAsync(string question, string text, int most) =>
        _finder.FindAsync(_encoder, _unrelated, Question.Parse(question), text, most, keep: false, TestContext.Current.CancellationToken);
}

using System.Text;
using System.Text.Json;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Running;

[Collection(BundledEncoderCollection.Name)]
public sealed class JudgeTests(BundledEncoder bundled) : IDisposable
{
    private readonly Judge _judge = Judge.Load(Repository.PathOf("models", "faqbot-judge-zh-en"), new EncoderOptions());

    public void Dispose() => _judge.Dispose();

    [Fact]
    public void Golden_pairs_have_the_reference_marks_and_logits()
    {
        GoldenPair[] golden =
        [
            .. File.ReadLines(Repository.PathOf("models", "faqbot-judge-zh-en", "golden.jsonl"))
                .Select(line => JsonSerializer.Deserialize<GoldenPair>(line, JsonSerializerOptions.Web)!),
        ];
        Assert.True(golden.Length > 500);
        List<string> differences = [];
        foreach (GoldenPair pair in golden)
        {
            (JudgedText a, JudgedText b) = Encode(pair.A, pair.B);
            PairMarks marks = PairMarks.Of(a, b);
            if (!marks.LackingInB.SequenceEqual(pair.ALacking) || !marks.LackingInA.SequenceEqual(pair.BLacking)
                || marks.Numbers.Zip(pair.Features).Any(numbers => Math.Abs(numbers.First - numbers.Second) > 1e-4))
            {
                differences.Add($"{pair.A} | {pair.B}: other marks");
            }

            float[] logits = new float[1];
            _judge.Score([(a, b)], logits);
            if (Math.Abs(logits[0] - pair.Logit) > 0.1)
            {
                differences.Add($"{pair.A} | {pair.B}: {logits[0]}, expected {pair.Logit}");
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void Score_of_a_pair_is_that_of_it_alone()
    {
        (JudgedText a, JudgedText b) = Encode("怎么取消订单", "如何撤销订单");
        (JudgedText c, JudgedText d) = Encode("How do I change the delivery address of an order that has been paid?", "怎么修改订单");
        float[] together = new float[3], alone = new float[1];
        _judge.Score([(a, b), (a, d), (c, d)], together);
        _judge.Score([(a, b)], alone);
        Assert.Equal(alone[0], together[0], 0.01f);
        Assert.True(together[0] > 0 && together[1] < 0, $"{together[0]}, {together[1]}");
        _judge.Score([], []);
    }

    [Fact]
    public void Judge_fits_its_encoder_only()
    {
        Assert.True(_judge.Fits(bundled.Encoder));
        using TextEncoder other = TextEncoder.Load(Repository.SharedFolder("fixtures", "models", "tiny-model2vec"), new EncoderOptions());
        Assert.False(_judge.Fits(other));
    }

    [Fact]
    public void Load_of_a_folder_without_a_judge_tells_all_faults()
    {
        using TemporaryFolder folder = new();
        ModelException exception = Assert.Throws<ModelException>(() => Judge.Load(folder.Path, new EncoderOptions()));
        Assert.Contains("'judge.onnx' is missing", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'judge.json' does not name the encoder", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Both texts, NFKC as the encoder is given them.</summary>
    private (JudgedText A, JudgedText B) Encode(string a, string b)
    {
        IReadOnlyList<JudgedText> texts =
            JudgedText.Encode(bundled.Encoder, [a.Normalize(NormalizationForm.FormKC), b.Normalize(NormalizationForm.FormKC)]);
        return (texts[0], texts[1]);
    }

    private sealed record GoldenPair(
        string A,
        string B,
        [property: System.Text.Json.Serialization.JsonPropertyName("a_lacking")] float[] ALacking,
        [property: System.Text.Json.Serialization.JsonPropertyName("b_lacking")] float[] BLacking,
        float[] Features,
        double Logit);
}

using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>One question: the encoder against its bare session.</summary>
internal static class EncodeBench
{
    private const int Tokens = 12;

    public static IReadOnlyList<Measurement> Run(BenchContext context)
    {
        EncoderOptions options = new();
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, options);
        using BareSession bare = new(BenchContext.Model, options.EffectiveThreads);
        return
        [
            Measure(context, encoder, bare, "zh", text => text.Any(c => c is >= '\u4E00' and <= '\u9FFF')),
            Measure(context, encoder, bare, "en", text => text.All(char.IsAscii)),
        ];
    }

    private static Measurement Measure(
        BenchContext context, TextEncoder encoder, BareSession bare, string language, Func<string, bool> isOfLanguage)
    {
        int[] buffer = new int[512];
        string text = Questions.Typed.First(text => isOfLanguage(text) && encoder.Tokenizer.EncodeForModel(text, buffer) == Tokens);
        using BareBatch batch = new([buffer[..Tokens]], encoder.Tokenizer.PaddingId, encoder.Dimensions);
        float[] vector = new float[encoder.Dimensions];
        (Series subject, Series peer) = Rounds.Interleave(
            context.Rounds, context.RoundLength, () => encoder.Encode(text, vector), () => bare.Run(batch));
        return new Measurement(
            $"encode: one {language} question, {Tokens} tokens", "ms", subject.To(Milliseconds), "bare session, same ids",
                peer.To(Milliseconds), Goal.RatioAtMost(1.10));
    }

    private static double Milliseconds(double seconds) => seconds * 1e3;
}

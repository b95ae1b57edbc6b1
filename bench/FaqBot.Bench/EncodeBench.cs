using FaqBot.Encoding;

namespace FaqBot.Bench;

/// <summary>One question: the encoder against its bare session.</summary>
internal static class EncodeBench
{
    private const int Tokens = 12;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context)
    {
        EncoderOptions options = new();
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, options);
        using BareSession bare = new(BenchContext.Model, options.EffectiveThreads);
        return
        [
            await MeasureAsync(context, encoder, bare, "zh", text => text.Any(c => c is >= '\u4E00' and <= '\u9FFF')),
            await MeasureAsync(context, encoder, bare, "en", text => text.All(char.IsAscii)),
        ];
    }

    private static async Task<Measurement> MeasureAsync(
        BenchContext context, TextEncoder encoder, BareSession bare, string language, Func<string, bool> isOfLanguage)
    {
        int[] buffer = new int[512];
        string text = Questions.Typed.First(text => isOfLanguage(text) && encoder.Tokenizer.EncodeForModel(text, buffer) == Tokens);
        using BareBatch batch = new([buffer[..Tokens]], encoder.Tokenizer.PaddingId, encoder.Dimensions);
        float[] vector = new float[encoder.Dimensions];
        (Series subject, Series peer) = await Rounds.AlternateAsync(
            context.Rounds,
            () => Rounds.MedianSeconds(context.RoundLength, () => encoder.Encode(text, vector)) * 1e3,
            () => Rounds.MedianSeconds(context.RoundLength, () => bare.Run(batch)) * 1e3);
        return new Measurement($"encode: one {language} question, {Tokens} tokens", "ms", subject, "bare session, same ids", peer, Goal.RatioAtMost(1.10));
    }
}

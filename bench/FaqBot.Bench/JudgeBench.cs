using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>What the judge costs a new question: a service with it against the encoder alone, and against a service without it.</summary>
internal static class JudgeBench
{
    private const int Questions = 2_000;

    private static readonly TimeSpan Meeting = TimeSpan.FromSeconds(15);

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        string database = await folder.DatabaseAsync("shop.db", () => FaqFile.Read(Path.Combine(BenchContext.Home, "data", "faq.json")));
        string service = await folder.ServiceAsync(context);
        (string, string)[] options =
            [("Knowledge:IndexAtStart", "false"), ("Encoder:WaitingTexts", "10000"), ("Load:TargetWait", "00:00:00")];
        await using PublishedService judged = await PublishedService.StartAsync(service, database, options);
        await using PublishedService plain = await PublishedService.StartAsync(service, database, [.. options, ("Judge:Folder", "")]);
        using HttpClient ask = Asking.Client(new Uri(judged.Address, "/api/v1/ask"));
        using HttpClient peer = Asking.Client(new Uri(plain.Address, "/api/v1/ask"));
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, new EncoderOptions());
        int number = 0;
        string[] Next() => [.. Bench.Questions.Distinct(Questions, number += Questions)];
        byte[][] NextBodies() => [.. Next().Select(Asking.Body)];

        // The judge keeps what it has read of the stored questions: a service that has run for a while has met most of them.
        await Asking.LoadAsync(ask, NextBodies(), Meeting);
        (Series one, Series encoding) = await Rounds.AlternateAsync(
            context.Rounds, () => Asking.MedianSecondsAsync(ask, NextBodies(), context.RoundLength),
                () => EncodeAsync(encoder, Next(), context));
        (Series many, Series without) = await Rounds.AlternateAsync(
            context.Rounds, () => Asking.LoadAsync(ask, NextBodies(), context.RoundLength),
            () => Asking.LoadAsync(peer, NextBodies(), context.RoundLength));
        return
        [
            new Measurement("judge: a new question", "ms", one.To(Milliseconds), "encoder alone, same questions", encoding.To(Milliseconds),
                Goal.RatioAtMost(3)),
            new Measurement("judge: new questions at once", "requests/s", many, "a service without it", without, Goal.RatioAtLeast(0.40)),
        ];
    }

    private static Task<double> EncodeAsync(TextEncoder encoder, string[] texts, BenchContext context)
    {
        int next = 0;
        float[] vector = new float[encoder.Dimensions];
        return Task.FromResult(Rounds.MedianSeconds(context.RoundLength, () => encoder.Encode(texts[next++ % texts.Length], vector)));
    }

    private static double Milliseconds(double seconds) => seconds * 1e3;
}

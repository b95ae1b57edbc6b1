using System.Numerics.Tensors;
using System.Text.Json;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;

namespace FaqBot.Bench;

/// <summary>The same ONNX file with as many threads: ours against transformers.js with onnxruntime-node.</summary>
internal static class PeerBench
{
    private const int Texts = 256;
    private const int Tokens = 12;
    private const float LeastCosine = 0.99f;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        string model = Arrange(
            folder.PathOf("peer-model"),
            onnx => File.Copy(Path.Combine(BenchContext.Model, "model.onnx"), Path.Combine(onnx, "model.onnx")));
        EncoderOptions options = new() { Threads = 1, ConcurrentRuns = 1 };
        EncoderOptions all = new() { Threads = Environment.ProcessorCount, ConcurrentRuns = 1 };
        ModelTokenizer tokenizer = TokenizerFolder.Read(BenchContext.Model);
        int[] ids = new int[Tokens + 1];
        string one = Questions.Typed.First(text => tokenizer.EncodeForModel(text, ids) == Tokens);
        string[] questions = [.. Questions.Typed.Concat(Questions.Owned).Take(Texts)];
        string[] mixed =
            [.. questions.Zip(Questions.Answers, (question, answer) => new[] { question, answer }).SelectMany(pair => pair).Take(Texts)];
        return
        [
            await MeasureAsync(context, model, $"peer: one text, {Tokens} tokens, one thread", [one], options, 1, Goal.RatioAtMost(0.8)),
            await MeasureAsync(
                context, model, $"peer: one text, {Tokens} tokens, all cores", [one], all, all.Threads, Goal.RatioAtMost(0.8)),
            await MeasureAsync(context, model, $"peer: {mixed.Length} texts of mixed length, questions and answers, all cores", mixed,
                new EncoderOptions(), all.Threads, Goal.RatioAtMost(0.30)),
            await MeasureAsync(context, model, $"peer: {Texts} questions, all cores", questions, new EncoderOptions(), all.Threads, null),
            await BesideUsualAsync(context, folder, $"peer: one text, {Tokens} tokens, one thread", [one], options, 1),
            await BesideUsualAsync(
                context, folder, $"peer: {mixed.Length} texts of mixed length, questions and answers, all cores", mixed,
                new EncoderOptions(), all.Threads),
        ];
    }

    /// <summary>Beside what a user would take instead: see <see cref="UsualExport"/>; its vectors mean nothing.</summary>
    private static async Task<Measurement> BesideUsualAsync(
        BenchContext context, BenchFolder folder, string name, string[] texts, EncoderOptions options, int threads)
    {
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, options);
        string usual = folder.PathOf("usual-model");
        if (!Directory.Exists(usual))
        {
            Arrange(usual, onnx => UsualExport.Write(onnx, encoder.Tokenizer.VocabularySize));
        }

        using TransformersPeer peer = await TransformersPeer.StartAsync(
            context, "encode.js", new { folder = usual, texts, limit = encoder.MaxTokens, threads });
        float[] vectors = new float[texts.Length * encoder.Dimensions];
        (Series subject, Series other) = await Rounds.AlternateAsync(
            context.Rounds,
            () => Task.FromResult(Rounds.MedianSeconds(context.RoundLength, () => encoder.Encode(texts, vectors)) * 1e3),
            async () => await peer.RunAsync(context.RoundLength) * 1e3);
        return new Measurement(
            name + ", beside another model", "ms", subject, "transformers.js, usual int8 export of 12 × 384", other, null);
    }

    private static async Task<Measurement> MeasureAsync(
        BenchContext context, string model, string name, string[] texts, EncoderOptions options, int threads, Goal? goal)
    {
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, options);
        using TransformersPeer peer = await TransformersPeer.StartAsync(
            context, "encode.js", new { folder = model, texts, limit = encoder.MaxTokens, threads });
        float[] vectors = new float[texts.Length * encoder.Dimensions];
        encoder.Encode(texts, vectors);
        float[][] theirs = JsonSerializer.Deserialize<float[][]>(peer.First)!;
        float least = theirs.Select((vector, row) =>
            TensorPrimitives.Dot(vector, vectors.AsSpan(row * encoder.Dimensions, encoder.Dimensions))).Min();
        if (least < LeastCosine)
        {
            throw new InvalidOperationException($"{name}: the vectors differ, least cosine {least}.");
        }

        (Series subject, Series other) = await Rounds.AlternateAsync(
            context.Rounds,
            () => Task.FromResult(Rounds.MedianSeconds(context.RoundLength, () => encoder.Encode(texts, vectors)) * 1e3),
            async () => await peer.RunAsync(context.RoundLength) * 1e3);
        return new Measurement(name, "ms", subject, "transformers.js, same file and threads", other, goal);
    }

    /// <summary>A graph with the bundled model's tokenizer, in the folders that transformers.js looks into.</summary>
    private static string Arrange(string folder, Action<string> writeGraph)
    {
        writeGraph(Directory.CreateDirectory(Path.Combine(folder, "onnx")).FullName);
        foreach (string file in (string[])["config.json", "tokenizer.json"])
        {
            File.Copy(Path.Combine(BenchContext.Model, file), Path.Combine(folder, file));
        }

        // It does not find the padding token by itself.
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"tokenizer_class": "XLMRobertaTokenizer", "pad_token": "<pad>"}""");
        return folder;
    }
}

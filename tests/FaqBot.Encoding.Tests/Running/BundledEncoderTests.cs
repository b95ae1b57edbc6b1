using System.Numerics.Tensors;

namespace FaqBot.Encoding.Tests.Running;

[Collection(BundledEncoderCollection.Name)]
public sealed class BundledEncoderTests(BundledEncoder bundled)
{
    private const int Dimensions = 384;

    [Fact]
    public void Tokenizer_golden_texts_give_the_reference_ids()
    {
        int[] ids = new int[512];
        List<string> differences = [];
        foreach ((GoldenLine line, int index) in bundled.Golden.Select((line, index) => (line, index)))
        {
            int[] found = ids[..bundled.Encoder.Tokenizer.EncodeForModel(line.Text, ids)];
            if (!found.SequenceEqual(line.Ids))
            {
                differences.Add($"line {index + 1}: found {string.Join(',', found)} expected {string.Join(',', line.Ids)}");
            }
        }

        Assert.True(bundled.Golden.Count > 300);
        Assert.Empty(differences);
    }

    [Fact]
    public void Encode_golden_texts_agree_with_the_float_reference()
    {
        float[] vector = new float[Dimensions];
        List<float> cosines = [];
        foreach (GoldenLine line in bundled.Golden)
        {
            bundled.Encoder.Encode(line.Text, vector);
            Assert.Equal(1f, TensorPrimitives.Norm(vector), 1e-4f);
            cosines.Add(TensorPrimitives.CosineSimilarity(vector, line.Embedding));
        }

        Assert.True(cosines.Min() >= 0.98f, $"least cosine {cosines.Min()}");
        Assert.True(cosines.Average() >= 0.997f, $"mean cosine {cosines.Average()}");
    }

    [Fact]
    public void Encode_alone_and_in_a_batch_give_the_same_vector()
    {
        string[] texts = [.. bundled.Golden.Select(line => line.Text)];
        float[] batch = new float[texts.Length * Dimensions];
        bundled.Encoder.Encode(texts, batch, cancellationToken: TestContext.Current.CancellationToken);
        float[] alone = new float[Dimensions];
        for (int i = 0; i < texts.Length; i++)
        {
            bundled.Encoder.Encode(texts[i], alone);
            float difference = TensorPrimitives.Distance(alone, batch.AsSpan(i * Dimensions, Dimensions));
            Assert.True(difference <= 1e-5f, $"line {i + 1} differs by {difference}");
        }
    }

    [Fact]
    public async Task Encode_from_many_threads_gives_the_same_vectors()
    {
        string[] texts = [.. bundled.Golden.Select(line => line.Text).Where(text => text.Length < 100).Take(48)];
        float[] expected = new float[texts.Length * Dimensions];
        bundled.Encoder.Encode(texts, expected, cancellationToken: TestContext.Current.CancellationToken);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, texts.Length * 4),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            (job, cancellationToken) =>
            {
                int text = job % texts.Length;
                float[] vector = new float[Dimensions];
                bundled.Encoder.Encode(texts[text], vector, cancellationToken);
                Assert.True(TensorPrimitives.Distance(vector, expected.AsSpan(text * Dimensions, Dimensions)) <= 1e-5f);
                return ValueTask.CompletedTask;
            });
    }
}

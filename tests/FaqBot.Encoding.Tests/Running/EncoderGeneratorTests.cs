using FaqBot.Encoding.Running;
using Microsoft.Extensions.AI;

namespace FaqBot.Encoding.Tests.Running;

[Collection(BundledEncoderCollection.Name)]
public sealed class EncoderGeneratorTests(BundledEncoder bundled)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generate_gives_the_encoders_vectors_in_order()
    {
        using SharedEncoder shared = new(bundled.Encoder, new EncoderOptions());
        using EncoderGenerator generator = new(shared);
        GeneratedEmbeddings<Embedding<float>> found =
            await generator.GenerateAsync(["怎么退货", "wrong title on my invoice"], cancellationToken: Token);
        float[] expected = new float[384];
        bundled.Encoder.Encode("wrong title on my invoice", expected);
        Assert.Equal(2, found.Count);
        Assert.All(expected.Zip(found[1].Vector.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal("faqbot-e5-small-zh-en", found[0].ModelId);
    }

    [Fact]
    public async Task Generate_fewer_dimensions_keeps_unit_length()
    {
        using SharedEncoder shared = new(bundled.Encoder, new EncoderOptions());
        using EncoderGenerator generator = new(shared);
        ReadOnlyMemory<float> vector =
            (await generator.GenerateAsync(["怎么退货"], new EmbeddingGenerationOptions { Dimensions = 64 }, Token))[0].Vector;
        Assert.Equal(64, vector.Length);
        Assert.Equal(1, vector.ToArray().Sum(component => component * component), 1e-5f);
    }

    [Fact]
    public async Task Generate_what_the_model_cannot_give_is_refused()
    {
        using SharedEncoder shared = new(bundled.Encoder, new EncoderOptions());
        using EncoderGenerator generator = new(shared);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 385 }, Token));
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { ModelId = "other" }, Token));
    }

    [Fact]
    public void Metadata_names_the_model()
    {
        using SharedEncoder shared = new(bundled.Encoder, new EncoderOptions());
        using EncoderGenerator generator = new(shared);
        EmbeddingGeneratorMetadata metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;
        Assert.Equal(
            ("faqbot", "faqbot-e5-small-zh-en", 384), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(shared, generator.GetService<IEncoder>());
    }
}

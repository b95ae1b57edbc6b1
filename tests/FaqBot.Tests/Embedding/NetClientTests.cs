using System.ClientModel;
using System.ClientModel.Primitives;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using OpenAI;
using OpenAI.Embeddings;

namespace FaqBot.Tests.Embedding;

/// <summary>The real clients of .NET, pointed at this service.</summary>
[Collection(EmbeddingCollection.Name)]
public sealed class NetClientTests(EmbeddingService service)
{
    private const string Model = "text-embedding-3-small";

    private static readonly string[] Texts = ["怎么退货", "how do I return an item", "the moon"];

    private OpenAIClient OpenAi => new(new ApiKeyCredential("none"), new OpenAIClientOptions
    {
        Endpoint = new Uri(service.Process.Address, "v1"),
        RetryPolicy = new ClientRetryPolicy(0),
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAI_is_served()
    {
        EmbeddingClient client = OpenAi.GetEmbeddingClient(Model);
        OpenAIEmbeddingCollection found = await client.GenerateEmbeddingsAsync(Texts, cancellationToken: Token);
        AssertRight([.. found.Select(embedding => embedding.ToFloats())]);
        Assert.True(found.Usage.InputTokenCount > 0);
        OpenAIEmbedding shorter =
            await client.GenerateEmbeddingAsync(Texts[0], new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = 32 }, Token);
        Assert.Equal(32, shorter.ToFloats().Length);
        ClientResultException refused = await Assert.ThrowsAsync<ClientResultException>(() => client.GenerateEmbeddingAsync(
            Texts[0], new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = 5_000 }, Token));
        Assert.Equal(400, refused.Status);
        Assert.Contains("dimensions", refused.Message, StringComparison.Ordinal);
        Assert.InRange(
            (await OpenAi.GetOpenAIModelClient().GetModelsAsync(Token)).Value.Single().CreatedAt,
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Extensions_AI_is_served()
    {
        using IEmbeddingGenerator<string, Embedding<float>> generator = OpenAi.GetEmbeddingClient(Model).AsIEmbeddingGenerator();
        GeneratedEmbeddings<Embedding<float>> found = await generator.GenerateAsync(Texts, cancellationToken: Token);
        AssertRight([.. found.Select(embedding => embedding.Vector)]);
        Assert.True(found.Usage?.InputTokenCount > 0);
    }

    [Fact]
    public async Task Semantic_Kernel_is_served()
    {
        IKernelBuilder builder = Kernel.CreateBuilder();
#pragma warning disable SKEXP0010 // The connector's embeddings are marked as an experiment.
        builder.AddOpenAIEmbeddingGenerator(Model, OpenAi);
#pragma warning restore SKEXP0010
        IEmbeddingGenerator<string, Embedding<float>> generator =
            builder.Build().Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        GeneratedEmbeddings<Embedding<float>> found = await generator.GenerateAsync(Texts, cancellationToken: Token);
        AssertRight([.. found.Select(embedding => embedding.Vector)]);
    }

    private void AssertRight(ReadOnlyMemory<float>[] vectors)
    {
        Assert.Equal(Texts.Length, vectors.Length);
        EmbeddingService.AssertNear(service.Encode(Texts[0]), vectors[0].ToArray());
        Assert.True(
            TensorPrimitives.Dot(vectors[0].Span, vectors[1].Span) > TensorPrimitives.Dot(vectors[0].Span, vectors[2].Span));
    }
}

using FaqBot.Tests.Running;

namespace FaqBot.Tests.Asking;

[Collection(AskingCollection.Name)]
public sealed class SameScoreTests(AskingService service)
{
    private const int Parallel = 50;

    [Fact]
    public async Task Question_asked_again_comes_from_the_cache_with_identical_numbers()
    {
        const string Question = "开票的公司名字弄错了";
        Reply first = await service.Client.AskAsync(Question);
        Assert.False(first.Cached);
        Reply? second = null;
        await Eventually.TrueAsync("the reply is cached", TimeSpan.FromSeconds(5), async () =>
            (second = await service.Client.AskAsync(Question)).Cached);
        Assert.Equal(first.Essence(), second!.Essence());
    }

    [Fact]
    public async Task Question_has_the_same_score_alone_and_among_many()
    {
        const string Question = "the parcel has not moved for three days";
        Reply alone = await service.Client.AskAsync(Question);

        // A threshold of its own each, so that none is taken from the cache; and other questions between them.
        Reply[] among = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(async index =>
        {
            Task<Reply> asked = service.Client.AskAsync(new { question = Question, threshold = (index + 1) / 1_000_000.0 });
            await service.Client.AskAsync($"{index} 件商品什么时候能到，{new string('很', index)}急");
            return await asked;
        }));
        Assert.All(among, reply => Assert.False(reply.Cached));
        Assert.All(among, reply => Assert.Equal(
            (alone.Confidence, alone.Cosine, alone.Version), (reply.Confidence, reply.Cosine, reply.Version)));
        Assert.All(among, reply => Assert.Equal(alone.Alternatives, reply.Alternatives));
    }
}

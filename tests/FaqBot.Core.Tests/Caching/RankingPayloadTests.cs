using FaqBot.Caching;
using FaqBot.Matching;

namespace FaqBot.Core.Tests.Caching;

public sealed class RankingPayloadTests
{
    private const string Hash = "0123";

    public static TheoryData<string> Rubbish { get; } =
    [
        "",
        "rubbish",
        "null",
        "[]",
        "{}",
        """{"v":2,"k":"0123","e":[[1,2,0.9,0.9]]}""",
        """{"v":1,"k":"4567","e":[[1,2,0.9,0.9]]}""",
        """{"v":1,"e":[[1,2,0.9,0.9]]}""",
        """{"v":1,"k":"0123","e":[[3,6,0.9,0.9]]}""",
        """{"v":1,"k":"0123","e":[[-1,0,0.9,0.9]]}""",
        """{"v":1,"k":"0123","e":[[1,1,0.9,0.9]]}""",
        """{"v":1,"k":"0123","e":[[1,4,0.9,0.9]]}""",
        """{"v":1,"k":"0123","e":[[1,2,1.5,0.9]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9,1.1]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9,-0.1]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9,NaN]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9,1e999]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9,0.5],[0,0,0.9,0.6]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9,1],[0,0,0.9,1]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9,0.9],[1,3,0.8,0.1]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9,0.9,7]]}""",
        """{"v":1,"k":"0123","e":[[1.5,2,0.9,0.9]]}""",
        """{"v":1,"k":"0123","e":[["1",2,0.9,0.9]]}""",
        """{"v":1,"k":"0123","e":[[1,2,0.9,0.9]""",
        """{"v":1,"k":"0123","e":[[[[[[1]]]]]]}""",
        """{"v":"1","k":"0123","e":[]}""",
    ];

    [Fact]
    public void Payload_read_back_is_the_ranking_to_the_last_digit() => Assert.Equal(
        CachedQuestion.Ranked, RankingPayload.TryRead(RankingPayload.Write(Hash, CachedQuestion.Ranked), Hash, CachedQuestion.Catalog));

    [Fact]
    public void Payload_of_no_entry_is_a_ranking() =>
        Assert.Empty(RankingPayload.TryRead(RankingPayload.Write(Hash, []), Hash, CachedQuestion.Catalog)!);

    [Theory]
    [MemberData(nameof(Rubbish))]
    public void Payload_that_does_not_fit_the_catalog_is_refused(string payload) =>
        Assert.Null(RankingPayload.TryRead(Utf8(payload), Hash, CachedQuestion.Catalog));

    [Fact]
    public void Payload_over_the_limit_is_refused()
    {
        byte[] ranking = RankingPayload.Write(Hash, CachedQuestion.Ranked);
        byte[] padded = [.. ranking, .. Enumerable.Repeat((byte)' ', RankingPayload.MaxBytes)];
        Assert.Null(RankingPayload.TryRead(padded, Hash, CachedQuestion.Catalog));
    }

    [Fact]
    public void Payload_of_the_largest_ranking_is_within_the_limit()
    {
        RankedEntry[] largest = [.. Enumerable.Range(0, Ranking.MaxEntries + 1).Select(i => new RankedEntry(int.MaxValue, int.MaxValue, -0.1234, 0.9999))];
        Assert.True(RankingPayload.Write(new string('f', 64), largest).Length < RankingPayload.MaxBytes);
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}

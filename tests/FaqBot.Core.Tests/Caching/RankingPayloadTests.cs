using FaqBot.Core.Caching;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Caching;

public sealed class RankingPayloadTests
{
    private const string Hash = "0123";
    private const string Start = """{"v":2,"k":"0123","u":1772409600000,"e":""";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = Now.AddDays(1);

    /// <summary>What is no ranking of the catalog, although it lies under the key.</summary>
    public static TheoryData<string> Rubbish { get; } =
    [
        "",
        "rubbish",
        "null",
        "[]",
        "{}",
        """{"v":3,"k":"0123","u":1772409600000,"e":[[1,2,0.9,0.9]]}""",
        """{"v":"2","k":"0123","u":1772409600000,"e":[]}""",
        """{"v":2,"k":"4567","u":1772409600000,"e":[[1,2,0.9,0.9]]}""",
        """{"v":2,"u":1772409600000,"e":[[1,2,0.9,0.9]]}""",
        """{"v":2,"k":"0123","e":[[1,2,0.9,0.9]]}""",
        """{"v":2,"k":"0123","u":1e99,"e":[[1,2,0.9,0.9]]}""",
        """{"v":2,"k":"\ud800","u":1772409600000,"e":[]}""",
        """{"v":2,"k":"0123","u":1772409600000}""",
        Start + "7}",
        Start + "[[6,12,0.9,0.9]]}",
        Start + "[[-1,0,0.9,0.9]]}",
        Start + "[[2147483648,0,0.9,0.9]]}",
        Start + "[[1,1,0.9,0.9]]}",
        Start + "[[1,4,0.9,0.9]]}",
        Start + "[[1,2,1.0001,0.9]]}",
        Start + "[[1,2,-1.5,0.9]]}",
        Start + "[[1,2,1e999,0.9]]}",
        Start + "[[1,2,NaN,0.9]]}",
        Start + "[[1,2,0.9,1.1]]}",
        Start + "[[1,2,0.9,-0.1]]}",
        Start + "[[1,2,0.9,NaN]]}",
        Start + "[[1,2,0.9,1e999]]}",
        Start + "[[1,2,0.9,0.5],[0,0,0.9,0.6]]}",
        Start + "[[1,2,0.9,1],[0,0,0.9,1]]}",
        Start + "[[1,2,0.9,0.9],[1,3,0.8,0.1]]}",
        Start + "[[1,2,0.9]]}",
        Start + "[[1,2,0.9,0.9,7]]}",
        Start + "[[1.5,2,0.9,0.9]]}",
        Start + """[["1",2,0.9,0.9]]}""",
        Start + "[[1,2,0.9,0.9]",
        Start + "[[[[[[1]]]]]]}",
        Start + "[[3,6,0.9,0.9]]}",
        Start + "[[4,8,0.9,0.9]]}",
        Start + "[[5,10,0.9,0.9]]}",
    ];

    [Fact]
    public void Payload_read_back_is_the_ranking_to_the_last_digit()
    {
        (CacheOutcome outcome, RankedEntry[]? ranked) = Read(RankingPayload.Write(Hash, CachedQuestion.Ranked, Until));
        Assert.Equal(CacheOutcome.Hit, outcome);
        Assert.Equal(CachedQuestion.Ranked, ranked);
    }

    [Fact]
    public void Payload_of_no_entry_is_a_ranking()
    {
        (CacheOutcome outcome, RankedEntry[]? ranked) = Read(RankingPayload.Write(Hash, [], Until));
        Assert.Equal(CacheOutcome.Hit, outcome);
        Assert.Empty(ranked!);
    }

    [Theory]
    [MemberData(nameof(Rubbish))]
    public void Payload_that_does_not_fit_the_catalog_is_an_error(string payload) =>
        Assert.Equal((CacheOutcome.Error, null), Read(System.Text.Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Payload_cut_or_changed_anywhere_never_throws()
    {
        byte[] payload = RankingPayload.Write(Hash, CachedQuestion.Ranked, Until);
        for (int i = 0; i < payload.Length; i++)
        {
            Assert.Equal((CacheOutcome.Error, null), Read(payload[..i]));
            foreach (byte other in (byte[])[0, (byte)'9', (byte)'"', (byte)'[', 0xFF])
            {
                byte[] changed = [.. payload];
                changed[i] = other;
                (CacheOutcome outcome, RankedEntry[]? ranked) = Read(changed);
                Assert.Equal(outcome == CacheOutcome.Hit, ranked is not null);
            }
        }
    }

    [Fact]
    public void Payload_that_has_ended_is_a_miss()
    {
        byte[] payload = RankingPayload.Write(Hash, CachedQuestion.Ranked, Until);
        Assert.Equal(CacheOutcome.Hit, Read(payload, now: Until.AddMilliseconds(-1)).Outcome);
        Assert.Equal((CacheOutcome.Miss, null), Read(payload, now: Until));
    }

    [Fact]
    public void Payload_with_entries_that_the_filter_keeps_out_is_an_error()
    {
        byte[] payload = RankingPayload.Write(Hash, CachedQuestion.Ranked, Until);
        Assert.Equal(CacheOutcome.Error, Read(payload, CachedQuestion.ForPublic).Outcome);
        byte[] allowed = RankingPayload.Write(Hash, [new(0, 1, 0.7, 0.1)], Until);
        Assert.Equal(CacheOutcome.Hit, Read(allowed, CachedQuestion.ForPublic).Outcome);
    }

    [Fact]
    public void Payload_over_the_limit_is_an_error_unread()
    {
        byte[] ranking = RankingPayload.Write(Hash, CachedQuestion.Ranked, Until);
        byte[] padding = [.. Enumerable.Repeat((byte)' ', RankingPayload.MaxBytes - ranking.Length)];
        Assert.Equal(CacheOutcome.Hit, Read([.. ranking, .. padding]).Outcome);
        Assert.Equal(CacheOutcome.Error, Read([.. ranking, .. padding, (byte)' ']).Outcome);
    }

    [Fact]
    public void Payload_of_the_largest_ranking_is_within_the_limit()
    {
        RankedEntry[] largest =
            [.. Enumerable.Range(0, Ranking.MaxEntries + 1)
                .Select(i => new RankedEntry(int.MaxValue, int.MaxValue, -0.12345678901234567, 1 / 3d))];
        Assert.True(RankingPayload.Write(new string('f', 64), largest, DateTimeOffset.MaxValue).Length < RankingPayload.MaxBytes);
    }

    private static (
        CacheOutcome Outcome, RankedEntry[]? Ranked) Read(byte[] payload, EntryFilter? filter = null, DateTimeOffset? now = null) =>
        RankingPayload.Read(payload, Hash, filter ?? EntryFilter.None, CachedQuestion.Catalog, now ?? Now);
}

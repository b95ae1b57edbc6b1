using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class RelatedEntriesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly FaqCatalog Catalog = Catalogs.Build(
        [
            Catalogs.Entry("asked", "0") with { Prompts = [new FollowUpPrompt("p", "hidden"), new FollowUpPrompt("p", "far")] },
            Catalogs.Entry("near", "10"),
            Catalogs.Entry("nearer", "5") with { Metadata = [new("kind", "x")] },
            Catalogs.Entry("off", "1") with { Enabled = false },
            Catalogs.Entry("hidden", "2") with { ContextOnly = true },
            Catalogs.Entry("later", "3") with { ValidFrom = Now.AddDays(1) },
            Catalogs.Entry("far", "80") with { Metadata = [new("kind", "x")] },
        ],
        text => [MathF.Cos(float.Parse(text, null) / 60), MathF.Sin(float.Parse(text, null) / 60)]);

    [Fact]
    public void Of_prompts_come_first_then_the_nearest_that_may_answer() => Assert.Equal("far nearer near", Of(3));

    [Fact]
    public void Of_keeps_to_the_number() => Assert.Equal(("", "far", "far nearer"), (Of(0), Of(1), Of(2)));

    [Fact]
    public void Of_filter_is_kept() =>
        Assert.Equal("far nearer", Of(3, new EntryFilter([new("kind", "x")], FilterJoin.And, null)));

    [Fact]
    public void Of_entry_that_becomes_valid_comes_in()
    {
        Assert.Equal("far nearer near", Of(3));
        Assert.Equal("far later nearer", Of(3, now: Now.AddDays(1)));
    }

    [Fact]
    public void Of_context_opens_nothing() =>
        Assert.DoesNotContain("hidden", Of(10, new EntryFilter([], FilterJoin.And, "asked")), StringComparison.Ordinal);

    private static string Of(int most, EntryFilter? filter = null, DateTimeOffset? now = null) =>
        string.Join(' ', Catalog.Related.Of(0, filter ?? EntryFilter.None, now ?? Now, most).Select(entry => Catalog.Entries[entry].Id));
}

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

    [Fact]
    public void Of_what_is_hardly_nearer_than_any_two_entries_is_left_out()
    {
        // Two that lie together, and many that lie evenly along half a circle.
        FaqCatalog around = Catalogs.Build(
            [
                Catalogs.Entry("asked", "0"), Catalogs.Entry("near", "1"),
                .. Enumerable.Range(2, 30).Select(i => Catalogs.Entry($"e{i}", $"{i * 10}")),
            ],
            text => [MathF.Cos(float.Parse(text, null) / 104), MathF.Sin(float.Parse(text, null) / 104)]);
        Assert.Equal(["near", "e2"], around.Related.Of(0, EntryFilter.None, Now, 10).Select(entry => around.Entries[entry].Id).Take(2));
        Assert.True(around.Related.Of(0, EntryFilter.None, Now, 10).Count < 10);
    }

    private static string Of(int most, EntryFilter? filter = null, DateTimeOffset? now = null) =>
        string.Join(' ', Catalog.Related.Of(0, filter ?? EntryFilter.None, now ?? Now, most).Select(entry => Catalog.Entries[entry].Id));
}

using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class EntryFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly FaqEntry Entry = Catalogs.Entry("e", "q") with
    {
        Metadata = [new("Category", "Delivery"), new("level", "2"), new("level_b", "值")],
    };

    [Theory]
    [InlineData("", FilterJoin.And, true)]
    [InlineData("", FilterJoin.Or, true)]
    [InlineData("Category=Delivery", FilterJoin.And, true)]
    [InlineData("CATEGORY=delivery", FilterJoin.And, true)]
    [InlineData("category=DELIVERY", FilterJoin.Or, true)]
    [InlineData("level_b=值", FilterJoin.And, true)]
    [InlineData("Category=Deliver", FilterJoin.And, false)]
    [InlineData("Categor=Delivery", FilterJoin.And, false)]
    [InlineData("Delivery=Category", FilterJoin.Or, false)]
    [InlineData("category=delivery,level=2", FilterJoin.And, true)]
    [InlineData("category=delivery,level=3", FilterJoin.And, false)]
    [InlineData("level=3,category=delivery", FilterJoin.And, false)]
    [InlineData("category=delivery,level=3", FilterJoin.Or, true)]
    [InlineData("level=3,category=delivery", FilterJoin.Or, true)]
    [InlineData("level=3,category=x", FilterJoin.Or, false)]
    [InlineData("level=2,level=3", FilterJoin.And, false)]
    [InlineData("level=2,level=3", FilterJoin.Or, true)]
    public void Allows_metadata_conditions_are_joined_without_regard_to_case(string conditions, FilterJoin join, bool expected)
    {
        KeyValuePair<string, string>[] pairs =
            [.. conditions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
                .Select(pair => KeyValuePair.Create(pair[0], pair[1]))];
        Assert.Equal(expected, new EntryFilter(pairs, join, null).Allows(Entry, null, Now));
    }

    [Fact]
    public void Allows_entry_without_metadata_fails_any_condition() =>
        Assert.False(new EntryFilter([new("a", "b")], FilterJoin.And, null).Allows(Catalogs.Entry("e", "q"), null, Now));

    [Theory]
    [InlineData("manual", "", FilterJoin.And, true)]
    [InlineData("web,MANUAL", "", FilterJoin.And, true)]
    [InlineData("web", "", FilterJoin.Or, false)]
    [InlineData("manual", "level=2", FilterJoin.And, true)]
    [InlineData("manual", "level=3", FilterJoin.And, false)]
    [InlineData("web", "level=2", FilterJoin.And, false)]
    [InlineData("web", "level=2", FilterJoin.Or, true)]
    [InlineData("manual", "level=3", FilterJoin.Or, true)]
    [InlineData("web", "level=3", FilterJoin.Or, false)]
    public void Allows_one_of_the_sources_joined_with_metadata(string sources, string condition, FilterJoin join, bool expected)
    {
        KeyValuePair<string, string>[] pairs = condition.Length == 0
            ? [] : [KeyValuePair.Create(condition.Split('=')[0], condition.Split('=')[1])];
        EntryFilter filter = new(pairs, FilterJoin.And, null) { Sources = sources.Split(','), SourceJoin = join };
        Assert.Equal(expected, filter.Allows(Entry with { Source = "manual" }, null, Now));
        Assert.Equal(expected && join == FilterJoin.Or && condition == "level=2", filter.Allows(Entry, null, Now));
    }

    [Fact]
    public void Allows_disabled_entry_never_answers() => Assert.False(EntryFilter.None.Allows(Entry with { Enabled = false }, null, Now));

    [Fact]
    public void Allows_context_only_entry_answers_only_after_an_entry_that_leads_to_it()
    {
        FaqEntry entry = Entry with { ContextOnly = true };
        FaqEntry leading = Catalogs.Entry("p", "p") with { Prompts = [new("x", "other"), new("y", "e")] };
        FaqEntry elsewhere = Catalogs.Entry("p", "p") with { Prompts = [new("x", "other")] };

        Assert.False(EntryFilter.None.Allows(entry, null, Now));
        Assert.False(EntryFilter.None.Allows(entry, elsewhere, Now));
        Assert.True(EntryFilter.None.Allows(entry, leading, Now));
        Assert.False(EntryFilter.None.Allows(entry, entry, Now));
        Assert.True(EntryFilter.None.Allows(Entry, elsewhere, Now));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void Allows_valid_from_is_the_first_instant_that_answers(int ticks, bool expected) =>
        Assert.Equal(expected, EntryFilter.None.Allows(Entry with { ValidFrom = Now }, null, Now.AddTicks(ticks)));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void Allows_valid_until_is_the_first_instant_that_no_longer_answers(int ticks, bool expected) =>
        Assert.Equal(expected, EntryFilter.None.Allows(Entry with { ValidUntil = Now }, null, Now.AddTicks(ticks)));

    [Fact]
    public void Allows_instants_are_compared_whatever_their_offset()
    {
        FaqEntry entry = Entry with { ValidFrom = new DateTimeOffset(2026, 3, 1, 20, 0, 0, TimeSpan.FromHours(8)) };
        Assert.True(EntryFilter.None.Allows(entry, null, Now));
        Assert.False(EntryFilter.None.Allows(entry, null, Now.AddTicks(-1)));
    }

    [Fact]
    public void EntryFilter_more_conditions_than_allowed_are_refused()
    {
        KeyValuePair<string, string>[] conditions = [.. Enumerable.Range(0, 21).Select(i => KeyValuePair.Create($"n{i}", "v"))];
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntryFilter(conditions, FilterJoin.Or, null));
        Assert.Equal(20, new EntryFilter(conditions[..20], FilterJoin.Or, null).Metadata.Count);
    }
}

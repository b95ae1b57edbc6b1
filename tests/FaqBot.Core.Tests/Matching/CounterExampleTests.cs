using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Matching;

public sealed class CounterExampleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CosineScale Scale = new(0.6, 0.8);

    private static readonly FaqCatalog Catalog = Build(
        Catalogs.Entry("monthly", "月付怎么取消") with { NotThis = ["年付怎么取消", "How do I cancel the trial?"] },
        Catalogs.Entry("yearly", "年付怎么取消"),
        Catalogs.Entry("other", "发票怎么开"));

    [Theory]
    [InlineData("年付怎么取消", "monthly")]
    [InlineData("您好，请问年付怎么取消？谢谢！", "monthly")]
    [InlineData("年付怎麼取消", "monthly")]
    [InlineData("Hello, HOW do I cancel the trial", "monthly")]
    [InlineData("包年怎么取消", "monthly")]
    [InlineData("小禾，年付怎么取消", "monthly")]
    [InlineData("月付怎么取消", "")]
    [InlineData("年付怎么退", "")]
    public void Narrow_equal_question_bars_the_entry(string question, string barred) =>
        Assert.Equal(barred, string.Join(' ', Catalog.Narrow(EntryFilter.None, Question.Parse(question)).Excluded));

    [Fact]
    public void Narrow_without_a_counter_example_gives_the_very_filter() =>
        Assert.Same(EntryFilter.None, Catalog.Narrow(EntryFilter.None, Question.Parse("发票怎么开")));

    [Theory]
    [InlineData(FilterJoin.And)]
    [InlineData(FilterJoin.Or)]
    public void Filter_without_entries_lets_all_others_through(FilterJoin join)
    {
        EntryFilter filter = new EntryFilter([], join, null).Without(["monthly"]).After("yearly");
        Assert.Equal(
            ["yearly", "other"], Catalog.Entries.Where(entry => filter.Allows(entry, null, Now)).Select(entry => entry.Id));
        Assert.Equal(["other", "yearly"], Found(filter));
    }

    [Fact]
    public void Complete_counter_example_does_not_offer_its_entry()
    {
        FaqCatalog catalog = Build(Catalogs.Entry("a", "年付怎么取消并退款") with { NotThis = ["年付怎么取消"] });
        Assert.Equal([0], catalog.Completion.Complete("年付怎么", null, Now, 5));
        Assert.Empty(catalog.Completion.Complete("年付怎么取消", null, Now, 5));
        Assert.Empty(catalog.Completion.Complete("年付怎麼取消？", null, Now, 5));
    }

    [Theory]
    [InlineData(0.6f, 0.8f, 0)]
    [InlineData(0.8f, 0.6f, 1)]
    [InlineData(1f, 0f, 5)]
    public void Find_evidence_is_how_much_nearer_a_counter_example_is(float against, float own, double expected)
    {
        FaqCatalog catalog = Build(
            [Catalogs.Entry("a", "own") with { NotThis = ["far", "near"] }, Catalogs.Entry("b", "b")],
            text => text switch { "own" => [0, 1], "near" => [1, 0], _ => [0, -1] });
        EntryEvidence[] found = [.. EvidenceSearch.Find(catalog, "x", [against, own], Scale, EntryFilter.None, Now).Entries];
        Assert.Equal(expected, found.Single(entry => entry.Entry == 0).Evidence.NotThis, 1e-5);
        Assert.Equal(0, found.Single(entry => entry.Entry == 1).Evidence.NotThis);
    }

    [Fact]
    public void Find_counter_example_that_is_left_out_says_nothing()
    {
        FaqCatalog catalog = Build(
            [Catalogs.Entry("a", "own") with { NotThis = ["near"] }], text => text == "own" ? [0, 1] : [1, 0]);
        Assert.Equal(0, EvidenceSearch.Find(catalog, "x", [1, 0], Scale, EntryFilter.None, Now, withoutRow: 1).Entries[0].Evidence.NotThis);
    }

    [Fact]
    public void Rank_neighbour_of_a_counter_example_loses_to_an_entry_about_as_near()
    {
        ConfidenceModel confidence = Confidences.Of(Catalog.Identity.Model.Fingerprint);
        Evidence near = Confidences.Evidence(0.9), barred = Confidences.Evidence(1) with { NotThis = 0.3 };
        RankedEntry[] ranked = Confidences.Rank(Catalog, [new(0, 0, barred), new(1, 1, near)], confidence);
        Assert.Equal([1, 0], ranked.Select(entry => entry.Entry));
        Assert.Equal(
            0, Confidences.Rank(Catalog, [new(0, 0, barred with { NotThis = 0 }), new(1, 1, near)], confidence)[0].Entry);
    }

    private static IEnumerable<string> Found(EntryFilter filter) =>
        EvidenceSearch.Find(Catalog, "月付怎么取消", Catalog.Vectors[0], Scale, filter, Now).Entries
            .Select(entry => Catalog.Entries[entry.Entry].Id).Order(StringComparer.Ordinal);

    private static FaqCatalog Build(params FaqEntry[] entries) => Build(entries, null);

    private static FaqCatalog Build(FaqEntry[] entries, Func<string, float[]>? vectorOf)
    {
        StoredVersion version = Catalogs.Version(entries, vectorOf);
        KnowledgeBase knowledge = version.Knowledge with { Synonyms = [["年付", "包年"]], StopPhrases = ["小禾"] };
        return FaqCatalog.Build(version with { Knowledge = knowledge }, version.Identity.Model);
    }
}

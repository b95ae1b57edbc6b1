using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class ContextBoostTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All but the parents are equally near to any question.</summary>
    private static readonly FaqCatalog Catalog = Catalogs.Build(
        [
            Catalogs.Entry("stranger", "s"),
            Catalogs.Entry("parent", "p") with { Prompts = [new FollowUpPrompt("c", "child"), new FollowUpPrompt("b", "brother")] },
            Catalogs.Entry("brother", "b"),
            Catalogs.Entry("child", "c") with { Prompts = [new FollowUpPrompt("g", "grandchild")] },
            Catalogs.Entry("grandchild", "g"),
        ],
        text => text == "p" ? [1, 0] : [0, 1]);

    [Theory]
    [InlineData(null, "stranger brother child grandchild parent")]
    [InlineData("parent", "brother child stranger grandchild parent")]
    [InlineData("child", "grandchild brother child stranger parent")]
    [InlineData("unknown", "stranger brother child grandchild parent")]
    public void Rank_children_of_the_answer_before_come_first_then_its_siblings(string? previous, string expected)
    {
        EntryFilter filter = new([], FilterJoin.And, previous);
        ConfidenceModel confidence = Confidences.Of(Catalog.Identity.Model.Fingerprint);
        FoundEntries found = EvidenceSearch.Find(Catalog, "x", [0, 1], confidence.Scale, filter, Now);
        RankedEntry[] ranked = Confidences.Rank(Catalog, found.Entries, confidence);
        Assert.Equal(expected, string.Join(' ', ranked.Select(entry => Catalog.Entries[entry.Entry].Id)));
    }

    [Fact]
    public void Rank_child_wins_over_an_entry_about_as_near_and_no_other()
    {
        ConfidenceModel confidence = Confidences.Of(Catalog.Identity.Model.Fingerprint);
        Evidence child = Confidences.Evidence(0.6) with { Context = 1 }, sibling = Confidences.Evidence(0.6) with { Context = 0.5 };
        Assert.Equal("child", Best(("child", child), ("stranger", Confidences.Evidence(0.8)), ("sibling", sibling)));
        Assert.Equal("stranger", Best(("child", child), ("stranger", Confidences.Evidence(1)), ("sibling", sibling)));

        string Best(params (string Name, Evidence Evidence)[] entries) => entries[
            Confidences.Rank(Catalog, entries.Select((entry, i) => new EntryEvidence(i, i, entry.Evidence)), confidence)[0].Entry].Name;
    }
}

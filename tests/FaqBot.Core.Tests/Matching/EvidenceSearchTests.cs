using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class EvidenceSearchTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CosineScale Scale = new(0.6, 0.8);

    [Fact]
    public void Find_evidence_is_gathered_from_all_questions_of_an_entry()
    {
        FaqCatalog catalog = Catalogs.Build(
            [Catalogs.Entry("a", "怎么退货", "7天退货"), Catalogs.Entry("b", "运费多少")],
            text => text switch { "怎么退货" => [0.8f, 0.6f], "7天退货" => [1, 0], _ => [0, 1] });
        Evidence evidence = Find(catalog, "15天退货", [1, 0])["a"];

        Assert.Equal(1, evidence.Cosine);
        Assert.Equal(2, evidence.Nearest, 1e-6);
        Assert.Equal(1.5, evidence.NearestTwo, 1e-6);
        Assert.Equal(2 + (Math.Log(1 + Math.Exp(-10)) / 10), evidence.Votes, 1e-6);
        Assert.True(evidence.NumbersDiffer);
        Assert.Equal((false, 0, false, 2), (evidence.NegationDiffers, evidence.Opposed, evidence.OtherScript, evidence.Questions));
        Assert.InRange(evidence.Coverage, 0.3, 0.9);
    }

    [Fact]
    public void Find_entry_that_only_its_words_speak_for_is_found()
    {
        FaqEntry[] near = [.. Enumerable.Range(0, 40).Select(i => Catalogs.Entry($"near{i}", $"question {i}"))];
        FaqCatalog catalog = Catalogs.Build([.. near, Catalogs.Entry("words", "花呗账单日")], text => text == "花呗账单日" ? [0, 1] : [1, 0]);
        Dictionary<string, Evidence> found = Find(catalog, "花呗账单日是哪天", [1, 0]);

        Assert.Equal(EvidenceSearch.ByCosine + 1, found.Count);
        Assert.InRange(found["words"].Coverage, 0.25, 0.9);
    }

    [Fact]
    public void Find_entry_that_may_not_answer_is_not_found_by_its_words_either()
    {
        FaqCatalog catalog = Catalogs.Build(
        [
            Catalogs.Entry("off", "花呗账单日") with { Enabled = false },
            Catalogs.Entry("late", "花呗账单日期") with { ValidUntil = Now },
            Catalogs.Entry("context", "花呗账单日期呢") with { ContextOnly = true },
            Catalogs.Entry("on", "运费"),
        ]);
        Assert.Equal(["on"], Find(catalog, "花呗账单日", catalog.Vectors[0].ToArray()).Keys);
    }

    [Fact]
    public void Find_child_of_the_previous_answer_is_always_among_the_entries()
    {
        FaqEntry[] near = [.. Enumerable.Range(0, 40).Select(i => Catalogs.Entry($"near{i}", $"question {i}"))];
        FaqEntry parent = Catalogs.Entry("parent", "parent") with { Prompts = [new("p", "child"), new("q", "sibling"), new("r", "gone")] };
        FaqCatalog catalog = Catalogs.Build(
            [.. near, parent, Catalogs.Entry("child", "child") with { ContextOnly = true }, Catalogs.Entry("sibling", "sibling")],
            text => text.StartsWith("question", StringComparison.Ordinal) ? [1, 0] : [0, 1]);

        Dictionary<string, Evidence> found = Find(catalog, "x", [1, 0], new EntryFilter([], FilterJoin.And, "parent"));
        Assert.Equal((1, 1), (found["child"].Context, found["sibling"].Context));
        Assert.Equal(0, found["near0"].Context);
        Assert.Equal(0.5, Find(catalog, "sibling", [1, 0], new EntryFilter([], FilterJoin.And, "child"))["sibling"].Context);
    }

    [Fact]
    public void Find_question_of_another_script_expects_no_shared_terms()
    {
        FaqCatalog catalog = Catalogs.Build([Catalogs.Entry("zh", "怎么退货"), Catalogs.Entry("both", "怎么换货", "how to exchange")]);
        Dictionary<string, Evidence> found = Find(catalog, "how to return", catalog.Vectors[0].ToArray());
        Assert.True(found["zh"].OtherScript && found["zh"].Coverage > 0);
        Assert.False(found["both"].OtherScript);
    }

    [Fact]
    public void Find_in_an_empty_catalog_finds_nothing() =>
        Assert.Empty(Find(Catalogs.Build([]), "x", new float[8]));

    private static Dictionary<string, Evidence> Find(FaqCatalog catalog, string text, float[] vector, EntryFilter? filter = null) =>
        EvidenceSearch.Find(catalog, text, vector, Scale, filter ?? EntryFilter.None, Now).Entries
            .ToDictionary(found => catalog.Entries[found.Entry].Id, found => found.Evidence, StringComparer.Ordinal);
}

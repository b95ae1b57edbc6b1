using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class ContendersTests
{
    private static readonly RankingWeights Weights = ConfidenceModel.Reference.Ranking;

    private static readonly FaqCatalog Catalog = Catalogs.Build(
        [.. Enumerable.Range(0, 20).Select(entry => Catalogs.Entry($"e{entry}", $"w{entry}", $"v{entry}"))]);

    [Fact]
    public void Of_entries_come_by_score_then_cosine_then_number()
    {
        Evidence equal = Confidences.Evidence(1);
        Contenders contenders = Of(
            (5, equal), (3, equal), (4, equal with { Cosine = 0.99 }), (9, Confidences.Evidence(1.3)), (7, Confidences.Evidence(0.2)));
        Assert.Equal([9, 4, 3, 5, 7], contenders.Entries.Select(entry => entry.Found.Entry));
        Assert.All(contenders.Entries, entry => Assert.Equal(Weights.Score(entry.Found.Evidence), entry.Score));
    }

    [Fact]
    public void Of_many_entries_keeps_ten_and_reads_five_closely()
    {
        Contenders contenders = Of([.. Enumerable.Range(0, 20).Select(entry => (entry, Confidences.Evidence(entry / 10.0)))]);
        Assert.Equal(Enumerable.Range(10, 10).Reverse(), contenders.Entries.Select(entry => entry.Found.Entry));
        Assert.Equal(Contenders.ReadClosely, contenders.Entries.Count(entry => entry.Differences is not null));
        Assert.All(contenders.Entries.Take(Contenders.ReadClosely), entry => Assert.NotNull(entry.Differences));
        Assert.All(contenders.Entries, entry => Assert.Empty(entry.Logits));
    }

    [Fact]
    public void Of_rivalling_counts_those_that_have_as_many_of_the_words()
    {
        Contenders contenders = Of(
            (0, Confidences.Evidence(1, coverage: 0.8)), (1, Confidences.Evidence(0.9, coverage: 0.81)),
            (2, Confidences.Evidence(0.8, coverage: 0.785)), (3, Confidences.Evidence(0.7, coverage: 0.5)), (4, Confidences.Evidence(0.6)));
        Dictionary<int, int> rivalling = contenders.Entries.ToDictionary(entry => entry.Found.Entry, entry => entry.Rivalling);
        Assert.Equal((2, 1, 2, 3, 0), (rivalling[0], rivalling[1], rivalling[2], rivalling[3], rivalling[4]));
    }

    [Fact]
    public void Of_answers_change_nothing_but_which_values_they_settle()
    {
        const string asked = "can the parcel be wrapped as a gift";
        RankedEntry[] plain = Ranked("Yes."), telling = Ranked("The parcel can be wrapped as a gift, and be opened.");
        Assert.Equal(plain, telling);

        RankedEntry[] Ranked(string answer)
        {
            FaqCatalog catalog = Catalogs.Build(
            [
                Catalogs.Entry("wrap", "Do you wrap gifts?"),
                Catalogs.Entry("open", "May I open a parcel?") with { Answer = new LocalizedText(answer) },
            ]);
            FoundEntries found = EvidenceSearch.Find(
                catalog, asked, catalog.Vectors[0], Confidences.Of("any").Scale, EntryFilter.None, DateTimeOffset.UnixEpoch);
            return Ranking.Rank(
                Contenders.Of(catalog, asked, found, Weights, null), null, ConfidenceModel.Reference.Weights);
        }
    }

    [Fact]
    public void Of_tells_what_the_probability_of_none_depends_on()
    {
        Contenders contenders = Contenders.Of(Catalog, "asked", new FoundEntries(7, 0.25, []), Weights, null);
        Assert.Equal((0, 7, 0.25, 20, 2.0), (
            contenders.Entries.Count, contenders.Length, contenders.Unknown, contenders.AllEntries, contenders.QuestionsPerEntry));
        Contenders empty = Contenders.Of(Catalogs.Build([]), "asked", new FoundEntries(1, 1, []), Weights, null);
        Assert.Equal((0, 0.0), (empty.AllEntries, empty.QuestionsPerEntry));
    }

    [Fact]
    public void Of_what_was_found_stays_as_it_was_when_a_catalog_teaches()
    {
        FaqCatalog catalog = TaughtCatalogs.Build(
            TaughtCatalogs.Version([6, 6, 6], 1), new Teaching { Cohesion = 0.5, Similarity = 0.3, Centroid = 12, IsInForce = true });
        FoundEntries found = EvidenceSearch.Find(
            catalog, "asked", catalog.Vectors[0], TaughtCatalogs.Confidence.Scale, EntryFilter.None, DateTimeOffset.UnixEpoch);
        Contenders first = Contenders.Of(catalog, "asked", found, Weights, catalog.Taught),
            second = Contenders.Of(catalog, "asked", found, Weights, catalog.Taught),
            untaught = Contenders.Of(catalog, "asked", found, Weights, taught: null);
        Assert.All(untaught.Entries, entry => Assert.Equal(0, entry.Found.Evidence.Taught));
        Assert.Contains(first.Entries, entry => entry.Found.Evidence.Taught != 0);
        Assert.Equal(first.Entries.Select(entry => entry.Score), second.Entries.Select(entry => entry.Score));
        Assert.All(found.Entries, entry => Assert.Equal(0, entry.Evidence.Taught));
    }

    private static Contenders Of(params (int Entry, Evidence Evidence)[] entries) => Contenders.Of(
        Catalog, "asked", new FoundEntries(5, 0, [.. entries.Select(item => new EntryEvidence(item.Entry, 2 * item.Entry, item.Evidence))]),
        Weights, null);
}

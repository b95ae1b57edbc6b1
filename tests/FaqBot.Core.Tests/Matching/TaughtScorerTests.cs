using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Tests.Matching;

public sealed class TaughtScorerTests
{
    private const double Loud = 1.6;

    private static readonly Teaching Taught = new() { Cohesion = 0.5, Similarity = 0.3, Centroid = 12, IsInForce = true };

    [Fact]
    public void Teach_leaves_entries_of_one_question_alone_and_no_other_gets_above_what_one_had()
    {
        StoredVersion version = Mixed(1);
        FaqCatalog plain = TaughtCatalogs.Build(version), taught = TaughtCatalogs.Build(version, Taught);
        Random random = new(3);
        int singlesFirst = 0, changed = 0;
        for (int round = 0; round < 500; round++)
        {
            float[] vector = TaughtCatalogs.VectorOf(round % 40, Loud, random);
            EntryEvidence[] before = [.. TaughtCatalogs.Find(plain, vector)], after = [.. TaughtCatalogs.Find(taught, vector)];
            double Score(EntryEvidence found) => TaughtCatalogs.Confidence.Ranking.Score(found.Evidence);
            EntryEvidence[] several = [.. after.Where(found => found.Evidence.Questions > 1)];
            Assert.Equal(before.Where(IsSingle), after.Where(IsSingle));
            Assert.Equal(before.Where(found => !IsSingle(found)).Max(Score), several.Max(Score), 9);

            // An entry of one question that led leads still.
            EntryEvidence first = before.MaxBy(Score);
            singlesFirst += IsSingle(first) ? 1 : 0;
            Assert.True(!IsSingle(first) || after.MaxBy(Score).Entry == first.Entry);
            changed += several.Any(found => found.Evidence.Taught != 0) ? 1 : 0;
        }

        Assert.True(singlesFirst > 50 && changed > 400, $"{singlesFirst} {changed}");
    }

    [Fact]
    public void Teach_moves_the_entry_up_whose_middle_is_nearer()
    {
        // The nearest questions are two of 'far', whose third is about something else; those of 'near' lie together.
        FaqCatalog plain = TaughtCatalogs.Build(Pair()), taught = TaughtCatalogs.Build(Pair(), Taught);
        float[] asked = [1, 0, 0, 0];
        Assert.Equal("far", plain.Entries[TaughtCatalogs.Rank(plain, asked)[0].Entry].Id);
        Assert.Equal("near", taught.Entries[TaughtCatalogs.Rank(taught, asked)[0].Entry].Id);
    }

    [Fact]
    public void Teach_differences_count_in_full()
    {
        Evidence same = Confidences.Evidence(1, questions: 6) with { Mean = 0.5 };
        List<EntryEvidence> entries = [new(0, 0, same), new(1, 6, same with { Opposed = 1 })];
        StoredVersion version = TaughtCatalogs.Version([6, 6], 0);
        TaughtCatalogs.Build(version, Taught).Taught!.Teach(entries, ConfidenceModel.Reference.Ranking);
        RankingWeights weights = ConfidenceModel.Reference.Ranking;
        double lead = weights.Score(entries[0].Evidence) - weights.Score(entries[1].Evidence);
        Assert.Equal(-weights.Opposed, lead, 5);
    }

    [Fact]
    public void Centroid_of_an_entry_without_one_of_its_questions_is_that_of_the_others()
    {
        StoredVersion version = TaughtCatalogs.Version([4, 5, 2], Loud);
        FaqCatalog whole = TaughtCatalogs.Build(version);
        for (int row = 0; row < whole.Questions.Count; row++)
        {
            int entry = whole.Questions[row].Entry;
            double mean = EvidenceSearch.Find(
                whole, "asked", whole.Vectors[row], TaughtCatalogs.Confidence.Scale, EntryFilter.None, DateTimeOffset.UnixEpoch, row)
                .Entries.Single(found => found.Entry == entry).Evidence.Mean;
            FaqCatalog without = Without(version, row);
            double other = TaughtCatalogs.Find(without, whole.Vectors[row].ToArray()).Single(found => found.Entry == entry).Evidence.Mean;
            double expected = new EntryCentroids(without, 0.4).ScoreOf(entry, other);
            Assert.Equal(other, mean, 5);
            Assert.Equal(expected, new EntryCentroids(whole, 0.4).ScoreOf(entry, mean, isLeftOut: true), 4);
        }
    }

    [Fact]
    public void Cohesion_is_the_mean_cosine_between_questions_of_one_entry()
    {
        FaqCatalog catalog = Catalogs.Build(
            [Catalogs.Entry("a", "a0", "a1"), Catalogs.Entry("b", "b0", "b1", "b2"), Catalogs.Entry("c", "c0")],
            text => text switch { "a1" => [0.6f, 0.8f], "b2" => [0, 1], _ => [1, 0] });

        // 0.6 of one pair counts once; 1, 0 and 0 of three pairs twice in all.
        Assert.Equal((0.6 + (2 * (1.0 / 3))) / 3, EntryCentroids.CohesionOf(catalog), 6);
        Assert.True(double.IsNaN(EntryCentroids.CohesionOf(Catalogs.Build([Catalogs.Entry("c", "c0")]))));
    }

    private static bool IsSingle(EntryEvidence found) => found.Evidence.Questions == 1;

    private static StoredVersion Mixed(int seed) =>
        TaughtCatalogs.Version([.. Enumerable.Range(0, 40).Select(entry => entry % 2 == 0 ? 1 : 6)], Loud, seed);

    private static StoredVersion Pair() => Catalogs.Version(
        [Catalogs.Entry("far", "f0", "f1", "f2"), Catalogs.Entry("near", "n0", "n1", "n2")],
        text => text switch
        {
            "f0" => [0.9992f, 0.04f, 0, 0],
            "f1" => [0.9992f, -0.04f, 0, 0],
            "f2" => [0, 0, 1, 0],
            "n0" => [0.97f, 0, 0, 0.2431f],
            "n1" => [0.97f, 0.1f, 0, 0.2216f],
            _ => [0.97f, -0.1f, 0, 0.2216f],
        });

    private static FaqCatalog Without(StoredVersion version, int row)
    {
        int dimensions = version.Identity.Model.Dimensions;
        return TaughtCatalogs.Build(version with
        {
            Questions = [.. version.Questions.Where((_, other) => other != row)],
            Vectors = [.. version.Vectors[..(row * dimensions)], .. version.Vectors[((row + 1) * dimensions)..]],
        });
    }
}

using System.Globalization;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class CatalogSearchTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nearest_random_catalogs_and_filters_give_what_a_plain_sort_gives()
    {
        Random random = new(12);
        for (int round = 0; round < 200; round++)
        {
            FaqCatalog catalog = RandomCatalog(random);
            float[] query = Vector(random);
            EntryFilter filter = RandomFilter(random);
            int top = random.Next(1, 15);

            Hit[] hits = CatalogSearch.Nearest(catalog, query, filter, Now, top);

            Assert.Equal(Plain(catalog, query, filter).Take(top), hits);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Nearest_number_of_entries_out_of_range_is_refused(int top) => Assert.Throws<ArgumentOutOfRangeException>(
        () => CatalogSearch.Nearest(RandomCatalog(new Random(1)), new float[4], EntryFilter.None, Now, top));

    [Fact]
    public void Nearest_query_of_other_dimensions_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => CatalogSearch.Nearest(RandomCatalog(new Random(1)), new float[5], EntryFilter.None, Now, 3));

    [Fact]
    public void Nearest_in_an_empty_catalog_finds_nothing() =>
        Assert.Empty(CatalogSearch.Nearest(Catalogs.Build([]), new float[8], EntryFilter.None, Now, 10));

    [Fact]
    public void Nearest_entry_is_given_once_with_its_best_question()
    {
        FaqCatalog catalog = Catalogs.Build(
            [Catalogs.Entry("a", "far", "near", "near too"), Catalogs.Entry("b", "middle")],
            text => text switch { "far" => [-1, 0], "middle" => [0.6f, 0.8f], _ => [1, 0] });

        // Of equal questions the first one.
        Assert.Equal([new Hit(0, 1, 1), new Hit(1, 3, 0.6f)], CatalogSearch.Nearest(catalog, [1, 0], EntryFilter.None, Now, 100));
    }

    private static IEnumerable<Hit> Plain(FaqCatalog catalog, float[] query, EntryFilter filter)
    {
        FaqEntry? previous = catalog.Entries.FirstOrDefault(entry => entry.Id == filter.PreviousEntryId);
        List<Hit> hits = [];
        for (int row = 0; row < catalog.Questions.Count; row++)
        {
            int entry = catalog.Questions[row].Entry;
            if (filter.Allows(catalog.Entries[entry], previous, Now))
            {
                float[] vector = catalog.Vectors[row].ToArray();
                hits.Add(new Hit(entry, row, vector.Zip(query).Sum(pair => pair.First * pair.Second)));
            }
        }

        return hits.OrderByDescending(hit => hit.Cosine).ThenBy(hit => hit.Row).DistinctBy(hit => hit.Entry);
    }

    private static FaqCatalog RandomCatalog(Random random)
    {
        FaqEntry[] entries =
        [
            .. Enumerable.Range(0, random.Next(1, 40)).Select(i => Catalogs.Entry(
                $"e{i}", [.. Enumerable.Range(0, random.Next(1, 5))
                    .Select(j => string.Create(CultureInfo.InvariantCulture, $"{i} {j}"))]) with
            {
                Enabled = random.Next(6) > 0,
                ContextOnly = random.Next(5) == 0,
                Metadata = [new("colour", random.Next(2) == 0 ? "red" : "blue")],
                Prompts = [new FollowUpPrompt("?", $"e{random.Next(40)}")],
                ValidUntil = random.Next(6) == 0 ? Now : null,
            }),
        ];
        return Catalogs.Build(entries, _ => Vector(random));
    }

    private static EntryFilter RandomFilter(Random random) => new(
        random.Next(2) == 0 ? [] : [new("Colour", "RED")], FilterJoin.And, random.Next(2) == 0 ? null : $"e{random.Next(45)}");

    // Halves: sixteen different unit vectors, exact products, ties everywhere.
    private static float[] Vector(Random random) => [.. Enumerable.Range(0, 4).Select(_ => random.Next(2) - 0.5f)];
}

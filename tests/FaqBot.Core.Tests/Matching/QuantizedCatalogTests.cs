using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Tests.Matching;

/// <summary>A catalog with a quarter of its vectors in memory finds what the same one finds with all of them.</summary>
public sealed class QuantizedCatalogTests : IDisposable
{
    private const int Dimensions = 64;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 3)]
    [InlineData(300, 4)]
    [InlineData(5_000, 1)]
    // Beyond what is searched exactly: bits choose first.
    [InlineData(4_500, 4)]
    public void Nearest_entries_are_the_same_to_the_last_digit(int entries, int questions)
    {
        (FaqCatalog exact, FaqCatalog quantized) = Both(entries, questions);
        Assert.Equal(entries * questions > CatalogSearch.ExactRows, exact.Sketch is not null);
        Assert.True(quantized.Vectors.Bytes * 3 < exact.Vectors.Bytes);
        EntryFilter[] filters = [EntryFilter.None, new([new("colour", "red")], FilterJoin.And, null)];
        Random random = new(4);
        for (int query = 0; query < 40; query++)
        {
            // Near a stored one, as customers' questions are, and anywhere.
            float[] vector = Near(exact.Vectors[random.Next(exact.Vectors.Rows)], random, query % 2 == 0 ? 0.3f : 3);
            Assert.All(filters, filter => Assert.All(new[] { 1, 16, 100 }, top => Assert.Equal(
                CatalogSearch.Nearest(exact, vector, filter, Now, top), CatalogSearch.Nearest(quantized, vector, filter, Now, top))));
        }
    }

    [Fact]
    public void Evidence_is_the_same_to_the_last_digit()
    {
        (FaqCatalog exact, FaqCatalog quantized) = Both(500, 4);
        Random random = new(9);
        for (int query = 0; query < 50; query++)
        {
            float[] vector = Near(exact.Vectors[random.Next(exact.Vectors.Rows)], random, 0.5f);
            string text = $"question {query} of entry {query * 3}";
            Assert.Equal(
                EvidenceSearch.Find(exact, text, vector, TaughtCatalogs.Confidence.Scale, EntryFilter.None, Now).Entries,
                EvidenceSearch.Find(quantized, text, vector, TaughtCatalogs.Confidence.Scale, EntryFilter.None, Now).Entries);
        }

        Assert.Equal(exact.Related.Of(3, EntryFilter.None, Now, 3), quantized.Related.Of(3, EntryFilter.None, Now, 3));
        Assert.Equal(exact.IndexBytes, quantized.IndexBytes);
    }

    private (FaqCatalog Exact, FaqCatalog Quantized) Both(int entries, int questions)
    {
        Random random = new(entries);
        FaqEntry[] all =
        [
            .. Enumerable.Range(0, entries).Select(entry => Catalogs.Entry(
                $"e{entry}", [.. Enumerable.Range(0, questions).Select(question => $"question {question} of entry {entry}")]) with
            {
                Enabled = entry % 11 != 5,
                Metadata = [new("colour", entry % 3 == 0 ? "red" : "blue")],
            }),
        ];
        StoredVersion version = Catalogs.Version(all, _ => RandomVectors.Unit(random, 1, Dimensions));
        return (FaqCatalog.Build(version, version.Identity.Model), FaqCatalog.Build(version, version.Identity.Model, _folder.Path));
    }

    private static float[] Near(ReadOnlySpan<float> vector, Random random, float distance)
    {
        float[] near = vector.ToArray();
        float[] away = RandomVectors.Unit(random, 1, Dimensions);
        for (int i = 0; i < near.Length; i++)
        {
            near[i] += distance * away[i];
        }

        FaqBot.Encoding.Vectors.UnitLength.Make(near);
        return near;
    }
}

using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Matching;

public sealed class FaqCatalogTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly StoredVersion _version = Catalogs.Version([Catalogs.Entry("a", "A one", "A two"), Catalogs.Entry("b", "B one")]);

    [Fact]
    public void Build_version_of_the_same_encoder_is_taken() =>
        Assert.Equal(_version.Identity, FaqCatalog.Build(_version, _version.Identity.Model with { Name = "renamed" }).Identity);

    [Fact]
    public void Build_version_of_another_model_is_refused()
    {
        EncoderIdentity encoder = new("new", new string('b', 64), 8);
        Assert.Equal(
            "Version 3 of 'kb' cannot be searched: found vectors of model invented@aaaaaaaaaaaa with 8 dimensions "
            + "and normalisation nfkc-2, "
            + "expected model new@bbbbbbbbbbbb with 8 dimensions and normalisation nfkc-2. Run: dotnet run --project src/FaqBot.Indexer -- "
            + "index",
            Refusal(_version, encoder));
    }

    [Fact]
    public void Build_version_of_other_dimensions_is_refused() => Assert.Contains(
        "found vectors of model invented@aaaaaaaaaaaa with 8 dimensions and normalisation nfkc-2, expected model invented@aaaaaaaaaaaa "
        + "with 9 dimensions",
        Refusal(_version, _version.Identity.Model with { Dimensions = 9 }),
        StringComparison.Ordinal);

    [Fact]
    public void Build_version_of_another_normalisation_is_refused() => Assert.Contains(
        "and normalisation nfkc-0, expected model invented@aaaaaaaaaaaa with 8 dimensions and normalisation nfkc-2.",
        Refusal(_version with { Identity = _version.Identity with { Normalizer = "nfkc-0" } }, _version.Identity.Model),
        StringComparison.Ordinal);

    [Fact]
    public void Rows_of_entries_follow_each_other()
    {
        FaqCatalog catalog = Catalogs.Build([Catalogs.Entry("a", "1", "2", "3"), Catalogs.Entry("b", "4"), Catalogs.Entry("c", "5", "6")]);
        Assert.Equal([(0, 3), (3, 4), (4, 6)], Enumerable.Range(0, 3).Select(catalog.Rows));
        Assert.Equal([0, 1, 2, -1, -1], new[] { "a", "b", "c", "d", "A" }.Select(catalog.IndexOf));
        Assert.Equal(6, catalog.Vectors.Rows);
    }

    [Theory]
    [InlineData("A one?", 0)]
    [InlineData("a TWO", 1)]
    [InlineData("hello, b one", 2)]
    [InlineData("c one", -1)]
    public void RowOf_question_finds_the_stored_one(string question, int row) =>
        Assert.Equal(row, FaqCatalog.Build(_version, _version.Identity.Model).RowOf(Question.Parse(question)));

    [Theory]
    [InlineData("发票怎么开", 0)]
    [InlineData("發票怎麼開？", 0)]
    [InlineData("您好，请问发票怎么开，谢谢", 0)]
    [InlineData("运费多少", 1)]
    [InlineData("運費多少", 1)]
    public void RowOf_question_in_the_other_script_finds_the_stored_one(string question, int row) => Assert.Equal(
        row, Catalogs.Build([Catalogs.Entry("a", "发票怎么开"), Catalogs.Entry("b", "運費多少")]).RowOf(Question.Parse(question)));

    [Fact]
    public void RowOf_question_stored_in_both_scripts_finds_the_one_in_its_own()
    {
        FaqCatalog catalog = Catalogs.Build([Catalogs.Entry("a", "發票怎麼開"), Catalogs.Entry("b", "发票怎么开")]);
        Assert.Equal((0, 1), (catalog.RowOf(Question.Parse("發票怎麼開")), catalog.RowOf(Question.Parse("发票怎么开"))));
    }

    [Fact]
    public void NextValidityChange_is_the_first_instant_after_now()
    {
        FaqCatalog catalog = Catalogs.Build([
            Catalogs.Entry("a", "1") with { ValidFrom = March, ValidUntil = March.AddDays(2) },
            Catalogs.Entry("b", "2") with { ValidUntil = March.ToOffset(TimeSpan.FromHours(8)) },
            Catalogs.Entry("c", "3") with { ValidUntil = DateTimeOffset.MaxValue },
            Catalogs.Entry("d", "4"),
        ]);

        Assert.Equal(March, catalog.NextValidityChange(DateTimeOffset.UnixEpoch));
        Assert.Equal(March, catalog.NextValidityChange(March.AddTicks(-1)));
        Assert.Equal(March.AddDays(2), catalog.NextValidityChange(March));
        Assert.Equal(March.AddDays(2), catalog.NextValidityChange(March.AddDays(2).AddTicks(-1)));
        Assert.Equal(DateTimeOffset.MaxValue, catalog.NextValidityChange(March.AddDays(2)));
        Assert.Null(Catalogs.Build([Catalogs.Entry("d", "4")]).NextValidityChange(March));
    }

    private static string Refusal(StoredVersion version, EncoderIdentity encoder) =>
        Assert.Throws<VersionMismatchException>(() => FaqCatalog.Build(version, encoder)).Message;
}

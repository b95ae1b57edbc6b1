using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Tests.Matching;

public sealed class TeachingFitTests
{
    private const double Loud = 1.6;

    private static readonly int[] SixEach = [.. Enumerable.Repeat(6, 40)];

    [Fact]
    public void Fit_of_questions_whose_middles_tell_more_than_the_nearest_wins_with_other_questions_too()
    {
        StoredVersion version = TaughtCatalogs.Version(SixEach, Loud);
        FaqCatalog plain = TaughtCatalogs.Build(version);
        Teaching teaching = TeachingFit.Fit(plain, TaughtCatalogs.Confidence, TestContext.Current.CancellationToken);
        Assert.True(teaching is { IsInForce: true, Questions: 240 } && teaching.RightAfter > teaching.RightBefore + 10, $"{teaching}");
        Assert.True(teaching is { Centroid: > 0, Similarity: > 0 and < 1 }, $"{teaching}");

        FaqCatalog taught = TaughtCatalogs.Build(version, teaching);
        int before = RightOf(plain), after = RightOf(taught);
        Assert.True(after > before + 12, $"{before} of 400 right before, {after} after");
    }

    [Fact]
    public void Fit_that_wins_nothing_beyond_chance_is_not_in_force()
    {
        // All are found without it.
        StoredVersion clear = TaughtCatalogs.Version(SixEach, 0.3);
        Teaching teaching = Fit(clear);
        Assert.Equal((240, 240, 240, false), (teaching.Questions, teaching.RightBefore, teaching.RightAfter, teaching.IsInForce));
        Assert.Null(TaughtCatalogs.Build(clear, teaching).Taught);

        // Nothing sets entries apart.
        Teaching noise = Fit(TaughtCatalogs.Version(SixEach, 1_000));
        Assert.True(noise is { Questions: 240, IsInForce: false }, $"{noise}");
    }

    [Fact]
    public void Fit_where_nearly_all_are_found_already_is_not_in_force()
    {
        int[] many = [.. Enumerable.Repeat(24, 40)];
        Teaching nearlyAll = Fit(TaughtCatalogs.Version(many, noise: 1)), fewer = Fit(TaughtCatalogs.Version(many, noise: 1.1));
        Assert.True(nearlyAll is { RightBefore: > 912 and < 950, RightAfter: 960, IsInForce: false }, $"{nearlyAll}");
        Assert.True(fewer is { RightBefore: < 912, IsInForce: true }, $"{fewer}");
    }

    [Theory]
    [InlineData(1, 80)]
    [InlineData(5, 4)]
    [InlineData(20, 2)]
    public void Fit_of_too_few_questions_or_entries_with_several_teaches_nothing(int questions, int entries) =>
        Assert.Equal(Teaching.None, Fit(TaughtCatalogs.Version([.. Enumerable.Repeat(questions, entries)], Loud)));

    [Fact]
    public void Fit_of_questions_that_are_all_alike_teaches_nothing() =>
        Assert.Equal(Teaching.None, Fit(TaughtCatalogs.Version(SixEach, 0)));

    [Fact]
    public void Fit_is_the_same_each_time_and_as_text()
    {
        StoredVersion version = TaughtCatalogs.Version(SixEach, Loud);
        Teaching first = Fit(version), second = Fit(version);
        Assert.Equal(first, second);
        Assert.Equal(first, Teaching.Parse(first.ToJson()));
    }

    [Fact]
    public void Fit_asks_no_more_questions_of_a_large_knowledge_base_and_keeps_no_vector()
    {
        StoredVersion version = TaughtCatalogs.Version([.. Enumerable.Repeat(60, 80)], Loud);
        Teaching teaching = Fit(version);
        Assert.Equal((4_800, 1_000), (version.Questions.Count, teaching.Questions));
        Assert.InRange(teaching.ToJson().Length, 1, 300);
        Assert.Equal(80 * sizeof(float), TaughtCatalogs.Build(version, teaching with { IsInForce = true }).Taught!.Bytes);
    }

    [Fact]
    public void Fit_that_is_stopped_ends()
    {
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        FaqCatalog catalog = TaughtCatalogs.Build(TaughtCatalogs.Version(SixEach, Loud));
        Assert.Throws<OperationCanceledException>(() => TeachingFit.Fit(catalog, TaughtCatalogs.Confidence, stopped.Token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"format\":2}")]
    [InlineData("{\"cohesion\":1}")]
    [InlineData("{\"similarity\":-0.1}")]
    [InlineData("{\"centroid\":1e9}")]
    public void Parse_text_of_no_use_is_none(string? json) => Assert.Null(Teaching.Parse(json));

    private static Teaching Fit(StoredVersion version) =>
        TeachingFit.Fit(TaughtCatalogs.Build(version), TaughtCatalogs.Confidence, TestContext.Current.CancellationToken);

    private static int RightOf(FaqCatalog catalog)
    {
        Random random = new(7);
        return Enumerable.Range(0, 400)
            .Count(i => TaughtCatalogs.Rank(catalog, TaughtCatalogs.VectorOf(i % 40, Loud, random))[0].Entry == i % 40);
    }
}

using FaqBot.Caching;
using FaqBot.Encoding;
using FaqBot.Knowledge;
using FaqBot.Matching;
using FaqBot.Storage;
using FaqBot.Text;

namespace FaqBot.Core.Tests.Caching;

/// <summary>A small catalog, a question to it, and its ranking.</summary>
internal static class CachedQuestion
{
    public static FaqCatalog Catalog { get; } = Build(number: 1);

    public static RankedEntry[] Ranked { get; } = [new(1, 2, 0.91, 0.97), new(0, 1, 0.7, 0.1), new(2, 4, 0.6, 0.0123)];

    public static ReplyKey Key(
        string text = "发票抬头写错了怎么办", int version = 1, double threshold = 0.6, EntryFilter? filter = null, Language? language = null) => new(
        Catalog.Identity with { Number = version },
        new MatchPolicy(threshold, 0.35),
        filter ?? EntryFilter.None,
        Question.Parse(text, language: language));

    /// <summary>Three entries of two questions each.</summary>
    private static FaqCatalog Build(int number)
    {
        EncoderIdentity model = new("test", new string('a', 64), 4);
        KnowledgeBase knowledge = new()
        {
            Id = "test",
            Name = "Test",
            Languages = ["en"],
            DefaultAnswer = new LocalizedText("-"),
            Entries = [.. Enumerable.Range(0, 3).Select(i => new FaqEntry { Id = $"e{i}", Question = $"q{i}", Answer = new LocalizedText($"a{i}") })],
        };
        StoredQuestion[] questions = [.. Enumerable.Range(0, 6).Select(row => new StoredQuestion(row / 2, $"q{row}", $"q{row}"))];
        float[] vectors = [.. Enumerable.Range(0, 6).SelectMany(row => Enumerable.Range(0, 4).Select(i => i == row % 4 ? 1f : 0f))];
        VersionIdentity identity = new("test", number, model, TextNormalizer.Version, VectorFormat.Float32, "hash", DateTimeOffset.UnixEpoch);
        return FaqCatalog.Build(new StoredVersion(identity, knowledge, questions, vectors), model);
    }
}

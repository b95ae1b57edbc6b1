using FaqBot.Core.Caching;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Caching;

/// <summary>A small catalog, a question to it, and its ranking.</summary>
internal static class CachedQuestion
{
    public const string Text = "发票抬头写错了怎么办";

    /// <summary>Entries of the catalog that may not answer.</summary>
    public const int Disabled = 3;
    public const int NotYetValid = 4;
    public const int ContextOnly = 5;

    public static readonly DateTimeOffset ValidFrom = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Six entries of two questions each; entry 0 is for the public.</summary>
    public static FaqCatalog Catalog { get; } = Build();

    public static RankedEntry[] Ranked { get; } = [new(1, 2, 0.91, 0.97), new(0, 1, 0.7, 0.1), new(2, 4, 0.6, 0.0123)];

    public static EntryFilter ForPublic { get; } = new([new("audience", "public")], FilterJoin.And, null);

    public static ReplyKey Key(string text = Text, EntryFilter? filter = null) => new(
        Catalog.Identity, new MatchPolicy(0.6, 0.35), filter ?? EntryFilter.None, Question.Parse(text));

    private static FaqCatalog Build()
    {
        EncoderIdentity model = new("test", new string('a', 64), 4);
        KnowledgeBase knowledge = new()
        {
            Id = "test",
            Name = "Test",
            Languages = ["en"],
            DefaultAnswer = new LocalizedText("-"),
            Entries =
            [
                Entry(0) with { Metadata = [new("audience", "public")] },
                Entry(1),
                Entry(2),
                Entry(Disabled) with { Enabled = false },
                Entry(NotYetValid) with { ValidFrom = ValidFrom },
                Entry(ContextOnly) with { ContextOnly = true },
            ],
        };
        StoredQuestion[] questions = [.. Enumerable.Range(0, 12).Select(row => new StoredQuestion(row / 2, $"q{row}", $"q{row}"))];
        float[] vectors = [.. Enumerable.Range(0, 12).SelectMany(row => Enumerable.Range(0, 4).Select(i => i == row % 4 ? 1f : 0f))];
        VersionIdentity identity = new("test", 1, model, TextNormalizer.Version, VectorFormat.Float32, "hash", DateTimeOffset.UnixEpoch);
        return FaqCatalog.Build(new StoredVersion(identity, knowledge, questions, vectors), model);
    }

    private static FaqEntry Entry(int index) => new() { Id = $"e{index}", Question = $"q{index}", Answer = new LocalizedText($"a{index}") };
}

using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Matching;

/// <summary>Builds catalogs in memory.</summary>
internal static class Catalogs
{
    public static FaqEntry Entry(string id, params string[] questions) =>
        new() { Id = id, Question = questions[0], Alternates = questions[1..], Answer = new LocalizedText($"answer of {id}") };

    /// <summary>A catalog whose vectors a test gives, one a question.</summary>
    public static FaqCatalog Build(FaqEntry[] entries, Func<string, float[]>? vectorOf = null)
    {
        StoredVersion version = Version(entries, vectorOf);
        return FaqCatalog.Build(version, version.Identity.Model);
    }

    public static StoredVersion Version(FaqEntry[] entries, Func<string, float[]>? vectorOf = null)
    {
        StoredQuestion[] questions =
        [
            .. entries.SelectMany((entry, index) => entry.Questions.Select(
                text => new StoredQuestion(index, text, TextNormalizer.MatchKey(TextNormalizer.Clean(text))))),
        ];
        float[][] vectors = [.. questions.Select(question => vectorOf?.Invoke(question.Text) ?? Publication.VectorOf(question.Text))];
        KnowledgeBase knowledge = new()
        {
            Id = "kb",
            Name = "kb",
            Languages = ["en"],
            DefaultAnswer = new LocalizedText("-"),
            Entries = entries,
        };
        VersionIdentity identity = new(
            "kb",
            3,
            Publication.Model with { Dimensions = vectors.Length == 0 ? 8 : vectors[0].Length },
            TextNormalizer.Version,
            VectorFormat.Float32,
            "hash",
            DateTimeOffset.UnixEpoch);
        CounterExample[] examples =
            [.. entries.SelectMany((entry, index) => entry.NotThis.Select(text => new CounterExample(index, text)))];
        return new StoredVersion(identity, knowledge, questions, [.. vectors.SelectMany(vector => vector)])
        {
            CounterExamples = examples,
            CounterVectors = [.. examples.SelectMany(example => vectorOf?.Invoke(example.Text) ?? Publication.VectorOf(example.Text))],
        };
    }
}

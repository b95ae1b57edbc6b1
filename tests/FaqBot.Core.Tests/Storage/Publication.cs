using System.Security.Cryptography;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Storage;

/// <summary>Publishes knowledge bases without an encoder: the vector of a text is random, seeded by the text.</summary>
internal static class Publication
{
    public static readonly EncoderIdentity Model = new("invented", new string('a', 64), 8);

    public static VersionIdentity Publish(
        KnowledgeStore store,
        KnowledgeBase knowledge,
        VectorFormat format = VectorFormat.Float32,
        TimeProvider? time = null,
        EncoderIdentity? model = null)
    {
        model ??= Model;
        using VersionWriter writer = store.Write(model, format, time ?? TimeProvider.System);
        SaveVectors(writer, knowledge, model.Dimensions);
        return writer.Publish(knowledge, KnowledgeHash.Of(knowledge));
    }

    public static void SaveVectors(VersionWriter writer, KnowledgeBase knowledge, int dimensions)
    {
        IReadOnlyList<string> missing = writer.Missing(
            knowledge.Entries.SelectMany(entry => entry.Questions.Concat(entry.NotThis)).Select(TextNormalizer.Clean).Distinct());
        writer.SaveVectors(missing, [.. missing.SelectMany(text => VectorOf(text, dimensions))]);
    }

    public static float[] VectorOf(string text, int dimensions = 8)
    {
        byte[] hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
        return RandomVectors.Unit(new Random(BitConverter.ToInt32(hash)), 1, dimensions);
    }

    /// <summary>A knowledge base whose texts all name its id and its edition.</summary>
    public static KnowledgeBase Knowledge(string id, int entries = 3, string edition = "first") => new()
    {
        Id = id,
        Name = $"{id} {edition}",
        Languages = ["en"],
        DefaultAnswer = new LocalizedText($"default of {id} {edition}"),
        Entries =
        [
            .. Enumerable.Range(0, entries).Select(i => new FaqEntry
            {
                Id = $"e{i}",
                Question = $"{id} question {i} {edition}",
                Alternates = [$"{id} alternate {i} {edition}"],
                Answer = new LocalizedText($"{id} answer {i} {edition}"),
            }),
        ],
    };
}

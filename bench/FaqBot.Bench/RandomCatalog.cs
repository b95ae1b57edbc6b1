using System.Numerics.Tensors;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>Catalogs of any size with random unit vectors.</summary>
internal static class RandomCatalog
{
    /// <summary>Makes a catalog of vectors.</summary>
    public static FaqCatalog Build(float[] vectors, int dimensions, int questionsPerEntry)
    {
        KnowledgeBase knowledge = Knowledge(vectors.Length / dimensions / questionsPerEntry, questionsPerEntry);
        StoredQuestion[] questions =
            [.. knowledge.Entries.SelectMany((entry, index) =>
                entry.Questions.Select(text => new StoredQuestion(index, text, TextNormalizer.MatchKey(text))))];
        EncoderIdentity encoder = new("random", new string('0', 64), dimensions);
        VersionIdentity identity = new(
            knowledge.Id, 1, encoder, TextNormalizer.Version, VectorFormat.Float32, new string('0', 64), DateTimeOffset.UnixEpoch);
        return FaqCatalog.Build(new StoredVersion(identity, knowledge, questions, vectors), encoder);
    }

    /// <summary>A knowledge base in which every question is distinct and answers are as long as the sample shop's.</summary>
    public static KnowledgeBase Knowledge(int entries, int questionsPerEntry) => new()
    {
        Id = "shop",
        Name = "Random",
        Languages = ["zh-Hans"],
        DefaultAnswer = new LocalizedText("-"),
        Entries =
        [
            .. Enumerable.Range(0, entries).Select(entry => new FaqEntry
            {
                Id = $"entry-{entry}",
                Question = Question(entry, 0),
                Alternates = [.. Enumerable.Range(1, questionsPerEntry - 1).Select(question => Question(entry, question))],
                Answer = new LocalizedText($"第{entry}条："
                    + string.Concat(Enumerable.Repeat("可以在[订单中心](https://shop.example/orders)查看进度。", 6))),
                Metadata = [new("category", $"c{entry % 20}")],
            }),
        ],
    };

    /// <summary>Random unit vectors, row-major [rows × dimensions], pinned as those of the store.</summary>
    public static float[] UnitVectors(int rows, int dimensions, int seed)
    {
        Random random = new(seed);
        float[] vectors = GC.AllocateUninitializedArray<float>(rows * dimensions, pinned: true);
        for (int row = 0; row < rows; row++)
        {
            Span<float> vector = vectors.AsSpan(row * dimensions, dimensions);
            foreach (ref float component in vector)
            {
                component = random.NextSingle() - 0.5f;
            }

            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        }

        return vectors;
    }

    private static string Question(int entry, int question) => $"第{entry}号商品的第{question}个问题怎么办";
}
